import { Composer, type Document, LineCounter, Parser, type YAMLError } from 'yaml'
import { ContentError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import { kindOf } from '../../python/value.js'
import { freeLexer } from './yaml-lexer.js'
import { pyyamlTags } from './yaml-scalars.js'

/** More than any configuration needs; an alias bomb multiplies beyond it at once. */
const MAX_ALIASES = 10_000

/** What may not stand in a YAML file (PyYAML 6, lib/yaml/reader.py). */
const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Directives that PyYAML passes over. */
const HARMLESS = /^Unknown directive |^Unsupported YAML version 1\./

/**
 * The one document of a YAML file, read as PyYAML's safe loader reads it: YAML 1.1 but for some scalars, the last of
 * equal keys. A key that is no string is a symbol: nobody asks for it by name.
 */
export function parseYaml(content: Uint8Array): unknown {
  const text = decode(content, encodingOf(content)).replace(/\r\n?|\x85/g, '\n')
  const [odd] = NOT_PRINTABLE.exec(text) ?? []
  if (odd !== undefined) throw new ContentError(`U+${hexOf(odd)} is not allowed in YAML`)
  const lines = new LineCounter()
  const document = compose(text, lines)
  // A tag that nobody knows is only a warning here, and an error to PyYAML.
  const warnings = document.warnings.filter(({ message }) => !HARMLESS.test(message))
  const [problem] = [...document.errors, ...warnings]
  if (problem) throw new ContentError(worded(problem, lines))
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
    // Whatever a directive says.
    schema: 'yaml-1.1',
    merge: true,
    uniqueKeys: false,
    customTags: pyyamlTags,
  })
  const [document, second] = composer.compose(tokens(text, lines), true, text.length)
  if (!document) throw new ContentError('no document')
  if (second) throw new ContentError('several documents')
  return document
}

function* tokens(text: string, lines: LineCounter): ReturnType<Parser['parse']> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of freeLexer().lex(text)) yield* parser.next(lexeme)
  yield* parser.end()
}

/** Mappings as objects. `known` holds what was made of what: aliases stay one value. */
function plain(value: unknown, known: Map<unknown, unknown>): unknown {
  if (!(Array.isArray(value) || value instanceof Map || value instanceof Set)) return value
  const made = known.get(value)
  if (made !== undefined) return made
  const result = Array.isArray(value)
    ? value.map(item => plain(item, known))
    : value instanceof Set
      ? new Set([...value].map(checkKey))
      : Object.fromEntries([...value].map(([key, item]) => [nameOf(key), plain(item, known)]))
  known.set(value, result)
  return result
}

const nameOf = (key: unknown): string | symbol =>
  typeof checkKey(key) === 'string' ? (key as string) : Symbol(String(key))

/** What Python cannot hash is no key. */
function checkKey(key: unknown): unknown {
  if (Array.isArray(key) || key instanceof Map || key instanceof Set)
    throw new ContentError(`${kindOf(key)} is no key`)
  return key
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function worded({ message, pos }: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(pos[0])
  return `${firstLine(message)} at line ${line}, column ${col}`
}

const hexOf = (char: string) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

function firstLine(message: string): string {
  return message.split('\n', 1).join('').replace(/:$/, '')
}
