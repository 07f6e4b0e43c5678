import { SPACE } from './space.js'

/** Digits of more than this many places are refused (sys.get_int_max_str_digits). */
const MAX_DIGITS = 4300

/**
 * What Python's `int` reads: white space around, a sign, underscores between digits, and digits of every
 * script. Undefined for anything else.
 */
export function parseWholeNumber(word: string): number | undefined {
  const ascii = /^[\0-\x7f]*$/.test(word) ? word : inAscii(word)
  const [, text = ''] = /^[\t-\r ]*([+-]?\d+(?:_\d+)*)[\t-\r ]*$/.exec(ascii) ?? []
  if (text === '') return undefined
  const digits = text.replaceAll('_', '')
  return digits.replace(/^[+-]/, '').length > MAX_DIGITS ? undefined : Number(digits)
}

/** The information separators are white space to `str.strip`, and not here. */
function inAscii(word: string): string {
  return word.replace(new RegExp(`(?![\\0-\\x7f])${SPACE}`, 'g'), ' ').replace(/\p{Nd}/gu, worth)
}

/** Digits stand ten by ten from their zero on, in Unicode; sets of them may follow one another. */
function worth(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((code - first) % 10)
}
