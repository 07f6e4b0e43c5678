/*
 * The one place that decides which characters are hidden, and which marks are commands. Every writer of scanned text
 * uses it, each with its own kind of escape.
 */

/**
 * Characters that control a terminal, hide text or change its direction: Unicode's controls, its separators of lines and
 * paragraphs, what it calls default ignorable, the marks of annotations, and lone surrogates. Joiners and the first 16
 * variation selectors are none, because emoji and many scripts need them. A test compares the list with Unicode's
 * classes, which take longer to load.
 */
const HIDDEN = [
  String.raw`\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f`,
  String.raw`\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff`,
  String.raw`\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}`,
].join('')
/** In text of several lines, tabs and line ends are not hidden. */
const IN_TEXT = new RegExp(String.raw`[${HIDDEN}]|\r(?!\n)`, 'gu')
/** In text that must stay on its line, only tabs are not. */
const IN_LINE = new RegExp(String.raw`[${HIDDEN}\r\n]`, 'gu')

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

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The same for a text within a line: tabs and line ends have short escapes. */
export function visibleInLine(text: string): string {
  return printable(text.replace(/[\t\n\r]/g, character => SHORT[character] ?? character))
}

/** Python's escape of a character. */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}
