import { digitsInAscii } from './whole-number.js'

/** A template or format specification that Python rejects. The message is Python's. */
export class FormatError extends Error {}

/** A format specification in Python's mini-language. */
export interface Spec {
  fill: string
  align: string
  sign: string
  noNegativeZero: boolean
  alternate: boolean
  width: number
  grouping: string
  precision?: number
  type: string
}

const SPEC =
  /^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[ +-]?)(?<z>z?)(?<alternate>#?)(?<zero>0?)(?<width>\p{Nd}*)(?<grouping>[,_]?)(?<rest>.*)$/su

/** The maximum width and precision. No line needs more; Python is limited only by memory. */
const MAX_LENGTH = 1_000_000

/**
 * Parses the format specification for a value of Python's type `str` or `int`, as CPython does
 * (Python/formatter_unicode.c, parse_internal_render_format_spec). Throws a FormatError.
 */
export function parseSpec(text: string, kind: 'str' | 'int'): Spec {
  const parts = SPEC.exec(text)?.groups ?? {}
  const { fill, align, sign = '', z, alternate, zero, width = '', grouping = '', rest = '' } = parts
  if (grouping && /^[,_]/.test(rest)) throw new FormatError("Cannot specify both ',' and '_'.")
  if (/^\.(?!\p{Nd})/u.test(rest)) throw new FormatError('Format specifier missing precision')
  const { precision, type } = /^(?:\.(?<precision>\p{Nd}+))?(?<type>.?)$/su.exec(rest)?.groups ?? {}
  if (type === undefined)
    throw new FormatError(`Invalid format specifier '${text}' for object of type '${kind}'`)
  const spec: Spec = {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (kind === 'str' ? '<' : zero ? '=' : '>'),
    sign,
    noNegativeZero: z !== '',
    alternate: alternate !== '',
    width: lengthOf(width),
    grouping,
    ...(precision !== undefined && { precision: lengthOf(precision) }),
    type: type || (kind === 'str' ? 's' : 'd'),
  }
  if (grouping && !'deEfFgG%'.includes(spec.type) && !(grouping === '_' && 'boxX'.includes(spec.type)))
    throw new FormatError(`Cannot specify '${grouping}' with '${spec.type}'.`)
  const types = kind === 'str' ? 's' : 'bcdoxXneEfFgG%'
  if (!types.includes(spec.type))
    throw new FormatError(`Unknown format code '${spec.type}' for object of type '${kind}'`)
  return spec
}

function lengthOf(digits: string): number {
  const length = Number(digitsInAscii(digits))
  if (length > MAX_LENGTH) throw new FormatError('Too many decimal digits in format string')
  return length
}

/** Pads text to the width, counted in code points. `prefix` is the sign and base of a number. */
export function padded(prefix: string, text: string, { fill, align, width }: Spec): string {
  const missing = Math.max(0, width - [...prefix, ...text].length)
  if (align === '=') return prefix + fill.repeat(missing) + text
  const left = align === '<' ? 0 : align === '^' ? Math.floor(missing / 2) : missing
  return fill.repeat(left) + prefix + text + fill.repeat(missing - left)
}
