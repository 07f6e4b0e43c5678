import { resolvesToOther } from './resolver.js'

/*
 * Strings as PyYAML's safe_dump writes them (yaml/emitter.py): plain if possible, else in single quotes, else
 * in double quotes; folded at spaces once a line is longer than 80 characters.
 */

const WIDTH = 80
/** A key of this length or more is written after a question mark. PyYAML counts its tag, `!!str`, too. */
const LONG_KEY = 128 - '!!str'.length

/**
 * Writes a string with a space before it, starting at `column` characters into its line. Continuation lines are
 * indented by `indent`.
 */
export function scalar(text: string, column: number, indent: number): string {
  if (!isQuotable(text)) return ` ${doubleQuoted(text, column + 1, indent)}`
  if (isPlain(text)) return ` ${folded(text, column + 1, indent)}`
  return ` '${folded(text.replaceAll("'", "''"), column + 2, indent)}'`
}

/**
 * Writes a key that fits on one line. Returns undefined for text that cannot be a simple key: too long, or multi-line.
 */
export function simpleKey(text: string): string | undefined {
  if (text === '' || /[\n\x85\u2028\u2029]/.test(text) || [...text].length >= LONG_KEY) return undefined
  if (!isQuotable(text)) return doubleQuoted(text, 0, undefined)
  return isPlain(text) ? text : `'${text.replaceAll("'", "''")}'`
}

/** Whether text can go in single quotes: nothing to escape, no space before or after a line break. */
function isQuotable(text: string): boolean {
  return !/[^\n -~]| \n|\n /.test(text)
}

/** Whether text needs no quotes in a block, and is read as a string without them. */
function isPlain(text: string): boolean {
  return (
    !/^ | $|\n|^---|^\.\.\.|^[#,[\]{}&*!|>'"%@`]|^[?-](?: |$)|:(?: |$)| #/.test(text) &&
    !resolvesToOther(text)
  )
}

/** Folds plain or single-quoted text. A single space may become a line break; line breaks get an extra one. */
function folded(text: string, column: number, indent: number): string {
  if (column + text.length <= WIDTH && !text.includes('\n')) return text
  const margin = `\n${' '.repeat(indent)}`
  let out = ''
  let end = 0
  for (const [part] of text.matchAll(/ +|\n+|[^ \n]+/g)) {
    const start = end
    end += part.length
    if (part === ' ' && column > WIDTH && start > 0 && end < text.length) {
      out += margin
      column = indent
    } else if (part.startsWith('\n')) {
      out += part + margin
      column = indent
    } else {
      out += part
      column += part.length
    }
  }
  return out
}

/** Double-quoted text. Without an indent, it is not folded. */
function doubleQuoted(text: string, column: number, indent: number | undefined): string {
  let out = '"'
  column++
  /** Start of the ordinary characters not written yet. Just after an escape, it is greater than `at`. */
  let start = 0
  const write = (part: string) => {
    out += part
    column += part.length
  }
  for (let at = 0, size = 1; at <= text.length; at += size) {
    const code = text.codePointAt(at)
    size = code !== undefined && code > 0xffff ? 2 : 1
    if (code === undefined || code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) {
      if (start < at) write(text.slice(start, at))
      if (code !== undefined) write(escapeOf(code))
      start = at + size
    }
    const isLast = at + size >= text.length
    const unwritten = start > at ? -1 : at - start
    if (indent === undefined || at === 0 || isLast || (code !== 0x20 && unwritten > 0)) continue
    if (column + unwritten <= WIDTH) continue
    // A backslash ends the line; another one protects a space at the start of the next line.
    out += `${text.slice(start, at)}\\\n${' '.repeat(indent)}`
    column = indent
    start = Math.max(start, at)
    if (text[start] === ' ') write('\\')
  }
  return `${out}"`
}

const ESCAPES: Readonly<Record<number, string>> = {
  0: '0',
  7: 'a',
  8: 'b',
  9: 't',
  10: 'n',
  11: 'v',
  12: 'f',
  13: 'r',
  27: 'e',
  34: '"',
  92: '\\',
  133: 'N',
  160: '_',
  8232: 'L',
  8233: 'P',
}

function escapeOf(code: number): string {
  const short = ESCAPES[code]
  if (short) return `\\${short}`
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
