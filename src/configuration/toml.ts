import { tomlValues } from '../native.js'
import type { Place } from './mistakes.js'
import { Places } from './toml-places.js'
import type { Plain } from './write.js'

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
 * Few runs ask for a place: all of them are found when the first one is looked at.
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
    node = new Node(source, node, key, value)
  }
  return node
}

/** A table, as JSON has it. */
export type Values = Readonly<Record<string, unknown>>

/** Whether a value, as JSON has it, is a table. */
export function isValues(plain: unknown): plain is Values {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain)
}

/** Parses a text, of which no place is asked for. Throws a TomlError. */
export function plainToml(text: string): Values {
  return read(text, (_, value) => (isOther(value) ? other(value) : value))
}

function read(text: string, revive?: (key: string, value: unknown) => unknown): Values {
  const values = tomlValues(text)
  if (typeof values === 'string') return JSON.parse(values, revive)
  throw new TomlError(values.message, values.line, values.column)
}

/** A text, in which places are looked up. */
class Source {
  private places: Places | undefined

  constructor(
    private readonly text: string,
    readonly file: string,
  ) {}

  get root(): Places {
    this.places ??= Places.in(this.text)
    return this.places
  }
}

/** A value. There may be thousands, and few runs ask where one is written, or for all that is in it: both are made then. */
class Node implements Located {
  private made: Located['value'] | undefined
  private written: Place | undefined

  constructor(
    readonly source: Source,
    private readonly parent: Node | undefined,
    /** Its key, or its place in a list. */
    private readonly step: string | number,
    /** As JSON has it. */
    readonly plain: unknown,
  ) {}

  get value(): Located['value'] {
    const { plain } = this
    if (typeof plain !== 'object' || plain === null) return plain as string | number | boolean
    this.made ??= this.make(plain)
    return this.made
  }

  private make(plain: object): Located['value'] {
    if (!Array.isArray(plain)) return tableOf(this.source, plain as Values, this)
    if (isOther(plain)) return other(plain)
    return plain.map((item, at) => new Node(this.source, this, at, item))
  }

  get place(): Place {
    this.written ??= new SourcePlace(this, 'value')
    return this.written
  }

  find(): Places {
    const around = this.parent ? this.parent.find() : this.source.root
    return around.inside(this.step) ?? around
  }
}

/** A value as JSON has it. Dates and numbers that JSON lacks are texts or lists. */
export function plainOf(located: Located): Plain {
  if (located instanceof Node) return located.plain as Plain
  const { value } = located
  if (Array.isArray(value)) return value.map(plainOf)
  if (value instanceof Map)
    return Object.fromEntries([...(value as Table)].map(([key, { node }]) => [key, plainOf(node)]))
  return value instanceof Date ? value.toISOString() : (value as string | number | boolean)
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

function tableOf(source: Source, values: Values, parent: Node | undefined): Table {
  const table: Table = new Map()
  for (const key of Object.keys(values)) table.set(key, new Pair(new Node(source, parent, key, values[key])))
  return table
}

/** Whether a value stands for one that JSON lacks. */
function isOther(value: unknown): value is [null, string] {
  return Array.isArray(value) && value.length === 2 && value[0] === null
}

function other([, text]: [null, string]): number | Date {
  return /^(?:-?Infinity|NaN)$/.test(text) ? Number(text) : new Date(text)
}

/** What a value is, for messages. */
export function typeOf(value: Located['value']): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a table'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'string') return 'a string'
  return Number.isFinite(value) ? 'a number' : `${value}`.toLowerCase()
}
