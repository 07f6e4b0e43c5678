import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'

/** A line and a column, in UTF-16 units, both from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where a value, its key, and the values in it are written. */
export interface Places {
  key: Position
  value: Position
  /** By key, or by place in a list. */
  readonly inner: Map<string | number, Places>
}

/** Finds where everything in a valid TOML text is written. Nothing is found if this parser does not understand it. */
export function placesIn(text: string): Places {
  const root = newPlaces({ line: 1, column: 1 })
  let program: AST.TOMLProgram
  try {
    program = parseTOML(text, { tomlVersion: '1.1' })
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return root
    throw error
  }
  for (const part of program.body[0].body) {
    if (part.type === 'TOMLKeyValue') addPair(root, part)
    else addTable(root, part)
  }
  return root
}

function newPlaces(key: Position, value = key): Places {
  return { key, value, inner: new Map() }
}

function addTable(root: Places, { key, resolvedKey, body }: AST.TOMLTable): void {
  // Numbers are places in lists of tables, which have no key of their own.
  let at = 0
  const table = resolvedKey.reduce<Places>((places, step) => {
    const node = key.keys[typeof step === 'string' ? at++ : at - 1] ?? key
    return inside(places, step, positionOf(node))
  }, root)
  for (const pair of body) addPair(table, pair)
}

function inside(places: Places, step: string | number, key: Position): Places {
  const known = places.inner.get(step)
  if (known) return known
  const own = newPlaces(key)
  places.inner.set(step, own)
  return own
}

function addPair(table: Places, { key, value }: AST.TOMLKeyValue): void {
  const own = key.keys.reduce((places, step) => inside(places, nameOf(step), positionOf(step)), table)
  addValue(own, value)
}

function addValue(own: Places, node: AST.TOMLContentNode): void {
  own.value = positionOf(node)
  if (node.type === 'TOMLInlineTable') for (const pair of node.body) addPair(own, pair)
  if (node.type !== 'TOMLArray') return
  for (const [at, element] of node.elements.entries()) {
    const item = newPlaces(positionOf(element))
    own.inner.set(at, item)
    addValue(item, element)
  }
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

function positionOf({ loc }: Pick<AST.TOMLNode, 'loc'>): Position {
  return { line: loc.start.line, column: loc.start.column + 1 }
}
