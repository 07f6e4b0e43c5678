import { firstPast } from '../binary-search.js'
import type { Finding } from '../finding.js'
import { byCodePoint } from '../python/order.js'
import { type Counts, type FileMetrics, RANKING, type Report } from '../types.js'
import type { FormatOptions } from './index.js'

/** Results as Bandit's JSON and YAML order them: by file or by check, else as the walk met them. */
export function sortedFindings(
  findings: readonly Finding[],
  aggregate: FormatOptions['aggregate'],
): Finding[] {
  const byFile = (a: Finding, b: Finding) => (a.file === b.file ? 0 : byCodePoint(a.file, b.file))
  const byCheck = (a: Finding, b: Finding) => byCodePoint(a.testName, b.testName)
  return findings.toSorted(aggregate === 'vuln' ? byCheck : byFile)
}

/** The metrics of all files with their sum, by name. */
export function sortedMetrics({ metrics, metricsSorted, totals }: Report): FileMetrics[] {
  const byName = (a: FileMetrics, b: FileMetrics) => byCodePoint(a.name, b.name)
  const sum = { name: '_totals', ...totals }
  const files = metricsSorted ? metrics : metrics.toSorted(byName)
  return files.toSpliced(
    firstPast(files, file => byName(file, sum) > 0),
    0,
    sum,
  )
}

/** Bandit's names for the counters of a file, sorted; a file that could not be scanned has but three. */
export function sortedCounters({ loc, nosec, skippedTests, issues }: FileMetrics): [string, number][] {
  return [...levelCounters(issues), ['loc', loc], ['nosec', nosec], ['skipped_tests', skippedTests]]
}

/** The first of them: findings by level. */
export function levelCounters(issues: FileMetrics['issues']): [string, number][] {
  if (!issues) return []
  const named = (criterion: string, counts: Counts): [string, number][] =>
    LEVELS.map(({ name, level }) => [`${criterion}.${name}`, counts[level] ?? 0])
  return [...named('CONFIDENCE', issues.confidence), ...named('SEVERITY', issues.severity)]
}

/** Levels in the order of their names. */
const LEVELS = RANKING.map((name, level) => ({ name, level })).sort((a, b) => byCodePoint(a.name, b.name))
