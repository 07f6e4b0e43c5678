import type { Finding } from '../../../report/finding.js'
import { type NumberedLine, numberedLines } from '../../excerpt-lines.js'
import { isPlain, type ShownLine, shownLine } from './cells.js'
import type { Paint } from './paint.js'
import { type Cells, windowOf } from './window.js'

/** How many lines of context are shown on each side. */
const CONTEXT = 2
/** Ranges of more lines are cut in the middle. */
const MAX_LINES = 8
/** How many of their first and last lines are shown. */
const HEAD = 4
const TAIL = 2
/** How many UTF-16 units of a very long line are measured on each side of the range, for each cell that can be shown. */
const REACH = 16
/** The least room for code, however narrow the terminal is. */
const MIN_ROOM = 16

/** The lines of code of a finding, with its range underlined. */
export interface Frame {
  /** How many digits the line numbers have. */
  digits: number
  text: string
}

/** Draws the code of a finding, in lines of at most `width` cells. */
export function frameOf(finding: Finding, width: number, paint: Paint): Frame {
  const range = rangeOf(finding)
  const lines = shownLines(finding, range)
  const digits = String(lines.at(-1)?.number ?? finding.start.line).length
  if (lines.length === 0) return { digits, text: '' }
  const isBlock = range.lastLine > range.firstLine
  const room = Math.max(width - digits - (isBlock ? 5 : 3), MIN_ROOM)
  const rows = lines.map(({ number, text }) => measured(number, text, range, room))
  const draw = new Drawing(digits, paint, finding)
  draw.empty()
  if (isBlock) drawBlock(draw, rows, range, room)
  else drawLine(draw, rows, range, room)
  draw.empty()
  return { digits, text: draw.text }
}

/** A range of code. Indexes are UTF-16 units, and the last one is not part of it. */
interface Range {
  firstLine: number
  startIndex: number
  lastLine: number
  endIndex: number
}

function rangeOf({ start, end }: Finding): Range {
  const range = {
    firstLine: start.line,
    startIndex: start.column - 1,
    lastLine: end.line,
    endIndex: end.column - 1,
  }
  // A range that ends with a newline ends on the line before.
  if (end.line > start.line && end.column === 1)
    return { ...range, lastLine: end.line - 1, endIndex: Number.POSITIVE_INFINITY }
  return range
}

/** The lines to show: those of the range, and context that is not blank at its ends. */
function shownLines({ code, line }: Finding, range: Range): NumberedLine[] {
  const { firstLine, lastLine } = range
  const lines = numberedLines(code)
  const isShown = ({ number, text }: NumberedLine) =>
    number >= firstLine - CONTEXT &&
    number <= lastLine + CONTEXT &&
    ((number >= firstLine && number <= lastLine) || text.trim() !== '')
  const first = lines.findIndex(isShown)
  const end = lines.findLastIndex(isShown) + 1
  return first < 0 ? [] : lines.slice(first, end).filter(({ number }) => !isLeftOut(number, range, line))
}

/** Whether a line is cut out of a long range. The line that the rule names always stays, and no gap is just one line. */
function isLeftOut(number: number, { firstLine, lastLine }: Range, named: number): boolean {
  if (lastLine - firstLine < MAX_LINES) return false
  const isInGap = (line: number) => line !== named && line >= firstLine + HEAD && line <= lastLine - TAIL
  return isInGap(number) && (isInGap(number - 1) || isInGap(number + 1))
}

/** A line of code that was measured. */
interface Row {
  number: number
  text: string
  line: ShownLine
  /** The cells that must be visible. */
  cells: Cells
}

