import type { Finding } from '../report/finding.js'
import { type Level, RANKING } from '../rules/levels.js'

/** What a finding is to programs that know three levels. */
export type Annotation = 'error' | 'warning' | 'notice'

export function annotationOf(severity: Level): Annotation {
  if (severity === 'HIGH') return 'error'
  return severity === 'MEDIUM' ? 'warning' : 'notice'
}

/** The worst first, then the surest; else in the order of the scan. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      RANKING.indexOf(b.severity) - RANKING.indexOf(a.severity) ||
      RANKING.indexOf(b.confidence) - RANKING.indexOf(a.confidence),
  )
}
