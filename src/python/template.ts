import { FormatError } from './spec.js'

/** A piece of a template for Python's str.format: text, optionally followed by a field. */
export interface Piece {
  literal: string
  field?: Field
}

/** A replacement field of a template. */
export interface Field {
  name: string
  /** The character after `!`. */
  conversion?: string
  /** The text after the colon, which is a template, too. */
  spec: string
}

/** Parses a template like string.Formatter.parse. Throws a FormatError with Python's message. */
export function parseTemplate(template: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  while (at < template.length) {
    const brace = indexOfAny(template, '{}', at)
    const character = template[brace]
    if (character === undefined) {
      pieces.push({ literal: template.slice(at) })
      break
    }
    const isDoubled = template[brace + 1] === character
    if (isDoubled) {
      pieces.push({ literal: template.slice(at, brace + 1) })
      at = brace + 2
      continue
    }
    if (character === '}' || brace + 1 === template.length)
      throw new FormatError(`Single '${character}' encountered in format string`)
    const { field, end } = parseField(template, brace + 1)
    pieces.push({ literal: template.slice(at, brace), field })
    at = end
  }
  return pieces
}

/** Parses a field, from after its opening brace to after its closing one (CPython, unicode_format.h, parse_field). */
function parseField(template: string, start: number): { field: Field; end: number } {
  const nameEnd = endOfName(template, start)
  const name = template.slice(start, nameEnd)
  const delimiter = template[nameEnd]
  if (delimiter === undefined) throw new FormatError("expected '}' before end of string")
  if (delimiter === '}') return { field: { name, spec: '' }, end: nameEnd + 1 }

  let at = nameEnd + 1
  let converted = {}
  if (delimiter === '!') {
    const conversion = template[at++]
    if (conversion === undefined)
      throw new FormatError('end of string while looking for conversion specifier')
    converted = { conversion }
    const next = template[at++]
    if (next === '}') return { field: { name, ...converted, spec: '' }, end: at }
    if (next !== undefined && next !== ':') throw new FormatError("expected ':' after conversion specifier")
  }
  let depth = 1
  for (let end = at; end < template.length; end++) {
    if (template[end] === '{') depth++
    if (template[end] === '}') depth--
    if (depth === 0) return { field: { name, ...converted, spec: template.slice(at, end) }, end: end + 1 }
  }
  throw new FormatError("unmatched '{' in format spec")
}

/** The index of the delimiter after a name. Characters in brackets are not delimiters. */
function endOfName(template: string, start: number): number {
  let at = indexOfAny(template, '{[}:!', start)
  while (template[at] === '[') {
    const bracket = template.indexOf(']', at)
    if (bracket < 0) return template.length
    at = indexOfAny(template, '{[}:!', bracket)
  }
  if (template[at] === '{') throw new FormatError("unexpected '{' in field name")
  return at
}

function indexOfAny(text: string, characters: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (characters.includes(text.charAt(at))) return at
  }
  return text.length
}
