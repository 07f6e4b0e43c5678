import { relative, resolve } from 'node:path'
import { UserError } from '../../errors.js'
import { type Log, silent } from '../../log.js'
import { type Part, splitName } from '../../python/field-name.js'
import { format } from '../../python/format.js'
import { ascii, repr } from '../../python/repr.js'
import { FormatError } from '../../python/spec.js'
import { type Field, type Piece, parseTemplate } from '../../python/template.js'
import { digitsInAscii } from '../../python/whole-number.js'
import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'

const TEMPLATE = '{abspath}:{line}: {test_id}[bandit]: {severity}: {msg}'

/** A value of a Python type that can be printed, but accepts no format specification. */
interface Printed {
  type: 'list' | 'Cwe' | 'builtin_function_or_method'
  text: string
}
type Value = string | number | Printed

/** The tags that a template may use (formatters/custom.py). */
const TAGS = new Map<string, (finding: Finding, cwd: string) => Value>([
  ['abspath', ({ file }, cwd) => absolute(file, cwd)],
  ['relpath', ({ file }, cwd) => relative(cwd, resolve(cwd, file))],
  ['line', finding => finding.line],
  ['col', finding => finding.column],
  ['end_col', finding => finding.endColumn],
  ['test_id', finding => finding.id],
  ['severity', finding => finding.severity],
  ['msg', textWithCell],
  ['confidence', finding => finding.confidence],
  ['range', finding => ({ type: 'list', text: `[${finding.lines.join(', ')}]` })],
  ['cwe', finding => ({ type: 'Cwe', text: finding.cweText })],
])

/**
 * Writes one line for each finding, using the user's template. Throws a UserError if the template is malformed or
 * has no tags. The iteration throws one if a format specification does not suit a finding's value.
 */
export function custom(report: Report, options: FormatOptions): Iterable<string> {
  const { template = TEMPLATE, log = silent, cwd } = options
  const pieces = knownPieces(
    checked(() => validPieces(template)),
    log,
  )
  return lines(report.findings, pieces, cwd)
}

function* lines(findings: readonly Finding[], pieces: readonly Piece[], cwd: string): Generator<string> {
  for (const finding of findings)
    yield checked(() => `${expand(pieces, name => TAGS.get(name)?.(finding, cwd) ?? `{${name}}`)}\n`)
}

function checked<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new UserError(`Template is not in valid format: ${error.message}`)
  }
}

/** Bandit tests a template with a number for `line` and strings for all other tags, so it rejects `{col:d}`. */
function validPieces(template: string): Piece[] {
  const pieces = parseTemplate(template)
  expand(pieces, name => (name === 'line' ? 0 : `{${name}}`))
  return pieces
}

/** Replaces unknown tags with their names. */
function knownPieces(pieces: readonly Piece[], log: Log): Piece[] {
  const names = new Set(pieces.flatMap(({ field }) => field?.name ?? []))
  if (names.size === 0) throw new UserError("No tags were found in the template. Are you missing '{}'?")
  for (const name of names) {
    if (TAGS.has(name)) continue
    log.warning(
      `Tag '${name}' was not recognized and will be skipped, did you mean to use '${similarTag(name)}'?`,
    )
  }
  return pieces.map(piece =>
    piece.field && !TAGS.has(piece.field.name) ? { literal: piece.literal + piece.field.name } : piece,
  )
}

/** The tag that has the most letters in common with `name`; the last one if several do. */
function similarTag(name: string): string {
  const letters = new Set(name)
  const common = (tag: string) => [...new Set(tag)].filter(letter => letters.has(letter)).length
  return [...TAGS.keys()].sort().reduce((best, tag) => (common(tag) >= common(best) ? tag : best))
}

/** How deep Python allows templates to nest. */
const MAX_DEPTH = 2

function expand(pieces: readonly Piece[], lookUp: (name: string) => Value, depth = MAX_DEPTH): string {
  let out = ''
  for (const { literal, field } of pieces) {
    out += literal
    if (!field) continue
    if (depth === 0) throw new FormatError('Max string recursion exceeded')
    const value = converted(fieldValue(field.name, lookUp), field)
    const spec = field.spec.includes('{') ? expand(parseTemplate(field.spec), lookUp, depth - 1) : field.spec
    out += formatted(value, spec)
  }
  return out
}

/** The value of a field. In a name, attributes and items may follow that of the value. */
function fieldValue(name: string, lookUp: (name: string) => Value): Value {
  const { first, parts } = splitName(name)
  if (name === '' || /^\p{Nd}+$/u.test(first))
    throw new FormatError(
      `Replacement index ${Number(digitsInAscii(first))} out of range for positional args tuple`,
    )
  return parts.reduce(partOf, lookUp(first))
}

const INT_ATTRIBUTES = new Map<string, (value: number) => number>([
  ['real', value => value],
  ['imag', () => 0],
  ['numerator', value => value],
  ['denominator', () => 1],
])

/**
 * An attribute or an item of a value, as in Bandit's trial of a template and in specifications: no tag has any. We know
 * the attributes of a number that are values, and take all others for methods.
 */
function partOf(value: Value, part: Part): Value {
  if ('attribute' in part) {
    const number = typeof value === 'number' ? INT_ATTRIBUTES.get(part.attribute)?.(value) : undefined
    return number ?? { type: 'builtin_function_or_method', text: part.attribute }
  }
  if (typeof value !== 'string') throw new FormatError('Only text can be indexed')
  if (typeof part.index === 'string') throw new FormatError("string indices must be integers, not 'str'")
  const character = [...value][part.index]
  if (character === undefined) throw new FormatError('string index out of range')
  return character
}

function converted(value: Value, { conversion }: Field): Value {
  if (conversion === undefined) return value
  const text = typeof value === 'object' ? value.text : String(value)
  const quoted = typeof value === 'string'
  if (conversion === 's') return text
  if (conversion === 'r') return quoted ? repr(text) : text
  if (conversion === 'a') return quoted ? ascii(text) : text
  throw new FormatError(`Unknown conversion specifier ${conversion}`)
}

function formatted(value: Value, spec: string): string {
  if (typeof value !== 'object') return format(value, spec)
  if (spec !== '') throw new FormatError(`unsupported format string passed to ${value.type}.__format__`)
  return value.text
}

/** Like Python's os.path.abspath, which keeps two leading slashes. */
function absolute(file: string, cwd: string): string {
  return /^\/\/(?!\/)/.test(file) ? `/${resolve(cwd, file)}` : resolve(cwd, file)
}
