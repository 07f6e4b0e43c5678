import type { ShownLine } from './cells.js'

/** Shows that a line goes on. */
const CUT = '…'
/** How many cells are shown before a range that is too long for the room. */
const LEAD = 4

/** The part of a line that fits the room, and the cells of its range in this part. */
export interface Window {
  text: string
  from: number
  to: number
  /** The first cell of the line that is in it. */
  left: number
}

/** Cells of a line; the last one is not part of them. */
export interface Cells {
  from: number
  to: number
}

/**
 * Cuts a line around a range so that it fits in `room` cells. The cells before `indent`, which are blank in all lines of
 * the excerpt, are left out. The cells that are cut off are replaced by a mark.
 */
export function windowOf(line: ShownLine, range: Cells, room: number, indent: number): Window {
  const left = leftOf(line.width, range, room, indent)
  const right = Math.min(left + room, line.width)
  const cutsLeft = left > indent
  const cutsRight = right < line.width
  const code = line.slice(cutsLeft ? left + 1 : left, cutsRight ? right - 1 : right)
  return {
    text: `${cutsLeft ? CUT : ''}${code}${cutsRight ? CUT : ''}`,
    from: clamp(range.from - left, 0, room - 1),
    to: clamp(range.to - left, 1, room),
    left,
  }
}

/** The first cell to show. */
function leftOf(width: number, { from, to }: Cells, room: number, indent: number): number {
  if (width - indent <= room || to - indent < room) return indent
  const size = to - from
  // The marks take one cell on each side.
  if (size > room - 2) return from - indent <= room / 3 ? indent : from - LEAD
  return clamp(from - Math.floor((room - size) / 2), indent, width - room)
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
