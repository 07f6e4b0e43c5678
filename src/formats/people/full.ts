import type { Report } from '../../report/report.js'
import type { Level } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { entriesOf } from './entries.js'
import { FindingWriter } from './full/finding.js'
import type { Paint } from './full/paint.js'
import { problems, summaryOf } from './summary.js'

/** A report for people, with the code of each finding, why it matters, and what to do instead. */
export function* full(report: Report, options: FormatOptions): Generator<string> {
  if (options.quiet && report.findings.length === 0) return
  const writer = new FindingWriter(options.terminal)
  const { paint } = writer
  for (const entry of entriesOf(report, options)) yield `${writer.text(entry)}\n`
  const messages = [...problems(report)]
  for (const message of messages) yield `${writer.prose(message, '  ')}\n`
  if (messages.length > 0) yield '\n'
  const { findings, scan } = summaryOf(report, options)
  const hint = report.hidden?.length && !options.showHidden ? ' (--show-hidden shows them)' : ''
  const [first] = report.findings
  if (!first) return yield `${writer.prose(`${findings}; ${scan}${hint}`)}\n`
  yield `${coloured(writer.prose(findings), paint)}\n${writer.prose(scan + hint)}\n`
  yield `${writer.prose(`More about a rule: posse explain ${first.id}`)}\n`
}

/** Colours the counts of findings by severity. */
function coloured(counts: string, paint: Paint): string {
  return counts
    .replace(/^[^:]+:/, total => paint.as('bold', total))
    .replace(/[\d,]+\s(high|medium|low)/g, (text, level: string) =>
      paint.as(level.toUpperCase() as Level, text),
    )
}
