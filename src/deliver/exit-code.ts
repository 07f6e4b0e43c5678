import type { Report } from '../report/report.js'
import { passes, type Thresholds } from '../report/thresholds.js'
import { RANKING } from '../rules/levels.js'

export interface ExitRules {
  /** Findings never fail. */
  exitZero?: boolean
  /** The lowest levels that fail; by default any reported finding does. */
  failOn?: Thresholds
  /** A file that could not be scanned fails. */
  failOnError?: boolean
}

/**
 * The status that a report ends with: 1 where something fails, else 0. Status 2 is for a run that could not be made,
 * or a report that could not be written.
 */
export function exitCode(report: Report, { exitZero, failOn, failOnError }: ExitRules): 0 | 1 {
  if (failOnError && report.skipped.length > 0) return 1
  if (exitZero) return 0
  const { severity, confidence } = failOn ?? { severity: 0, confidence: 0 }
  const fails = report.findings.some(finding =>
    passes({ severity, confidence }, RANKING.indexOf(finding.severity), RANKING.indexOf(finding.confidence)),
  )
  return fails ? 1 : 0
}
