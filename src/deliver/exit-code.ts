import type { Report } from '../report/report.js'
import { passes, type Thresholds } from '../report/thresholds.js'
import { RANKING } from '../rules/levels.js'

/** What makes a run fail. */
export interface ExitRules {
  /** Findings never fail the run. */
  exitZero?: boolean
  /** Only findings that reach these levels fail the run. By default, any reported finding does. */
  failOn?: Thresholds
  /** Anything that was not scanned, or only in part, fails the run. */
  failOnError?: boolean
}

/**
 * The exit code for a report: 1 if the run failed, else 0. Exit code 2 is for a run that could not start, a report that
 * could not be written, and for rules of users that failed.
 */
export function exitCode(report: Report, { exitZero, failOn, failOnError }: ExitRules): 0 | 1 | 2 {
  if (report.ruleErrors?.length) return 2
  if (failOnError && hasGaps(report)) return 1
  if (exitZero) return 0
  if (report.fails !== undefined) return report.fails ? 1 : 0
  const { severity, confidence } = failOn ?? { severity: 0, confidence: 0 }
  const fails = report.findings.some(finding =>
    passes({ severity, confidence }, RANKING.indexOf(finding.severity), RANKING.indexOf(finding.confidence)),
  )
  return fails ? 1 : 0
}

/** Whether something was not scanned, or not by all checks. */
function hasGaps({
  skipped,
  incomplete,
  failedChecks,
  unsetOptions,
  unscanned,
  notebooks = [],
}: Report): boolean {
  const refusedCells = notebooks.flatMap(notebook => notebook.refusedCells)
  const gaps = [skipped, incomplete, failedChecks, unsetOptions, unscanned, refusedCells]
  return gaps.some(list => list.length > 0)
}
