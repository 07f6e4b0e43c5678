import { FormatError, padded, type Spec } from './spec.js'

const BASES: Readonly<Record<string, { radix: number; prefix: string }>> = {
  b: { radix: 2, prefix: '0b' },
  o: { radix: 8, prefix: '0o' },
  x: { radix: 16, prefix: '0x' },
  X: { radix: 16, prefix: '0X' },
}

/** Python's format() for a non-negative integer. Throws a FormatError. */
export function formatInteger(value: number, spec: Spec): string {
  const sign = spec.sign === '-' ? '' : spec.sign
  if ('eEfFgG%'.includes(spec.type)) {
    const { whole, rest } = asFloat(value, spec)
    return assembled(sign, whole, rest, spec, 3)
  }
  const where = 'not allowed in integer format specifier'
  if (spec.precision !== undefined) throw new FormatError(`Precision ${where}`)
  if (spec.noNegativeZero) throw new FormatError(`Negative zero coercion (z) ${where}`)
  if (spec.type === 'c') {
    if (spec.sign) throw new FormatError("Sign not allowed with integer format specifier 'c'")
    if (spec.alternate)
      throw new FormatError("Alternate form (#) not allowed with integer format specifier 'c'")
    if (value > 0x10ffff) throw new FormatError('%c arg not in range(0x110000)')
    return padded('', String.fromCodePoint(value), spec)
  }
  const base = BASES[spec.type]
  if (!base) return assembled(sign, String(value), '', spec, 3)
  const digits = value.toString(base.radix)
  const prefix = spec.alternate ? base.prefix : ''
  return assembled(sign + prefix, spec.type === 'X' ? digits.toUpperCase() : digits, '', spec, 4)
}

/** Groups the digits and pads the result. Zeros that pad grouped digits are grouped, too. */
function assembled(prefix: string, whole: string, rest: string, spec: Spec, size: 3 | 4): string {
  const { grouping, fill, align, width } = spec
  if (!grouping) return padded(prefix, whole + rest, spec)
  const boundary = size === 3 ? /\B(?=(?:.{3})+$)/g : /\B(?=(?:.{4})+$)/g
  let digits = whole
  const text = () => digits.replace(boundary, grouping) + rest
  while (fill === '0' && align === '=' && prefix.length + text().length < width) digits = `0${digits}`
  return padded(prefix, text(), spec)
}

/** An integer in the notation of e, f, g or %, split at the decimal point. */
function asFloat(value: number, spec: Spec): { whole: string; rest: string } {
  const { type, alternate, precision = 6 } = spec
  const fraction = (digits: string) => (digits || alternate ? `.${digits}` : '')
  if (type === '%') return { whole: String(value * 100), rest: `${fraction('0'.repeat(precision))}%` }
  if (type === 'f' || type === 'F') return { whole: String(value), rest: fraction('0'.repeat(precision)) }

  const general = type === 'g' || type === 'G'
  const count = general ? Math.max(precision, 1) : precision + 1
  const { digits, exponent } = rounded(String(value), count)
  const tail = (from: number) =>
    fraction(general && !alternate ? digits.slice(from).replace(/0+$/, '') : digits.slice(from))
  if (general && exponent < count) return { whole: String(value), rest: tail(exponent + 1) }
  const letter = type === 'e' || type === 'g' ? 'e' : 'E'
  return {
    whole: digits.charAt(0),
    rest: `${tail(1)}${letter}+${String(exponent).padStart(2, '0')}`,
  }
}

/** Rounds a number to `count` digits, half to even. Returns the digits, and the power of ten of the first one. */
function rounded(digits: string, count: number): { digits: string; exponent: number } {
  const exponent = digits.length - 1
  if (digits.length <= count) return { digits: digits.padEnd(count, '0'), exponent }
  const head = BigInt(digits.slice(0, count))
  const tail = digits.slice(count)
  const half = '5'.padEnd(tail.length, '0')
  const up = tail > half || (tail === half && head % 2n === 1n)
  const result = String(up ? head + 1n : head)
  return result.length > count
    ? { digits: result.slice(0, count), exponent: exponent + 1 }
    : { digits: result, exponent }
}
