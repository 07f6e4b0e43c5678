import { visibleInLine } from '../../output/visible.js'
import { cellPart } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { cut } from '../cut.js'

/** A message in a report is at most this long, in UTF-16 units: some contain a text of the code. */
const MAX_MESSAGE = 240

/** Where a finding is, as editors read it: `path:line:column`, or in a notebook `path:cell 3:line:column`. */
export function placeOf({ file, cell, start }: Finding): string {
  return `${visibleInLine(file)}:${cellPart(cell)}${start.line}:${start.column}`
}

/** A finding's message in one line. */
export function messageOf({ text }: Finding): string {
  return visibleInLine(cut(text.trim(), MAX_MESSAGE))
}
