import { parse, TomlError as SmolError } from 'smol-toml'
import type { Place } from './mistakes.js'
import { type Places, type Position, placesIn } from './toml-places.js'

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
  return tableOf(new Source(text, file), read(text), [])
}

/** Like `parseToml`, but only for what is at a path of keys; undefined if nothing is. */
export function parseTomlAt(text: string, file: string, path: readonly string[]): Located | undefined {
  let value: unknown = read(text)
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return located(new Source(text, file), value, path)
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

/** The steps to a value: keys, and places in lists. */
type Path = readonly (string | number)[]

/** A text, in which places are looked up. */
class Source {
  private places: Places | undefined

  constructor(
    private readonly text: string,
    readonly file: string,
  ) {}

  find(path: Path, what: 'key' | 'value'): Position {
    this.places ??= placesIn(this.text)
    let places = this.places
    for (const step of path) places = places.inner.get(step) ?? places
    return places[what]
  }
}

/** A place that is looked up when it is needed. */
class SourcePlace implements Place {
  constructor(
    private readonly source: Source,
    private readonly path: Path,
    private readonly what: 'key' | 'value',
  ) {}

  get file(): string {
    return this.source.file
  }

  get line(): number {
    return this.source.find(this.path, this.what).line
  }

  get column(): number {
    return this.source.find(this.path, this.what).column
  }
}

function tableOf(source: Source, values: object, path: Path): Table {
  return new Map(
    Object.entries(values).map(([key, value]) => {
      const own = [...path, key]
      return [key, { place: new SourcePlace(source, own, 'key'), node: located(source, value, own) }]
    }),
  )
}

function located(source: Source, value: unknown, path: Path): Located {
  const place = new SourcePlace(source, path, 'value')
  if (Array.isArray(value))
    return { place, value: value.map((item, at) => located(source, item, [...path, at])) }
  if (typeof value === 'bigint') return { place, value: Number(value) }
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return { place, value: value as string | number | boolean | Date }
  return { place, value: tableOf(source, value, path) }
}

/** What a value is, for messages. */
export function typeOf(value: Located['value']): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a table'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'string') return 'a string'
  return Number.isFinite(value) ? 'a number' : `${value}`.toLowerCase()
}
