import { byCodePoint } from '../../python/order.js'
import type { Finding } from '../../report/finding.js'
import type { FileMetrics } from '../../report/metrics.js'
import { MetricsTable, type Run } from '../../report/metrics-table.js'
import type { Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'

/** Sorts findings as Bandit's JSON and YAML reports do: by file or by rule, and then in the order of the scan. */
export function sortedFindings(
  { findings, metricsTable }: Pick<Report, 'findings' | 'metricsTable'>,
  aggregate: FormatOptions['aggregate'],
): readonly Finding[] {
  if (aggregate === 'vuln') return findings.toSorted((a, b) => byCodePoint(a.testName, b.testName))
  // A report with a metrics table was scanned in the order of names.
  if (metricsTable) return findings
  return findings.toSorted((a, b) => (a.file === b.file ? 0 : byCodePoint(a.file, b.file)))
}

/** The metrics of all files and their totals, sorted by name, as runs of tables. */
export function* sortedMetrics(report: Report): Generator<Run> {
  const sum = MetricsTable.of([{ name: '_totals', ...report.totals }])
  const byName = (a: FileMetrics, b: FileMetrics) => byCodePoint(a.name, b.name)
  const table = report.metricsTable ?? MetricsTable.of(report.metrics.toSorted(byName))
  const index = table.firstPast(name => byCodePoint(name, '_totals') > 0)
  yield* table.runs(0, index)
  yield* sum.runs(0, sum.size)
  yield* table.runs(index, table.size)
}
