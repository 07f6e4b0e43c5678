import { resolvesToOther } from './resolver.js'

/*
 * Strings as PyYAML's safe_dump writes them (yaml/emitter.py): plain where they can be, else in single
 * quotes, else in double quotes; folded at spaces once a line is longer than 80.
 */

const WIDTH = 80
/** A key at least this long stands alone after a question mark; its tag, `!!str`, counts. */
const LONG_KEY = 128 - '!!str'.length

/**
 * The text of a string that stands after `column` characters of its line, the space before it included.
 * Lines that follow begin at `indent`.
 */
export function scalar(text: string, column: number, indent: number): string {
  if (!isQuotable(text)) return ` ${doubleQuoted(text, column + 1, indent)}`
  if (isPlain(text)) return ` ${folded(text, column + 1, indent)}`
  return ` '${folded(text.replaceAll("'", "''"), column + 2, indent)}'`
}

/** A key that stands alone on its line; undefined for one that is too long or breaks, and is no simple key. */
export function simpleKey(text: string): string | undefined {
  if (text === '' || /[\n\x85\u2028\u2029]/.test(text) || [...text].length >= LONG_KEY) return undefined
  if (!isQuotable(text)) return doubleQuoted(text, 0, undefined)
  return isPlain(text) ? text : `'${text.replaceAll("'", "''")}'`
}

/** Whether single quotes can hold it: nothing to escape, no space before or after a break. */
function isQuotable(text: string): boolean {
  return !/[^\n -~]| \n|\n /.test(text)
}

/** Whether it needs no quotes in a block, and is read as a string without them. */
function isPlain(text: string): boolean {
  return (
    !/^ | $|\n|^---|^\.\.\.|^[#,[\]{}&*!|>'"%@`]|^[?-](?: |$)|:(?: |$)| #/.test(text) &&
    !resolvesToOther(text)
  )
}

/** Plain or single-quoted text. A single space may become a line break, a break becomes one more. */
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

/** Double-quoted text, in one line where there is no indent. */
function doubleQuoted(text: string, column: number, indent: number | undefined): string {
  let out = '"'
  column++
  /** Where the run of ordinary characters begins that is not written yet; just after an escape, ahead of `at`. */
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
    // A backslash ends the line; a second one keeps a space that begins the next.
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
