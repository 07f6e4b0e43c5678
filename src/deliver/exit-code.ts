import type { Values } from '../cli/argparse.js'
import { thresholdOf } from '../cli/flags.js'
import { UsageError } from '../errors.js'
import type { Report } from '../report/report.js'
import { passes, type Thresholds } from '../report/thresholds.js'
import { RANKING } from '../rules/levels.js'

export interface ExitRules {
  /** Findings never fail. */
  exitZero?: boolean
  /** The least levels that fail, as `SEVERITY` or `SEVERITY:CONFIDENCE`; any reported finding by default. */
  failOn?: Thresholds
  /** A file that could not be scanned fails. */
  failOnError?: boolean
}

/**
 * The status that a report ends with: 1 where something fails, else 0. Status 2 is for a run that could
 * not be made, or a report that could not be written.
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

/** What the flags say of the status. Throws a UsageError where --fail-on names no levels. */
export function exitRules({ exitZero, failOn, failOnError }: Values): ExitRules {
  return {
    exitZero: exitZero ?? false,
    failOnError: failOnError ?? false,
    ...(failOn !== undefined && { failOn: readFailOn(failOn) }),
  }
}

function readFailOn(text: string): Thresholds {
  const [severity = -1, confidence = 0, ...more] = text.toLowerCase().split(':').map(thresholdOf)
  if (severity < 0 || confidence < 0 || more.length > 0) {
    throw new UsageError(
      `argument --fail-on: invalid value: '${text}' (SEVERITY or SEVERITY:CONFIDENCE, each all, low, medium or high)`,
    )
  }
  return { severity, confidence }
}
