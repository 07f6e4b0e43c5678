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
export function sortedMetrics({ metrics, totals }: Report): FileMetrics[] {
  return [...metrics, { name: '_totals', ...totals }].sort((a, b) => byCodePoint(a.name, b.name))
}

/** Bandit's names for the counters of a file, sorted; a file that could not be scanned has but three. */
export function sortedCounters({ loc, nosec, skippedTests, issues }: FileMetrics): [string, number][] {
  const levels = issues
    ? [...levelCounters('CONFIDENCE', issues.confidence), ...levelCounters('SEVERITY', issues.severity)]
    : []
  return [...levels, ['loc', loc], ['nosec', nosec], ['skipped_tests', skippedTests]]
}

/** Levels in the order of their names. */
export const LEVELS = RANKING.map((name, level) => ({ name, level: level as 0 | 1 | 2 | 3 })).sort((a, b) =>
  byCodePoint(a.name, b.name),
)

function levelCounters(criterion: string, counts: Counts): [string, number][] {
  return LEVELS.map(({ name, level }) => [`${criterion}.${name}`, counts[level] ?? 0])
}
