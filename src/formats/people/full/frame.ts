import { visibleInLine } from '../../../output/visible.js'
import { cellPart } from '../../../report/cell.js'
import type { Finding } from '../../../report/finding.js'
import { type NumberedLine, numberedLines } from '../../excerpt-lines.js'
import { cellsOf, isPlain, type ShownLine, shownLine } from './cells.js'
import type { Paint } from './paint.js'
import { type MarkedLine, type MarkedLines, withSteps } from './step-lines.js'
import { type Cells, windowOf } from './window.js'
import { wrap } from './wrap.js'

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

/** Draws the code of a finding and the steps to it, in lines of at most `width` cells. */
export function frameOf(finding: Finding, width: number, paint: Paint): Frame {
  const range = rangeOf(finding)
  const [own, ...others] = withSteps(finding, shownLines(finding, range)) as [MarkedLines, ...MarkedLines[]]
  const numbers = [own, ...others].flatMap(({ lines }) => lines.at(-1)?.number ?? finding.start.line)
  const digits = String(Math.max(...numbers)).length
  const draw = new Drawing(digits, paint, finding)
  const isBlock = range.lastLine > range.firstLine
  const room = Math.max(width - digits - (isBlock ? 5 : 3), MIN_ROOM)
  const rowsOf = (lines: readonly MarkedLine[], shown: Range) =>
    lines.map(line => measured(line, shown, room))
  if (own.lines.length > 0) {
    draw.empty()
    drawRows(draw, rowsOf(own.lines, range), range, room)
    draw.empty()
  }
  for (const { cell, lines } of others) {
    draw.place(cell, lines[0]?.number ?? 0)
    drawRows(draw, rowsOf(lines, ELSEWHERE), ELSEWHERE, room)
    draw.empty()
  }
  return { digits, text: draw.text }
}

/** A range of code. Indexes are UTF-16 units, and the last one is not part of it. */
interface Range {
  firstLine: number
  startIndex: number
  lastLine: number
  endIndex: number
}

/** The range in lines that have none of it. */
const ELSEWHERE: Range = { firstLine: 0, startIndex: 0, lastLine: 0, endIndex: 0 }

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
  /** The cells of its steps, and what happens there. */
  steps: Cells[]
  labels: string[]
}

/** Measures a line, or as much of it as can be shown, the part of the range that is in it, and its steps. */
function measured(marked: MarkedLine, range: Range, room: number): Row {
  const { number } = marked
  const text = marked.text.endsWith('\r') ? marked.text.slice(0, -1) : marked.text
  const { firstLine, startIndex, lastLine, endIndex } = range
  const isFirst = number === firstLine
  const isLast = number === lastLine
  // Of a range of several lines, the marks are at the start and at the end.
  const index = isFirst ? startIndex : isLast ? endIndex : (marked.steps[0]?.startIndex ?? 0)
  const reach = REACH * room
  const isLong = text.length > 2 * reach && !isPlain(text)
  const skipped = isLong ? Math.max(0, Math.min(index, text.length) - reach) : 0
  const line = shownLine(isLong ? text.slice(skipped, skipped + 2 * reach) : text)
  const cellsBetween = (start: number, end: number): Cells => {
    const from = line.cellAt(Math.max(start - skipped, 0))
    return { from, to: Math.max(line.cellAfter(Math.max(end - skipped, 0)), from + 1) }
  }
  const steps = marked.steps.map(step => cellsBetween(step.startIndex, step.endIndex))
  const labels = [...new Set(marked.steps.map(({ label }) => label))]
  const row = { number, text, line, steps, labels }
  if (!isFirst && !isLast) return { ...row, cells: visibleOf(steps, room) }
  if (!isFirst) {
    const to = Math.max(line.cellAfter(endIndex - skipped), 1)
    return { ...row, cells: { from: to - 1, to } }
  }
  const from = line.cellAt(startIndex - skipped)
  const to = isLast ? Math.max(line.cellAfter(endIndex - skipped), from + 1) : from + 1
  return { ...row, cells: { from, to } }
}

/** The cells of steps that must be visible: all of them if they fit, or else those of the first step. */
function visibleOf(steps: readonly Cells[], room: number): Cells {
  const all = around(steps)
  return all.to - all.from > room - 2 ? (steps[0] ?? all) : all
}