/** Measures a line, or as much of it as can be shown, and the part of the range that is in it. */
function measured(number: number, code: string, range: Range, room: number): Row {
  const text = code.endsWith('\r') ? code.slice(0, -1) : code
  const { firstLine, startIndex, lastLine, endIndex } = range
  const isFirst = number === firstLine
  const isLast = number === lastLine
  // Of a range of several lines, the marks are at the start and at the end.
  const index = isFirst ? startIndex : isLast ? endIndex : 0
  const reach = REACH * room
  const isLong = text.length > 2 * reach && !isPlain(text)
  const skipped = isLong ? Math.max(0, Math.min(index, text.length) - reach) : 0
  const line = shownLine(isLong ? text.slice(skipped, skipped + 2 * reach) : text)
  if (!isFirst && !isLast) return { number, text, line, cells: NOWHERE }
  if (!isFirst) {
    const to = Math.max(line.cellAfter(endIndex - skipped), 1)
    return { number, text, line, cells: { from: to - 1, to } }
  }
  const from = line.cellAt(startIndex - skipped)
  const to = isLast ? Math.max(line.cellAfter(endIndex - skipped), from + 1) : from + 1
  return { number, text, line, cells: { from, to } }
}

const NOWHERE: Cells = { from: 0, to: 0 }

/** The rows of a frame. */
class Drawing {
  text = ''
  readonly #digits: number
  readonly #paint: Paint
  readonly #finding: Finding

  constructor(digits: number, paint: Paint, finding: Finding) {
    this.#digits = digits
    this.#paint = paint
    this.#finding = finding
  }

  /** A row without code. */
  empty(): void {
    this.text += `${this.#paint.as('frame', `${' '.repeat(this.#digits)} |`)}\n`
  }

  /** A line of code. */
  code(number: number, bracket: string, code: string): void {
    const gutter = this.#paint.as('frame', `${String(number).padStart(this.#digits)} |`)
    const row = `${bracket && this.#mark(bracket)}${code}`.trimEnd()
    this.text += row === '' ? `${gutter}\n` : `${gutter} ${row}\n`
  }

  /** A row of marks. */
  marks(indent: string, marks: string): void {
    const gutter = this.#paint.as('frame', `${' '.repeat(this.#digits)} |`)
    this.text += `${gutter} ${indent}${this.#mark(marks)}\n`
  }

  /** Lines that are left out. */
  gap(): void {
    this.text += `${this.#paint.as('frame', '...')}${' '.repeat(this.#digits)}${this.#mark('|')}\n`
  }

  #mark(marks: string): string {
    return marks.trim() === '' ? marks : this.#paint.as(this.#finding.severity, marks)
  }
}

/** A range within one line. */
function drawLine(draw: Drawing, rows: readonly Row[], range: Range, room: number): void {
  const indent = indentOf(rows, room)
  for (const { number, line, cells } of rows) {
    const { text, from, to } = windowOf(line, cells, room, indent)
    draw.code(number, '', text)
    if (number === range.firstLine) draw.marks(' '.repeat(from), '^'.repeat(Math.max(to - from, 1)))
  }
}

/** A range of several lines, with a bracket on the left. */
function drawBlock(draw: Drawing, rows: readonly Row[], range: Range, room: number): void {
  const { firstLine, startIndex, lastLine } = range
  const indent = indentOf(rows, room)
  let previous = firstLine - 1
  for (const { number, text, line, cells } of rows) {
    const isInside = number >= firstLine && number <= lastLine
    if (number > previous + 1 && previous < lastLine) draw.gap()
    if (number >= firstLine) previous = number
    const view = windowOf(line, cells, room, indent)
    const startsLine = number === firstLine && text.slice(0, startIndex).trim() === ''
    draw.code(number, startsLine ? '/ ' : isInside && number > firstLine ? '| ' : '  ', view.text)
    if (number === firstLine && !startsLine) draw.marks(' ', `${'_'.repeat(view.from + 1)}^`)
    if (number === lastLine) draw.marks('', `|${'_'.repeat(view.from + 1)}^`)
  }
  if (previous < lastLine) draw.gap()
}

/** The blank cells that all lines start with, if some line does not fit. */
function indentOf(rows: readonly Row[], room: number): number {
  if (rows.every(({ line }) => line.width <= room)) return 0
  const indents = rows
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, line }) => line.cellAt(/^[ \t]*/.exec(text)?.[0].length ?? 0))
  return indents.length > 0 ? Math.min(...indents) : 0
}
