import type { Finding } from '../../../report/finding.js'
import { numberedLines } from '../../excerpt-lines.js'
import { isPlain, type ShownLine, shownLine } from './cells.js'
import type { Paint } from './paint.js'
import { type Cells, type Window, windowOf } from './window.js'

/** How many lines of context are shown on each side. */
const CONTEXT = 2
/** Ranges of more lines are cut in the middle. */
const MAX_LINES = 8
/** How many of their first and last lines are shown. */
const HEAD = 4
const TAIL = 2
/** Lines that are longer than this many UTF-16 units for each cell are cut before they are measured. */
const REACH = 16
/** The least room for code, however narrow the terminal is. */
const MIN_ROOM = 16

interface Line {
  number: number
  text: string
}

/** The lines of code of a finding, with its range underlined. */
export interface Frame {
  /** How many digits the line numbers have. */
  digits: number
  text: string
}

/** Draws the code of a finding, in lines of at most `width` cells. */
export function frameOf(finding: Finding, width: number, paint: Paint): Frame {
  const range = rangeOf(finding)
  const lines = withoutBlankEdges(
    numberedLines(finding.code)
      .filter(({ number }) => number >= range.firstLine - CONTEXT && number <= range.lastLine + CONTEXT)
      .map(({ number, text }) => ({ number, text: text.replace(/\r$/, '') })),
    range,
  )
  const digits = String(lines.at(-1)?.number ?? finding.start.line).length
  if (lines.length === 0) return { digits, text: '' }
  const isBlock = range.lastLine > range.firstLine
  const room = Math.max(width - digits - (isBlock ? 5 : 3), MIN_ROOM)
  const draw = new Drawing(digits, paint, finding)
  draw.empty()
  if (isBlock) drawBlock(draw, lines, range, finding.line, room)
  else drawLine(draw, lines, range, room)
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

function withoutBlankEdges(lines: Line[], { firstLine, lastLine }: Range): Line[] {
  const isShown = ({ number, text }: Line) =>
    (number >= firstLine && number <= lastLine) || text.trim() !== ''
  const first = lines.findIndex(isShown)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isShown) + 1)
}

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
function drawLine(draw: Drawing, lines: readonly Line[], range: Range, room: number): void {
  const shown = lines.map(line => ({ ...line, ...measured(line, range, room) }))
  const indent = indentOf(shown, room)
  for (const { number, line, cells } of shown) {
    const { text, from, to } = windowOf(line, cells, room, indent)
    draw.code(number, '', text)
    if (number === range.firstLine) draw.marks(' '.repeat(from), '^'.repeat(Math.max(to - from, 1)))
  }
}

/** A range of several lines, with a bracket on the left. */
function drawBlock(draw: Drawing, lines: readonly Line[], range: Range, place: number, room: number): void {
  const { firstLine, lastLine } = range
  const shown = lines
    .filter(({ number }) => !isLeftOut(number, range, place))
    .map(line => ({ ...line, ...measured(line, range, room) }))
  const indent = indentOf(shown, room)
  let previous = firstLine - 1
  for (const { number, text: code, line, cells } of shown) {
    const isInside = number >= firstLine && number <= lastLine
    if (isInside && number > previous + 1) draw.gap()
    const view = windowOf(line, cells, room, indent)
    if (number === firstLine) {
      const startsLine = code.slice(0, range.startIndex).trim() === ''
      draw.code(number, startsLine ? '/ ' : '  ', view.text)
      if (!startsLine) draw.marks(' ', `${'_'.repeat(view.from + 1)}^`)
    } else draw.code(number, isInside ? '| ' : '  ', view.text)
    if (number === lastLine) draw.marks('', `|${'_'.repeat(lastCell(view) + 1)}^`)
    if (isInside) previous = number
  }
  if (previous < lastLine) draw.gap()
}

const lastCell = ({ to }: Window) => Math.max(to - 1, 0)

/** Whether a line is cut out of a long range. The line that the rule names always stays. */
function isLeftOut(number: number, { firstLine, lastLine }: Range, place: number): boolean {
  if (lastLine - firstLine < MAX_LINES || number === place) return false
  return number >= firstLine + HEAD && number <= lastLine - TAIL
}

/** Measures a line, or as much of it as can be shown, and the part of the range that is in it. */
function measured({ number, text }: Line, range: Range, room: number): { line: ShownLine; cells: Cells } {
  const from = number === range.firstLine ? range.startIndex : 0
  const to = number === range.lastLine ? range.endIndex : text.length
  const isBlockEnd = number === range.lastLine && number > range.firstLine
  const skipped = isPlain(text) ? 0 : Math.max(0, (isBlockEnd ? to : from) - REACH * room)
  const line = shownLine(isPlain(text) ? text : text.slice(skipped, skipped + 2 * REACH * room))
  const start = line.cellAt(Math.max(from - skipped, 0))
  // The marks of a block are at its start and at its end.
  if (number < range.firstLine || number > range.lastLine) return { line, cells: { from: 0, to: 0 } }
  const end = Math.max(line.cellAfter(to - skipped), start + 1)
  if (isBlockEnd) return { line, cells: { from: end - 1, to: end } }
  return { line, cells: { from: start, to: number < range.lastLine ? start + 1 : end } }
}

/** The blank cells that all lines start with, if some line does not fit. */
function indentOf(lines: readonly { text: string; line: ShownLine }[], room: number): number {
  if (lines.every(({ line }) => line.width <= room)) return 0
  const indents = lines
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, line }) => line.cellAt(/^[ \t]*/.exec(text)?.[0].length ?? 0))
  return indents.length > 0 ? Math.min(...indents) : 0
}