/** The cells from the first to the last of these. */
function around(all: readonly Cells[]): Cells {
  if (all.length === 0) return { from: 0, to: 0 }
  return { from: Math.min(...all.map(({ from }) => from)), to: Math.max(...all.map(({ to }) => to)) }
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

  /** What the finding itself is called, if it has steps. */
  get ownLabel(): string {
    return this.#finding.hasSteps ? 'sink' : ''
  }

  /** A row without code. */
  empty(): void {
    this.text += `${this.#gutter()}\n`
  }

  /** Where the lines are that follow, if that is another cell. */
  place(cell: number, line: number): void {
    const file = visibleInLine(this.#finding.file)
    const marks = this.#paint.as('frame', `${' '.repeat(this.#digits)}:::`)
    this.text += `${marks} ${file}:${cellPart(cell)}${line}\n`
    this.empty()
  }

  /** A line of code. */
  code(number: number, bracket: string, code: string): void {
    const gutter = this.#paint.as('frame', `${String(number).padStart(this.#digits)} |`)
    const row = `${bracket && this.#own(bracket)}${code}`.trimEnd()
    this.text += row === '' ? `${gutter}\n` : `${gutter} ${row}\n`
  }

  /** A row of marks of the finding itself, which may have a label. */
  marks(indent: string, marks: string, label = ''): void {
    const text = label === '' ? marks : `${marks} ${label}`
    this.text += `${this.#gutter()} ${indent}${this.#own(text)}\n`
  }

  /** A row of marks of steps and of the finding itself, then what they are. The smaller marks are above the larger ones. */
  steps(
    bracket: string,
    steps: readonly Cells[],
    own: Cells | undefined,
    labels: readonly string[],
    room: number,
  ): void {
    const size = ({ from, to }: Cells) => to - from
    const all = [
      ...steps.map(cells => ({ ...cells, isOwn: false })),
      ...(own ? [{ ...own, isOwn: true }] : []),
    ]
    const { from: first, to: end } = around(all)
    const cells = Array.from<boolean | undefined>({ length: end })
    for (const { from, to, isOwn } of all.sort((a, b) => size(b) - size(a))) cells.fill(isOwn, from, to)
    let marks = ''
    for (let at = 0, next = 0; at < end; at = next) {
      while (next < end && cells[next] === cells[at]) next++
      marks += this.#marks(cells[at], next - at)
    }
    const start = `${this.#gutter()} ${bracket && this.#own(bracket)}`
    const label = labels.join(', ')
    const paint = (text: string) => (steps.length > 0 ? this.#paint.as('frame', text) : this.#own(text))
    if (label === '') this.text += `${start}${marks}\n`
    else if (end + 1 + cellsOf(label) <= room) this.text += `${start}${marks} ${paint(label)}\n`
    else {
      this.text += `${start}${marks}\n`
      for (const line of wrap(label, room))
        this.text += `${start}${' '.repeat(Math.max(Math.min(first, room - cellsOf(line)), 0))}${paint(line)}\n`
    }
  }

  /** Lines that are left out, inside the range or not. */
  gap(isInside: boolean): void {
    const dots = this.#paint.as('frame', '...')
    this.text += isInside ? `${dots}${' '.repeat(this.#digits)}${this.#own('|')}\n` : `${dots}\n`
  }

  #gutter(): string {
    return this.#paint.as('frame', `${' '.repeat(this.#digits)} |`)
  }

  #marks(isOwn: boolean | undefined, length: number): string {
    if (isOwn === undefined) return ' '.repeat(length)
    return isOwn ? this.#own('^'.repeat(length)) : this.#paint.as('frame', '-'.repeat(length))
  }

  #own(marks: string): string {
    return marks.trim() === '' ? marks : this.#paint.as(this.#finding.severity, marks)
  }
}

/** Lines of code. A range within one of them is underlined, and one of several lines has a bracket on the left. */
function drawRows(draw: Drawing, rows: readonly Row[], range: Range, room: number): void {
  const { firstLine, startIndex, lastLine } = range
  const isBlock = lastLine > firstLine
  const indent = indentOf(rows, room)
  const begin = rows[0]?.number ?? firstLine
  let previous = (isBlock ? Math.min(begin, firstLine) : begin) - 1
  for (const { number, text, line, cells, steps, labels } of rows) {
    if (number > previous + 1) draw.gap(isBlock && number > firstLine && previous < lastLine)
    previous = number
    const view = windowOf(line, cells, room, indent)
    const shown = steps.flatMap(step => {
      const [from, to] = [Math.max(step.from - view.left, 0), Math.min(step.to - view.left, room)]
      return from < to ? [{ from, to }] : []
    })
    if (!isBlock) {
      draw.code(number, '', view.text)
      const isOwn = number === firstLine
      const own = isOwn ? { from: view.from, to: Math.max(view.to, view.from + 1) } : undefined
      const words = isOwn && draw.ownLabel !== '' ? [...labels, draw.ownLabel] : labels
      if (own || shown.length > 0) draw.steps('', shown, own, words, room)
      continue
    }
    const isInside = number >= firstLine && number <= lastLine
    const startsLine = number === firstLine && text.slice(0, startIndex).trim() === ''
    draw.code(number, startsLine ? '/ ' : isInside && number > firstLine ? '| ' : '  ', view.text)
    if (number === firstLine && !startsLine) draw.marks(' ', `${'_'.repeat(view.from + 1)}^`)
    if (shown.length > 0) draw.steps(isInside ? '| ' : '  ', shown, undefined, labels, room)
    if (number === lastLine) draw.marks('', `|${'_'.repeat(view.from + 1)}^`, draw.ownLabel)
  }
  if (isBlock && previous < lastLine) draw.gap(true)
}

/** The blank cells that all lines start with, if some line does not fit. */
function indentOf(rows: readonly Row[], room: number): number {
  if (rows.every(({ line }) => line.width <= room)) return 0
  const indents = rows
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, line }) => line.cellAt(/^[ \t]*/.exec(text)?.[0].length ?? 0))
  return indents.length > 0 ? Math.min(...indents) : 0
}
