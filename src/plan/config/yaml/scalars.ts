import { BLANKS, BREAKS, END, type Reader } from './reader.js'

/*
 * Scanning of scalars (PyYAML 6, lib/yaml/scanner.py).
 */

/** A text that a scanner found. */
export interface Text {
  text: string
  /** Whether a line break was taken after it, so that the next token may be a key. */
  tookBreak: boolean
}

/** Scans a scalar without quotes. Its continuation lines are indented by at least `indent`, unless it is in brackets. */
export function scanPlain(reader: Reader, indent: number, inFlow: boolean): Text {
  const ends = inFlow ? `${BLANKS},?[]{}` : BLANKS
  const endsKey = inFlow ? `${BLANKS},[]{}` : BLANKS
  const endsAt = (distance: number) =>
    reader.at(ends, distance) || (reader.peek(distance) === ':' && reader.at(endsKey, distance + 1))
  let text = ''
  let spaces = ''
  let tookBreak = false
  while (reader.peek() !== '#') {
    let length = 0
    while (!endsAt(length)) length++
    if (length === 0) break
    text += spaces + reader.take(length)
    const gap = scanGap(reader)
    tookBreak = gap.tookBreak
    spaces = gap.text
    if (spaces === '' || (!inFlow && reader.column < indent)) break
  }
  return { text, tookBreak }
}

/** Scans the blanks between the words of a plain scalar: a single line break is a space. Empty if the scalar ends. */
function scanGap(reader: Reader): Text {
  const spaces = reader.takeAll(' ')
  if (!reader.at(BREAKS)) return { text: spaces, tookBreak: false }
  const first = reader.takeBreak()
  let breaks = ''
  for (;;) {
    if (reader.column === 0 && reader.atMarker()) return { text: '', tookBreak: true }
    if (reader.takeAll(' ') === '' && !reader.at(BREAKS)) break
    breaks += reader.takeBreak()
  }
  return { text: folded(first, breaks), tookBreak: true }
}

/** Joins lines: a line feed is a space if no empty line follows. */
const folded = (first: string, breaks: string): string => (first === '\n' ? breaks || ' ' : first + breaks)

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

/** How many hexadecimal digits follow. */
const ESCAPED_CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Scans a scalar in quotes. */
export function scanQuoted(reader: Reader): string {
  const start = reader.place()
  const quote = reader.take(1)
  let text = ''
  for (;;) {
    text += reader.takeUntil(`'"\\${BLANKS}`)
    if (reader.peek() === END) throw reader.error('the quotes are not closed', start)
    if (reader.at(BLANKS)) text += scanQuotedBlanks(reader)
    else if (reader.peek() !== quote)
      text += quote === '"' && reader.peek() === '\\' ? scanEscape(reader) : reader.take(1)
    else if (quote === "'" && reader.peek(1) === "'") text += reader.take(2).slice(1)
    else break
  }
  reader.take(1)
  return text
}

function scanQuotedBlanks(reader: Reader): string {
  const spaces = reader.takeAll(' \t')
  if (!reader.at(BREAKS)) return spaces
  const first = reader.takeBreak()
  return folded(first, scanQuotedBreaks(reader))
}

/** Takes the empty lines after a line break, and the indentation of the next line. */
function scanQuotedBreaks(reader: Reader): string {
  let breaks = ''
  for (;;) {
    if (reader.atMarker()) throw reader.error('a document ends within quotes')
    reader.takeAll(' \t')
    if (!reader.at(BREAKS)) return breaks
    breaks += reader.takeBreak()
  }
}

function scanEscape(reader: Reader): string {
  const start = reader.place()
  reader.take(1)
  if (reader.at(BREAKS)) {
    reader.takeBreak()
    return scanQuotedBreaks(reader)
  }
  const letter = reader.take(1)
  const escaped = ESCAPES[letter]
  if (escaped !== undefined) return escaped
  const digits = reader.take(ESCAPED_CODES[letter] ?? 0)
  const code = Number.parseInt(digits, 16)
  const isCode = /^[0-9a-f]+$/i.test(digits) && digits.length === ESCAPED_CODES[letter]
  if (!isCode || code > 0x10ffff) throw reader.error(`unknown escape '\\${letter}${digits}'`, start)
  return String.fromCodePoint(code)
}

/** Scans a scalar after `|` or `>`. `outer` is the indentation of the collection around it. */
export function scanBlock(reader: Reader, outer: number): string {
  const isFolded = reader.take(1) === '>'
  const { chomping, increment } = scanBlockHeader(reader)
  scanRestOfLine(reader)
  const least = Math.max(outer + 1, 1)
  const { indent, breaks: leading } =
    increment === undefined ? scanBlockIndent(reader, least) : { indent: least + increment - 1, breaks: '' }
  let breaks = leading + scanBlockBreaks(reader, indent)
  let text = ''
  let lineBreak = ''
  while (reader.column === indent && reader.peek() !== END) {
    text += breaks
    const isText = !reader.at(' \t')
    text += reader.takeUntil(END + BREAKS)
    lineBreak = reader.takeBreak()
    breaks = scanBlockBreaks(reader, indent)
    if (reader.column !== indent || reader.peek() === END) break
    if (!(isFolded && lineBreak === '\n' && isText && !reader.at(' \t'))) text += lineBreak
    else if (breaks === '') text += ' '
  }
  if (chomping === '-') return text
  return text + lineBreak + (chomping === '+' ? breaks : '')
}

/** Scans the indicators of chomping and indentation, in any order. */
function scanBlockHeader(reader: Reader): { chomping: string; increment?: number } {
  const start = reader.place()
  const words = reader.takeUntil(BLANKS)
  const [, before = '', digit, after = ''] = /^([-+]?)([1-9]?)([-+]?)$/.exec(words) ?? []
  if (digit === undefined || (before && after) || !reader.at(` ${END}${BREAKS}`))
    throw reader.error('expected an indicator of chomping or indentation', start)
  return { chomping: before || after, ...(digit && { increment: Number(digit) }) }
}

/** Takes blanks and a comment up to the end of the line. */
export function scanRestOfLine(reader: Reader): void {
  reader.takeAll(' ')
  if (reader.peek() === '#') reader.takeUntil(END + BREAKS)
  if (!reader.at(END + BREAKS)) throw reader.error('expected a comment or a line break')
  reader.takeBreak()
}

/** Finds the indentation from the first line that is not empty. */
function scanBlockIndent(reader: Reader, least: number): { indent: number; breaks: string } {
  let breaks = ''
  let indent = least
  while (reader.at(` ${BREAKS}`)) {
    if (reader.peek() === ' ') reader.take(1)
    else breaks += reader.takeBreak()
    indent = Math.max(indent, reader.column)
  }
  return { indent, breaks }
}

/** Takes the empty lines before a line, and its indentation. */
function scanBlockBreaks(reader: Reader, indent: number): string {
  let breaks = ''
  for (;;) {
    while (reader.column < indent && reader.peek() === ' ') reader.take(1)
    if (!reader.at(BREAKS)) return breaks
    breaks += reader.takeBreak()
  }
}
