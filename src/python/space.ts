/**
 * A character class of Python's white space. JavaScript's `\s` lacks some control characters, and includes U+FEFF.
 */
export const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

const START = new RegExp(`^${SPACE}+`)
const SPACES = new RegExp(SPACE)

/** Python's `str.rstrip`. */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && SPACES.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Python's `str.strip`. */
export function strip(text: string): string {
  return stripEnd(text.replace(START, ''))
}
