/** Lowest levels that are reported, as indexes into the ranking. */
export interface Thresholds {
  severity: number
  confidence: number
}

/** Whether a finding of these levels is reported (Bandit's Issue.filter). */
export function passes(thresholds: Thresholds, severity: number, confidence: number): boolean {
  return severity >= thresholds.severity && confidence >= thresholds.confidence
}
