import type { Finding } from '../../report/finding.js'
import type { Metrics } from '../../report/metrics.js'
import type { Report } from '../../report/report.js'
import { groupOf } from '../../rules/group.js'
import { RANKING } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { stableIds } from '../stable-ids.js'
import { isoSeconds } from '../time.js'
import { jsonArray } from './json-array.js'
import { jsonText } from './json-text.js'

/** Bandit's JSON document with more fields, as `posse check` writes it. Whatever reads Bandit's can read it. */
export function* checkJson(
  report: Report,
  { time, pathOf = name => name }: FormatOptions,
): Generator<string> {
  const { findings, hidden = [], suppressed = [], metrics, totals, skipped } = report
  const errors = skipped.map(({ name, reason }) => ({ filename: name, reason }))
  const all = [
    ...metrics.map(each => [each.name, countersOf(each)] as const),
    ['_totals', countersOf(totals)],
  ]
  const idOf = stableIds(pathOf)
  yield `{"errors": ${jsonText(errors)},\n"generated_at": "${isoSeconds(time)}",\n`
  yield `"metrics": ${jsonText(Object.fromEntries(all))},\n"results": `
  yield* jsonArray(findings, finding => result(finding, idOf(finding)))
  yield ',\n"hidden": '
  yield* jsonArray(hidden, ({ finding, reason }) => ({ ...result(finding, idOf(finding)), reason }))
  yield ',\n"suppressed": '
  yield* jsonArray(suppressed, ({ finding, comment }) => ({ ...result(finding, idOf(finding)), comment }))
  yield '}\n'
}

function result(finding: Finding, fingerprint: string): object {
  const { rule, cwe, cweLink } = finding
  return {
    ...(finding.cell > 0 && { cell: finding.cell, cell_id: finding.cellId }),
    code: finding.code,
    col_offset: finding.column,
    end_col_offset: finding.endColumn,
    end_line_number: finding.end.line,
    filename: finding.file,
    fingerprint,
    group: groupOf(rule.id) ?? null,
    issue_confidence: finding.confidence,
    issue_cwe: cwe === 0 ? {} : { id: cwe, link: cweLink },
    issue_severity: finding.severity,
    issue_text: finding.text,
    line_number: finding.line,
    line_range: finding.lines,
    more_info: rule.link,
    test_id: rule.id,
    test_name: rule.testName,
  }
}

function countersOf({
  loc,
  nosec,
  skippedTests,
  issues,
}: Omit<Metrics, 'issues'> & Partial<Metrics>): object {
  const levels = (criterion: string, counts: readonly number[] = []) =>
    RANKING.map((level, rank) => [`${criterion}.${level}`, counts[rank] ?? 0] as const)
  return {
    ...Object.fromEntries(
      issues ? [...levels('CONFIDENCE', issues.confidence), ...levels('SEVERITY', issues.severity)] : [],
    ),
    loc,
    nosec,
    skipped_tests: skippedTests,
  }
}
