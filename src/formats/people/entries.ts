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
  { findings, candidates, hidden = [], suppressed = [] }: Report,
  { showHidden, showSuppressed }: FormatOptions,
): Generator<Entry> {
  for (const [, group] of byFile(findings)) {
    for (const finding of group.sort(byPlace)) {
      const equal = candidates?.get(finding)
      yield equal ? { finding, note: { name: 'new', text: newOnes(equal) } } : { finding }
    }
  }
  if (showHidden)
    for (const { finding, reason } of hidden) yield { finding, note: { name: 'hidden', text: reason } }
  if (showSuppressed)
    for (const { finding, comment } of suppressed)
      yield { finding, note: { name: 'suppressed', text: comment } }
}

function byPlace({ start: a }: Finding, { start: b }: Finding): number {
  return a.line - b.line || a.column - b.column
}

/** The baseline has some of several equal findings, and nobody can tell which. */
function newOnes(equal: readonly Finding[]): string {
  const lines = equal.map(({ start }) => start.line).join(', ')
  return `the baseline has some of ${equal.length} equal findings, on lines ${lines}; any of them may be new`
}
