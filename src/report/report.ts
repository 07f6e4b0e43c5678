import type { RuleInfo } from '../rules/rule-info.js'
import type { Finding } from './finding.js'
import type { FileMetrics, Metrics } from './metrics.js'
import type { MetricsTable } from './metrics-table.js'

export interface SkippedFile {
  name: string
  reason: string
}

export interface SuppressedFinding {
  finding: Finding
  /** The comment that silences it. */
  comment: string
}

/** What a scan found, in the order of the scan: files by code point, findings as the walk met them. */
export interface Report {
  findings: Finding[]
  /**
   * With a baseline by Bandit's rule: findings that have equals in this report, each with all of them.
   * Which of them are new, nobody can tell.
   */
  candidates?: ReadonlyMap<Finding, readonly Finding[]>
  /** Why the scan had to do without the cache, or without saving it. */
  cacheNote?: string
  /** One entry for each file that could be read. */
  metrics: FileMetrics[]
  /** The same as columns, in the order of names, if the scan was in this order. */
  metricsTable?: MetricsTable
  totals: Metrics
  skipped: SkippedFile[]
  excluded: string[]
  /** Files with so much to show that some excerpts were cut. */
  limited: string[]
  /** The checks that ran, by id. */
  rules: RuleInfo[]
  /** What nosec comments silence, if it was to be kept. */
  suppressed?: SuppressedFinding[]
  /** GitHub's fingerprint (`primaryLocationLineHash`) of the line on which each of them begins, if asked for. */
  lineHashes?: ReadonlyMap<Finding, string>
}
