import { parse, TomlError as SmolError } from 'smol-toml'
import type { Place } from './mistakes.js'
import { type Places, placesIn } from './toml-places.js'

/** A value, and where it is written. */
export interface Located {
  readonly place: Place
  readonly value: string | number | boolean | Date | readonly Located[] | Table
}

/** A key of a table, and its value. */
export interface Entry {
  /** Where the key is written. */
  readonly place: Place
  readonly node: Located
}

export type Table = Map<string, Entry>

/** A text that is not TOML. */
export class TomlError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message)
  }
}

/**
 * Parses a text, which keeps the place of each key and value. `file` names it in these places. Throws a TomlError.
 *
 * The parser that finds the places takes several times as long as the other one, and few runs ask for any: it runs when
 * the first place is looked at.
 */
export function parseToml(text: string, file: string): Table {
  return tableOf(new Source(text, file), read(text), undefined)
}

/** Like `parseToml`, but only for what is at a path of keys; undefined if nothing is. */
export function parseTomlAt(text: string, file: string, path: readonly string[]): Located | undefined {
  const source = new Source(text, file)
  let value: unknown = read(text)
  let node: Node | undefined
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
    node = new Node(source, node, key)
  }
  if (node) node.value = plain(node, value)
  return node
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof SmolError)) throw error
    const [message = ''] = error.message.replace('Invalid TOML document: ', '').split('\n')
    throw new TomlError(message.replace('. aborting.', ''), error.line, error.column)
  }
}

/** A text, in which places are looked up. */
class Source {
  private places: Places | undefined

  constructor(
    private readonly text: string,
    readonly file: string,
  ) {}

  get root(): Places {
    this.places ??= placesIn(this.text)
    return this.places
  }
}

/** A value. There may be thousands, and few runs ask where one is written: its place is made when somebody does. */
class Node implements Located {
  value: Located['value'] = ''
  private written: Place | undefined

  constructor(
    readonly source: Source,
    private readonly parent: Node | undefined,
    /** Its key, or its place in a list. */
    private readonly step: string | number,
  ) {}

  get place(): Place {
    this.written ??= new SourcePlace(this, 'value')
    return this.written
  }

  find(): Places {
    const around = this.parent ? this.parent.find() : this.source.root
    return around.inner.get(this.step) ?? around
  }
}

/** A key of a table, and its value. */
class Pair implements Entry {
  private written: Place | undefined

  constructor(readonly node: Node) {}

  get place(): Place {
    this.written ??= new SourcePlace(this.node, 'key')
    return this.written
  }
}

/** A place that is looked up when its line is needed. */
class SourcePlace implements Place {
  constructor(
    private readonly node: Node,
    private readonly what: 'key' | 'value',
  ) {}

  get file(): string {
    return this.node.source.file
  }

  get line(): number {
    return this.node.find()[this.what].line
  }

  get column(): number {
    return this.node.find()[this.what].column
  }
}

function tableOf(source: Source, values: object, parent: Node | undefined): Table {
  const table: Table = new Map()
  for (const key of Object.keys(values))
    table.set(key, new Pair(located(source, parent, key, Reflect.get(values, key))))
  return table
}

function located(source: Source, parent: Node | undefined, step: string | number, value: unknown): Node {
  const node = new Node(source, parent, step)
  node.value = plain(node, value)
  return node
}

function plain(node: Node, value: unknown): Located['value'] {
  if (Array.isArray(value)) return value.map((item, at) => located(node.source, node, at, item))
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return value as string | number | boolean | Date
  return tableOf(node.source, value, node)
}

/** What a value is, for messages. */
export function typeOf(value: Located['value']): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a table'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'string') return 'a string'
  return Number.isFinite(value) ? 'a number' : `${value}`.toLowerCase()
}
