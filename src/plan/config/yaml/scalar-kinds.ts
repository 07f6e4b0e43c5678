import type { ContentError } from '../../../errors.js'
import { strip } from '../../../python/space.js'

/*
 * How PyYAML's safe loader reads scalars (PyYAML 6, lib/yaml/resolver.py and constructor.py). It differs from YAML 1.1:
 * there, `y` is a boolean, and `1e3` and `._1` are numbers.
 */

/** What the tags of YAML itself begin with. `!!` stands for it. */
export const YAML_TAG = 'tag:yaml.org,2002:'

interface Kind {
  /** Matches plain scalars of this kind. */
  plain?: RegExp
  /** Returns the value, or undefined for invalid text, which a scalar with a tag may have. */
  read: (text: string) => unknown
}

const KINDS: Readonly<Record<string, Kind>> = {
  null: { plain: /^(~|null|Null|NULL|)$/, read: () => null },
  bool: {
    plain: /^(yes|no|true|false|on|off|Yes|No|True|False|On|Off|YES|NO|TRUE|FALSE|ON|OFF)$/,
    read: text => (/^(yes|true|on)$/i.test(text) ? true : /^(no|false|off)$/i.test(text) ? false : undefined),
  },
  float: {
    plain:
      /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
    read: readFloat,
  },
  int: {
    plain: /^[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
    read: readInteger,
  },
  timestamp: {
    plain:
      /^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?)$/,
    read: readTimestamp,
  },
  // PyYAML has no value for these. Keys with these tags are handled before.
  merge: { plain: /^<<$/, read: () => undefined },
  value: { plain: /^=$/, read: () => undefined },
  binary: { read: readBinary },
  str: { read: text => text },
}

const NAMES = Object.keys(KINDS)

/** Returns the tag of a plain scalar without a tag. */
export function tagOfPlain(text: string): string {
  return YAML_TAG + (NAMES.find(name => KINDS[name]?.plain?.test(text)) ?? 'str')
}

/** Returns the value of a scalar. Throws an error made by `errorOf` for an unknown tag, or text that does not suit it. */
export function readScalar(tag: string, text: string, errorOf: (message: string) => ContentError): unknown {
  const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : ''
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (!kind) throw errorOf(`unknown tag ${tag}`)
  const value = kind.read(text)
  if (value === undefined) throw errorOf(`${JSON.stringify(text)} is not a valid ${name}`)
  return value
}

function readInteger(text: string): number | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '')) ?? []
  const value = digits.includes(':') && !/^0/.test(digits) ? sexagesimal(digits, decimal) : unsigned(digits)
  // Python's integers have no negative zero.
  return value ? signed(sign, value) : value
}

function unsigned(digits: string): number | undefined {
  if (/^0[bx]/.test(digits)) return /^0(b[01]+|x[0-9a-fA-F]+)$/.test(digits) ? Number(digits) : undefined
  if (digits.startsWith('0')) return /^0[0-7]*$/.test(digits) ? Number(`0o${digits}`) : undefined
  return decimal(digits)
}

/** Python's int(): blanks around the digits do not count. */
function decimal(text: string): number | undefined {
  const word = strip(text)
  return /^[-+]?[0-9]+$/.test(word) ? Number(word) : undefined
}

function readFloat(text: string): number | undefined {
  const lower = text.replaceAll('_', '').toLowerCase()
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(lower) ?? []
  if (rest === '.inf') return signed(sign, Number.POSITIVE_INFINITY)
  if (rest === '.nan') return Number.NaN
  const value = rest.includes(':') ? sexagesimal(rest, real) : real(rest)
  return value === undefined ? undefined : signed(sign, value)
}

/** Python's float(), of text in lower case. */
function real(text: string): number | undefined {
  const word = strip(text)
  const [, sign = '', name] = /^([-+]?)(inf|infinity|nan)$/.exec(word) ?? []
  if (name) return signed(sign, name === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY)
  return /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/.test(word) ? Number(word) : undefined
}

const signed = (sign: string, value: number): number => (sign === '-' ? -value : value)

function sexagesimal(text: string, read: (part: string) => number | undefined): number | undefined {
  let sum = 0
  for (const part of text.split(':')) {
    const value = read(part)
    if (value === undefined) return undefined
    sum = sum * 60 + value
  }
  return sum
}

/** A date, with or without a time. Python has no months, hours and so on out of range. */
function readTimestamp(text: string): Date | undefined {
  const match =
    /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+]([0-9]{1,2})(?::([0-9]{2}))?))?)?$/.exec(
      text,
    )
  if (!match) return undefined
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0, zoneMinute = 0] =
    match.map(part => Number(part ?? 0))
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const isValid = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isValid && hour < 24 && minute < 60 && second < 60 && zone * 60 + zoneMinute < 24 * 60
    ? date
    : undefined
}

/** Python's base64.decodebytes: ignores characters outside the alphabet, but not an incomplete group. */
function readBinary(text: string): Uint8Array | undefined {
  if (/[^\0-\x7f]/.test(text)) return undefined
  const [data = ''] = text.replace(/[^A-Za-z0-9+/=]/g, '').split(/={2}|(?<=^(?:.{4})*.{3})=/s)
  const bytes = data.replaceAll('=', '')
  const padding = text.replace(/[^=]/g, '').length
  const left = bytes.length % 4
  return left === 0 || (left === 2 && padding >= 2) || (left === 3 && padding >= 1)
    ? Buffer.from(bytes, 'base64')
    : undefined
}
