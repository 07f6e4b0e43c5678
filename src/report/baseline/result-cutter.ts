import { ByteChunks } from '../../output/byte-chunks.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACES = { open: 0x7b, close: 0x7d }
const BRACKETS = { open: 0x5b, close: 0x5d }

const EMPTY = new Uint8Array()
const EMPTY_RESULT = Buffer.from('{}')
/** Enough for a key with the white space around its colon. */
const TAIL_LENGTH = 64

/** Levels of nesting: the report, its list of results, a result. */
const LIST_DEPTH = 2
const RESULT_DEPTH = 3

/**
 * Cuts the results out of the bytes of a JSON report, and leaves `{}` in place of each. Nothing is validated here: the
 * caller parses both.
 */
export class ResultCutter {
  private depth = 0
  private inString = false
  private escaped = false
  private inResults = false
  private inResult = false
  /** Everything except the results, its last bytes, and the incomplete result. */
  private readonly rest = new ByteChunks()
  private tail: Uint8Array = EMPTY
  private result: Uint8Array[] = []
  private count = 0

  constructor(private readonly take: (result: Uint8Array) => void) {}

  push(chunk: Uint8Array): void {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (this.inString) {
        if (this.escaped) this.escaped = false
        else if (byte === BACKSLASH) this.escaped = true
        else if (byte === QUOTE) this.inString = false
      } else if (byte === QUOTE) {
        this.inString = true
      } else if (byte === BRACES.open || byte === BRACKETS.open) {
        this.depth++
        if (this.depth === LIST_DEPTH) {
          this.inResults = byte === BRACKETS.open && this.endsWithKey('results', chunk.subarray(start, at))
        } else if (this.depth === RESULT_DEPTH && this.inResults && byte === BRACES.open) {
          this.keep(chunk.subarray(start, at))
          start = at
          this.inResult = true
        }
      } else if (byte === BRACES.close || byte === BRACKETS.close) {
        if (this.depth === RESULT_DEPTH && this.inResult) {
          this.finish(chunk.subarray(start, at + 1))
          start = at + 1
        }
        this.depth--
      }
    }
    const part = chunk.subarray(start)
    if (this.inResult) this.result.push(part)
    else this.keep(part)
  }

  /** Returns the rest, after everything has been pushed, and the number of results cut out. */
  end(): { rest: Uint8Array; count: number } {
    return { rest: Buffer.concat(this.rest.end()), count: this.count }
  }

  private finish(lastPart: Uint8Array): void {
    this.take(this.result.length > 0 ? Buffer.concat([...this.result, lastPart]) : lastPart)
    this.result = []
    this.inResult = false
    this.count++
    this.keep(EMPTY_RESULT)
  }

  private keep(part: Uint8Array): void {
    this.rest.bytes(part)
    this.tail = Buffer.concat([this.tail, part.subarray(-TAIL_LENGTH)]).subarray(-TAIL_LENGTH)
  }

  /** Whether the kept bytes, followed by this part, end with a key. */
  private endsWithKey(key: string, part: Uint8Array): boolean {
    const text = Buffer.concat([this.tail, part]).subarray(-TAIL_LENGTH).toString('latin1')
    return text.replace(/\s*:\s*$/, '').endsWith(`"${key}"`)
  }
}
