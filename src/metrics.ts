import type { Counts, FileMetrics, Report } from './types.js'

/** What a finding of each level adds to a file's score (core/constants.py, RANKING_VALUES). */
const WEIGHTS: Counts = [1, 3, 5, 10]

export const noCounts = (): Counts => [0, 0, 0, 0]

/** A file's score by severity or confidence. */
export function score(counts: Counts): number {
  return WEIGHTS.reduce((sum, weight, level) => sum + weight * (counts[level] ?? 0), 0)
}

/** Sums over all files that were read. */
export function totalsOf(files: readonly FileMetrics[]): Report['totals'] {
  const totals = {
    loc: 0,
    nosec: 0,
    skippedTests: 0,
    issues: { severity: noCounts(), confidence: noCounts() },
  }
  for (const { loc, nosec, skippedTests, issues } of files) {
    totals.loc += loc
    totals.nosec += nosec
    totals.skippedTests += skippedTests
    if (!issues) continue
    for (const level of [0, 1, 2, 3] as const) {
      totals.issues.severity[level] += issues.severity[level]
      totals.issues.confidence[level] += issues.confidence[level]
    }
  }
  return totals
}
