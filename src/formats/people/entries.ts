import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import { byFile } from '../by-file.js'
import type { FormatOptions } from '../format.js'

/** A finding to show. */
export interface Entry {
  finding: Finding
  /** What else is known of it, such as why it is hidden. */
  note?: { name: string; text: string }
}

/** The findings to show: file by file, from top to bottom, then the hidden and the suppressed ones on request. */
export function* entriesOf(
  { findings, hidden = [], suppressed = [] }: Report,
  { showHidden, showSuppressed }: FormatOptions,
): Generator<Entry> {
  for (const [, group] of byFile(findings)) {
    for (const finding of group.sort(byPlace)) yield { finding }
  }
  if (showHidden)
    for (const { finding, reason } of hidden) yield { finding, note: { name: 'hidden', text: reason } }
  if (showSuppressed)
    for (const { finding, comment } of suppressed)
      yield { finding, note: { name: 'suppressed', text: comment } }
}

function byPlace({ cell, start: a }: Finding, { cell: otherCell, start: b }: Finding): number {
  return cell - otherCell || a.line - b.line || a.column - b.column
}
