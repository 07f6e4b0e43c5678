import { strip } from './space.js'

/** Digits of more than this many places are refused (sys.get_int_max_str_digits). */
const MAX_DIGITS = 4300

/**
 * What Python's `int` reads: white space around, a sign, underscores between digits, and digits of every
 * script. Undefined for anything else.
 */
export function parseWholeNumber(word: string): number | undefined {
  const text = strip(word)
  const ascii = /^[\0-\x7f]*$/.test(text) ? text : text.replace(/\p{Nd}/gu, worth)
  if (!/^[+-]?\d+(_\d+)*$/.test(ascii)) return undefined
  const digits = ascii.replaceAll('_', '')
  return digits.replace(/^[+-]/, '').length > MAX_DIGITS ? undefined : Number(digits)
}

/** Digits stand ten by ten from their zero on, in Unicode; sets of them may follow one another. */
function worth(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--
  return String((code - first) % 10)
}
