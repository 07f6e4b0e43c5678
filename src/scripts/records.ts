import { NONE, nodeAt, type RecordNode } from './nodes.js'
import type { Position, Range } from './rules.js'

/*
 * What the core found for rules: columns of numbers, with two texts. Nothing is decoded before it is asked for.
 */

/** The columns and texts of a batch, as the core makes them. They can be shared between threads. */
export interface RecordColumns {
  readonly numbers: Uint32Array
  readonly strings: Uint8Array
  readonly texts: Uint8Array
}

const COUNTS = 4
const FILE_WIDTH = 7

/** The columns of matches, in the core's order. */
const MATCH_COLUMNS = ['rule', 'node', 'start', 'end'] as const
/** The columns of nodes. */
const NODE_COLUMNS = ['kind', 'start', 'end', 'name', 'value', 'label', 'first', 'count'] as const
type Columns<K extends readonly string[]> = { readonly [N in K[number]]: Uint32Array }

/** The records of some files. */
export class Records {
  readonly matches: Columns<typeof MATCH_COLUMNS>
  readonly nodes: Columns<typeof NODE_COLUMNS>
  readonly files: readonly FileRecords[]
  private readonly ends: Uint32Array
  private readonly strings: Buffer
  readonly texts: Buffer
  private readonly known: (string | undefined)[] = []

  constructor({ numbers, strings, texts }: RecordColumns) {
    const [files = 0, matches = 0, nodes = 0, ends = 0] = numbers
    let at = COUNTS
    const take = (length: number) => {
      const column = numbers.subarray(at, at + length)
      at += length
      return column
    }
    const columns = <K extends readonly string[]>(names: K, length: number) =>
      Object.fromEntries(names.map(name => [name, take(length)])) as Columns<K>
    const perFile = take(files * FILE_WIDTH)
    this.matches = columns(MATCH_COLUMNS, matches)
    this.nodes = columns(NODE_COLUMNS, nodes)
    this.ends = take(ends)
    this.strings = bufferOf(strings)
    this.texts = bufferOf(texts)
    this.files = Array.from({ length: files }, (_, file) => {
      const field = (which: number, of: number) => (of < 0 ? 0 : (perFile[of * FILE_WIDTH + which] ?? 0))
      const begin = (which: number) => field(which, file - 1)
      const [place, matchEnd, textEnd] = [field(0, file), field(1, file), field(4, file)]
      const hash = [field(5, file), field(6, file)]
      return new FileRecords(this, place, hash, begin(1), matchEnd, begin(2), begin(3), begin(4), textEnd)
    })
  }

  /** A string, by its number among all of the batch. */
  string(at: number): string {
    const known = this.known[at]
    if (known !== undefined) return known
    const text = this.strings.toString('utf8', at > 0 ? this.ends[at - 1] : 0, this.ends[at])
    this.known[at] = text
    return text
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** The records of one file. */
export class FileRecords {
  private wholeText: string | undefined
  private lineStarts: readonly number[] | undefined

  constructor(
    readonly all: Records,
    /** The place of the file in the selection. */
    readonly place: number,
    /** Tells whether its text is still the same. */
    readonly hash: readonly number[],
    readonly firstMatch: number,
    readonly matchEnd: number,
    private readonly firstNode: number,
    private readonly firstString: number,
    private readonly textStart: number,
    private readonly textEnd: number,
  ) {}

  /** The node of a match. */
  nodeOf(match: number): RecordNode {
    return this.node(this.all.matches.node[match] ?? 0)
  }

  /** A node, by its number among those of the file. */
  node(at: number): RecordNode {
    return nodeAt(this, this.placeOf(at))
  }

  /** The place of a node among all of the batch. */
  placeOf(at: number): number {
    return this.firstNode + at
  }

  /** A string by its number among those of the file; undefined for no string. */
  string(at: number | undefined): string | undefined {
    return at === undefined || at === NONE ? undefined : this.all.string(this.firstString + at)
  }

  /** The text of the file. */
  get text(): string {
    this.wholeText ??= this.codeAt(0, this.length)
    return this.wholeText
  }

  /** How many bytes of UTF-8 the text has. */
  get length(): number {
    return this.textEnd - this.textStart
  }

  /** The code between two offsets, in bytes. */
  codeAt(start: number, end: number): string {
    return this.all.texts.toString('utf8', this.textStart + start, this.textStart + end)
  }

  /** The line and column of an offset. */
  position(offset: number): Position {
    const starts = this.lines()
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: this.codeAt(starts[low] ?? 0, offset).length + 1 }
  }

  /** The offset of a line and column. Throws a RangeError if the file has no such place. */
  offset({ line, column }: Position): number {
    const starts = this.lines()
    const start = starts[line - 1]
    const code = start === undefined ? undefined : this.codeAt(start, starts[line] ?? this.length)
    if (start === undefined || code === undefined || !(column >= 1 && column <= code.length + 1))
      throw new RangeError(`the file has no place ${line}:${column}`)
    return start + Buffer.byteLength(code.slice(0, column - 1))
  }

  private lines(): readonly number[] {
    if (this.lineStarts) return this.lineStarts
    const starts = [0]
    const { texts } = this.all
    for (let at = this.textStart; at < this.textEnd; at++) {
      const byte = texts[at]
      if (byte === 0x0a || (byte === 0x0d && texts[at + 1] !== 0x0a)) starts.push(at + 1 - this.textStart)
    }
    this.lineStarts = starts
    return starts
  }

  /** The offsets of a range. Throws a RangeError if the file has no such range. */
  offsets({ start, end }: Range): [start: number, end: number] {
    const range: [number, number] = [this.offset(start), this.offset(end)]
    if (range[0] > range[1])
      throw new RangeError(`the range ends before it begins, at ${start.line}:${start.column}`)
    return range
  }
}
