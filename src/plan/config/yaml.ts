import { Composer, type Document, LineCounter, Parser, type YAMLError } from 'yaml'
import { ContentError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import { kindOf } from '../../python/value.js'
import { freeLexer } from './yaml-lexer.js'
import { pyyamlTags } from './yaml-scalars.js'

/** More than any configuration needs, and far less than an alias bomb expands to. */
const MAX_ALIASES = 10_000

/**
 * How deep collections may nest. PyYAML runs out of stack at about the same depth. The composer here does so some
 * hundred levels later, and then V8 may end the process.
 */
const MAX_DEPTH = 480

/** The private state of the parser: the open collections. */
interface ParserState {
  stack: unknown[]
}

/** Characters that PyYAML rejects (PyYAML 6, lib/yaml/reader.py). */
const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Warnings about directives that PyYAML ignores. */
const HARMLESS = /^Unknown directive |^Unsupported YAML version 1\./

/**
 * Parses a YAML file with one document, as PyYAML's safe loader does: as YAML 1.1 except for some scalars, and with the
 * last value of a duplicate key. Keys that are not strings become symbols, so they cannot be looked up by name. Throws
 * a ContentError.
 */
export function parseYaml(content: Uint8Array): unknown {
  const text = decode(content, encodingOf(content)).replace(/\r\n?|\x85/g, '\n')
  const [odd] = NOT_PRINTABLE.exec(text) ?? []
  if (odd !== undefined) throw new ContentError(`U+${hexOf(odd)} is not allowed in YAML`)
  const lines = new LineCounter()
  const document = compose(text, lines)
  // An unknown tag is only a warning here, but an error in PyYAML.
  const warnings = document.warnings.filter(({ message }) => !HARMLESS.test(message))
  const [problem] = [...document.errors, ...warnings]
  if (problem) throw new ContentError(describe(problem, lines))
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true })
  } catch (error) {
    throw new ContentError(firstLine(String(error instanceof Error ? error.message : error)))
  }
  return plain(value, new Map())
}

function compose(text: string, lines: LineCounter): Document.Parsed {
  const composer = new Composer({
    version: '1.1',
    // Overrides the version in a directive.
    schema: 'yaml-1.1',
    merge: true,
    uniqueKeys: false,
    customTags: pyyamlTags,
  })
  const [document, second] = composer.compose(tokens(text, lines), true, text.length)
  if (!document) throw new ContentError('expected a document, found none')
  if (second) throw new ContentError('expected one document, found several')
  return document
}

function* tokens(text: string, lines: LineCounter): ReturnType<Parser['parse']> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  const { stack } = parser as unknown as ParserState
  for (const lexeme of freeLexer().lex(text)) {
    yield* parser.next(lexeme)
    if (stack.length > MAX_DEPTH) throw new ContentError(`nested more than ${MAX_DEPTH} levels deep`)
  }
  yield* parser.end()
}

/**
 * Converts mappings to objects. `converted` maps values to results, so that aliases remain a single value, which may
 * contain itself.
 */
function plain(value: unknown, converted: Map<unknown, unknown>): unknown {
  if (value instanceof Set) return new Set([...value].map(checkKey))
  if (!(Array.isArray(value) || value instanceof Map)) return value
  const known = converted.get(value)
  if (known !== undefined) return known
  if (Array.isArray(value)) {
    const list: unknown[] = []
    converted.set(value, list)
    for (const item of value) list.push(plain(item, converted))
    return list
  }
  const mapping: Record<string | symbol, unknown> = {}
  converted.set(value, mapping)
  for (const [key, item] of value) define(mapping, nameOf(key), plain(item, converted))
  return mapping
}

/** Sets a member, which may be called `__proto__`. */
function define(mapping: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true })
}

const nameOf = (key: unknown): string | symbol =>
  typeof checkKey(key) === 'string' ? (key as string) : Symbol(String(key))

/** Returns the key. Throws a ContentError for one that Python cannot hash. */
function checkKey(key: unknown): unknown {
  if (Array.isArray(key) || key instanceof Map || key instanceof Set)
    throw new ContentError(`${kindOf(key)} cannot be a key`)
  return key
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function describe({ message, pos }: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(pos[0])
  return `${firstLine(message)} at line ${line}, column ${col}`
}

const hexOf = (char: string) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

function firstLine(message: string): string {
  return message.split('\n', 1).join('').replace(/:$/, '')
}
