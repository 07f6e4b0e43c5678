/** A count for each level of the ranking. */
export type Counts = [undefined: number, low: number, medium: number, high: number]

export interface Metrics {
  /** Lines of code. */
  loc: number
  /** Findings suppressed by a comment without names, and by one with names. */
  nosec: number
  skippedTests: number
  /** Findings before any threshold. */
  issues: { severity: Counts; confidence: Counts }
}

/** The metrics of one file. It has no issues if it was read but could not be scanned. */
export interface FileMetrics extends Omit<Metrics, 'issues'>, Partial<Pick<Metrics, 'issues'>> {
  name: string
}
