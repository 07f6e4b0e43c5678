import type { AST } from 'toml-eslint-parser'
import { ParseError, parseTOML } from 'toml-eslint-parser'
import type { Place } from './mistakes.js'

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
 */
export function parseToml(text: string, file: string): Table {
  const [top] = read(text).body
  const root: Table = new Map()
  for (const part of top.body) {
    if (part.type === 'TOMLKeyValue') addPair(root, part, file)
    else addTable(root, part, file)
  }
  return root
}

function read(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.1' })
  } catch (error) {
    if (error instanceof ParseError)
      throw new TomlError(wordsOf(error.message), error.lineNumber, error.column + 1)
    if (error instanceof RangeError) throw new TomlError('nested too deep', 1, 1)
    throw error
  }
}

/** The parser's message in plain words, and without a full stop. */
function wordsOf(message: string): string {
  if (message === 'Defining a key multiple times is invalid') return 'this key was set before'
  if (message === 'Unspecified values are invalid') return 'a value is missing'
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '')
}

function addTable(root: Table, { kind, key, resolvedKey, body }: AST.TOMLTable, file: string): void {
  // Numbers are places in lists of tables: the last one of each list is meant.
  const steps = resolvedKey.filter(step => typeof step === 'string')
  const table = steps.reduce((found, step, at) => {
    const place = placeOf(key.keys[at] ?? key, file)
    const isNew = kind === 'array' && at === steps.length - 1
    return isNew ? appended(found, step, place) : inside(found, step, place)
  }, root)
  for (const pair of body) addPair(table, pair, file)
}

/** The table of a key, or the last one of a list of tables. */
function inside(table: Table, key: string, place: Place): Table {
  const value = table.get(key)?.node.value
  if (value instanceof Map) return value
  const last = Array.isArray(value) ? (value as Located[]).at(-1)?.value : undefined
  if (last instanceof Map) return last
  const own: Table = new Map()
  table.set(key, { place, node: { place, value: own } })
  return own
}

/** A new table at the end of a list of tables. */
function appended(table: Table, key: string, place: Place): Table {
  const own: Table = new Map()
  const list = table.get(key)?.node.value
  if (Array.isArray(list)) (list as Located[]).push({ place, value: own })
  else table.set(key, { place, node: { place, value: [{ place, value: own }] } })
  return own
}

function addPair(table: Table, { key, value }: AST.TOMLKeyValue, file: string): void {
  const last = key.keys.at(-1)
  if (!last) return
  const folder = key.keys
    .slice(0, -1)
    .reduce((found, step) => inside(found, nameOf(step), placeOf(step, file)), table)
  folder.set(nameOf(last), { place: placeOf(last, file), node: located(value, file) })
}

function located(node: AST.TOMLContentNode, file: string): Located {
  const place = placeOf(node, file)
  switch (node.type) {
    case 'TOMLArray':
      return { place, value: node.elements.map(element => located(element, file)) }
    case 'TOMLInlineTable': {
      const table: Table = new Map()
      for (const pair of node.body) addPair(table, pair, file)
      return { place, value: table }
    }
    default:
      return { place, value: node.value }
  }
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

function placeOf({ loc }: Pick<AST.TOMLNode, 'loc'>, file: string): Place {
  return { file, line: loc.start.line, column: loc.start.column + 1 }
}

/** What a value is, for messages. */
export function typeOf(value: Located['value']): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a table'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'string') return 'a string'
  return Number.isFinite(value) ? 'a number' : `${value}`.toLowerCase()
}
