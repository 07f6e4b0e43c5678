import { visibleInLine } from '../../output/visible.js'
import type { Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'
import { type Entry, entriesOf } from './entries.js'
import { messageOf, placeOf } from './place.js'
import { problems, summaryOf } from './summary.js'

/** One line a finding, as editors and `grep` read it, then one line of counts. */
export function* concise(report: Report, options: FormatOptions): Generator<string> {
  if (options.quiet && report.findings.length === 0) return
  for (const entry of entriesOf(report, options)) yield `${line(entry)}\n`
  for (const problem of problems(report)) yield `${problem}\n`
  const { findings, scan } = summaryOf(report, options)
  yield `${findings}; ${scan}\n`
}

function line({ finding, note }: Entry): string {
  const { rule, severity, confidence } = finding
  const levels = `${severity}/${confidence}`.toLowerCase()
  const more = note ? ` (${note.name}: ${visibleInLine(note.text)})` : ''
  return `${placeOf(finding)}: ${rule.id} ${visibleInLine(rule.name)}: ${messageOf(finding)} [${levels}]${more}`
}
