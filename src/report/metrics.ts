/** A count for each level of the ranking. */
export type Counts = [undefined: number, low: number, medium: number, high: number]

export interface Metrics {
  /** Lines of code. */
  loc: number
  /** Findings silenced by a comment without names, and by one that names them. */
  nosec: number
  skippedTests: number
  /** Findings before any threshold. */
  issues: { severity: Counts; confidence: Counts }
}

/** Those of one file; it has no issues if it was read but could not be scanned. */
export interface FileMetrics extends Omit<Metrics, 'issues'>, Partial<Pick<Metrics, 'issues'>> {
  name: string
}
