import { SPACE } from './space.js'

/** Python rejects integers with more digits (sys.get_int_max_str_digits). */
const MAX_DIGITS = 4300

/**
 * Parses an integer like Python's `int`: with surrounding white space, a sign, underscores between digits, and digits
 * of any script. Returns undefined for anything else.
 */
export function parseWholeNumber(word: string): number | undefined {
  const ascii = /^[\0-\x7f]*$/.test(word) ? word : inAscii(word)
  const [, text = ''] = /^[\t-\r ]*([+-]?\d+(?:_\d+)*)[\t-\r ]*$/.exec(ascii) ?? []
  if (text === '') return undefined
  const digits = text.replaceAll('_', '')
  return digits.replace(/^[+-]/, '').length > MAX_DIGITS ? undefined : Number(digits)
}

/**
 * Converts digits and white space to ASCII. The information separators stay: `str.strip` treats them as white space,
 * but `int` does not.
 */
function inAscii(word: string): string {
  return digitsInAscii(word.replace(new RegExp(`(?![\\0-\\x7f])${SPACE}`, 'g'), ' '))
}

/** Converts the digits of all scripts to ASCII. */
export function digitsInAscii(text: string): string {
  return text.replace(/\p{Nd}/gu, digitValue)
}

/** In Unicode, the digits of a script are ten consecutive characters, and several such sets can be adjacent. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((code - first) % 10)
}
