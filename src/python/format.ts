import { formatInteger } from './integer.js'
import { FormatError, padded, parseSpec, type Spec } from './spec.js'

/** Python's format() for a string or a non-negative integer. Throws a FormatError. */
export function format(value: string | number, spec: string): string {
  if (spec === '') return String(value)
  return typeof value === 'string'
    ? formatString(value, parseSpec(spec, 'str'))
    : formatInteger(value, parseSpec(spec, 'int'))
}

function formatString(value: string, spec: Spec): string {
  const where = 'not allowed in string format specifier'
  if (spec.sign) throw new FormatError(`${spec.sign === ' ' ? 'Space' : 'Sign'} ${where}`)
  if (spec.noNegativeZero) throw new FormatError(`Negative zero coercion (z) ${where}`)
  if (spec.alternate) throw new FormatError(`Alternate form (#) ${where}`)
  if (spec.align === '=') throw new FormatError(`'=' alignment ${where}`)
  const text = spec.precision === undefined ? value : [...value].slice(0, spec.precision).join('')
  return padded('', text, spec)
}
