import { visible, withoutCommands } from '../../output/visible.js'
import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { type Report, ruleErrorText } from '../../report/report.js'
import { annotationOf, bySeverity } from '../annotations.js'
import type { FormatOptions } from '../format.js'
import { viaOf } from '../via.js'

/** How many annotations of each kind GitHub shows for a step. */
const MAX_PER_KIND = 10

/**
 * Workflow commands that annotate the lines of a commit in GitHub Actions, with the most severe findings of each kind.
 */
export function* github(report: Report, { pathOf = name => name }: FormatOptions): Generator<string> {
  const { findings } = report
  // They come first: without them, the findings are not all.
  const failures = (report.ruleErrors ?? []).slice(0, MAX_PER_KIND)
  for (const error of failures) {
    const place = { file: pathOf(error.file), line: error.line, title: 'rule failed' }
    yield command('error', place, ruleErrorText(error))
  }
  const shown = { error: failures.length, warning: 0, notice: 0 }
  for (const finding of bySeverity(findings)) {
    const kind = annotationOf(finding.severity)
    if (shown[kind]++ < MAX_PER_KIND) yield annotation(kind, finding, pathOf(finding.file))
  }
  const omitted = Object.values(shown).reduce((sum, count) => sum + Math.max(count - MAX_PER_KIND, 0), 0)
  if (omitted > 0)
    yield `${omitted} more of ${findings.length} findings: GitHub shows ten annotations of a kind for a step\n`
  for (const { name, reason } of report.skipped) {
    if (shown.warning++ < MAX_PER_KIND) {
      const file = pathOf(name)
      yield command('warning', { file, title: 'skipped' }, `${file} was skipped: ${reason}`)
    }
  }
}

function annotation(kind: string, finding: Finding, file: string): string {
  const { rule, cell } = finding
  const { start, end } = finding.inFile
  // GitHub accepts columns only for annotations of a single line. Those in a notebook's file have no meaning.
  const columns: Record<string, number> =
    cell === 0 && start.line === end.line ? { col: start.column, endColumn: end.column } : {}
  return command(
    kind,
    { file, line: start.line, endLine: end.line, ...columns, title: `${rule.id} ${rule.name}` },
    // The log does not show the properties.
    `${file}:${start.line}:${start.column}: ${textWithCell(finding)}${viaOf(finding)}`,
  )
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`)
  return `::${name} ${list.join(',')}::${escaped(message)}\n`
}

const escaped = (text: string) => shown(text.replace(/[%\r\n]/g, encodeURIComponent))
const escapedProperty = (text: string) => shown(text.replace(/[%\r\n:,]/g, encodeURIComponent))
const shown = (text: string) => withoutCommands(visible(text))
