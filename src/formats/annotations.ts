import type { Finding } from '../report/finding.js'
import { type Level, RANKING } from '../rules/levels.js'

/** The level of a finding for programs that know three of them. */
export type Annotation = 'error' | 'warning' | 'notice'

/** The annotation level for a severity. */
export function annotationOf(severity: Level): Annotation {
  if (severity === 'HIGH') return 'error'
  return severity === 'MEDIUM' ? 'warning' : 'notice'
}

/** Sorts findings by severity, then by confidence, highest first. Equal findings stay in the order of the scan. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      RANKING.indexOf(b.severity) - RANKING.indexOf(a.severity) ||
      RANKING.indexOf(b.confidence) - RANKING.indexOf(a.confidence),
  )
}
