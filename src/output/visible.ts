/** Characters that control a terminal, hide text or change its direction. Line feeds, line ends and tabs are none. */
const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|\r(?!\n)/gu

/** Replaces characters that control a terminal, hide text or change its direction by Python's escapes. */
export function visible(text: string): string {
  return text.replace(HIDDEN, character => escapeOf(character.charCodeAt(0)))
}

/** Line breaks and tabs, and the marks of commands that CI systems obey anywhere in a line of a log. */
const IN_LINE = /[\t\n\r]|#(?=#(?:vso)?\[)/g

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '#': '\\x23' }

/** Does the same for a text that must stay in one line, even in the log of a CI system. */
export function visibleInLine(text: string): string {
  return visible(text.replace(IN_LINE, character => SHORT[character] ?? character))
}

/** Returns Python's escape of a code point. */
export function escapeOf(point: number): string {
  const digits = point.toString(16)
  if (point < 0x100) return `\\x${digits.padStart(2, '0')}`
  return point < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}
