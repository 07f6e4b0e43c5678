/*
 * The one place that decides which characters are hidden, and which marks are commands. Every writer of scanned text
 * uses it, each with its own kind of escape.
 */

/**
 * Characters that control a terminal, hide text or change its direction: Unicode's controls, its separators of lines and
 * paragraphs, what it calls default ignorable, the marks of annotations, and lone surrogates. Joiners and the first 16
 * variation selectors are none, because emoji and many scripts need them. A test compares the list with Unicode's
 * classes, which take longer to load. Each pair is the first and the last code point of a range, in order.
 */
export const HIDDEN: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
]
const CLASS = HIDDEN.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')
/** In text of several lines, tabs and line ends are not hidden. */
const IN_TEXT = new RegExp(String.raw`[${CLASS}]|\r(?!\n)`, 'gu')
/** In text that must stay on its line, only tabs are not. */
const IN_LINE = new RegExp(String.raw`[${CLASS}\r\n]`, 'gu')

/** Text without hidden characters, which most text is. This test is much faster than the others. */
const PLAIN = /^[\t\n\x20-\x7e]*$/

/** Replaces each hidden character by what `escaped` returns for it: Python's escape, such as `\x1b`, by default. */
export function visible(text: string, escaped = escapeOf): string {
  return PLAIN.test(text) ? text : text.replace(IN_TEXT, escaped)
}

/** Replaces hidden characters and line ends by Python's escapes. */
export function visibleLine(text: string): string {
  return text.replace(IN_LINE, escapeOf)
}

/**
 * Marks of commands, which programs that run builds take from their output: `##[error]`, `##vso[...]`, `##teamcity[...]`
 * anywhere in a line, and `::error::` at its start. Some compare as people read, and pass over characters that are not ASCII.
 */
const COMMAND = /#(?=[^\0-\x7f]*#)|:(?=[^\0-\x7f]*:)(?<=^[^!-~]*:)/gm

/** Replaces the first character of each mark of a command by what `escaped` returns for it. */
export function withoutCommands(text: string, escaped = escapeOf): string {
  if (PLAIN.test(text) && !text.includes('##') && !text.includes('::')) return text
  return text.replace(COMMAND, escaped)
}

/** A message that stays on its line in a log, and gives no command to what reads the log. */
export function printable(message: string): string {
  return withoutCommands(visibleLine(message))
}

/** A line of most text. */
const PLAIN_LINE = /^[\x20-\x7e]*$/

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The same for a text within a line: tabs and line ends have short escapes. */
export function visibleInLine(text: string): string {
  if (PLAIN_LINE.test(text) && !text.includes('##') && !text.includes('::')) return text
  return printable(text.replace(/[\t\n\r]/g, character => SHORT[character] ?? character))
}

/** Python's escape of a character. */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}
