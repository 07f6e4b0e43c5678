import type { Discovery, Source } from '../index.cjs'
import type { Finding } from './finding.js'
import type { Log } from './log.js'
import type { MetricsTable } from './metrics.js'

/** Bandit's ranking of severity and confidence: an index is how the native side counts them. */
export const RANKING = ['UNDEFINED', 'LOW', 'MEDIUM', 'HIGH'] as const
export type Level = (typeof RANKING)[number]

/** What is known of a rule before any scan. */
export interface RuleInfo {
  /** As in `B506`. */
  id: string
  /** The name that nosec comments, profiles and the help use: the entry point's in Bandit. */
  name: string
  /** The name that reports and links use: the function's in Bandit. */
  testName: string
  /** The page about it in Bandit's documentation. */
  link: string
  /** The number of the weakness. */
  cwe: number
  /** The highest severity that it gives: `LOW`, `MEDIUM` or `HIGH`. */
  severity: string
  /** The confidence that goes with it. */
  confidence: string
  /** The kind of node it looks at, such as `Call`; a rule of the kind `File` has nosec comments on lines 0 and 1. */
  kind: string
  /** The message of a row of a profile's own tables, which has no documentation. */
  message?: string
}

/** When a finding is known by a baseline: Bandit's rule, or one that tells copies apart. */
export const BASELINE_MATCHES = ['bandit', 'exact'] as const
export type BaselineMatch = (typeof BASELINE_MATCHES)[number]

/** What of a git repository's changes is scanned, and which findings are reported. */
export interface ChangeOptions {
  /** Scan the files that changed since the merge base of this commit and HEAD. */
  since?: string
  /** Scan the files in which this commit differs, and report the findings that it does not have. */
  newSince?: string
  /** Scan what is staged in place of what is on disk; what changed since HEAD, if nothing else is said. */
  staged?: boolean
  /** Report findings on added or changed lines only. */
  changedLines?: boolean
}

/** What was found to scan, and the names of what was left out. */
export interface FoundFiles {
  sources: readonly Source[]
  excluded: string[]
}

/** What a scan needs to know. Either `targets` or `sources` says what to read. */
export interface Options {
  /** Files, folders, or `-` for standard input, as on the command line. */
  targets?: readonly string[]
  /** The targets, walked already. */
  discovery?: Discovery
  /** A commit whose files under the targets are scanned in place of those on disk. */
  revision?: string
  /** Only files under the targets that changed in git. */
  changes?: ChangeOptions
  /** Paths or contents to scan as they are: nothing is looked for or excluded. */
  sources?: readonly Source[]
  /** Takes a part of what was found: only that is scanned and reported. */
  part?: (found: FoundFiles) => FoundFiles
  /** Descend into the folders among the targets. */
  recursive?: boolean
  /** A `.toml` file with `[tool.bandit]`, or YAML. */
  configFile?: string
  /** A profile of the configuration, whose selection of checks takes the place of its `tests` and `skips`. */
  profile?: string
  /** Ids to run, beside those of the configuration; none at all means every check. */
  tests?: readonly string[]
  /** Ids not to run, beside those of the configuration. */
  skips?: readonly string[]
  /** What to leave out: globs over the whole path, or parts of it. Replaces the default list. */
  exclude?: readonly string[]
  /** Leave out files that are targets themselves also where a scan of `.` would leave them out. */
  forceExclude?: boolean
  /** Findings below these are counted, but not reported. */
  severity?: Level
  confidence?: Level
  /** Lines of code to show for a finding. */
  contextLines?: number
  /** A JSON report whose findings are known: they are counted, but not reported. */
  baseline?: string
  /** Findings that are known, in place of a report. */
  known?: readonly Finding[]
  /** What makes a finding known: Bandit's rule by default. */
  baselineMatch?: BaselineMatch
  ignoreNosec?: boolean
  /** Keep what nosec comments silence, apart from the findings. */
  keepSuppressed?: boolean
  /** Make GitHub's fingerprint of each finding's line: the files with findings are read once more. */
  lineHashes?: boolean
  /** Make each finding's result of a JSON report in the scan: it is written faster, and takes more memory until then. */
  jsonRows?: boolean
  /** Worker threads; all cores by default. */
  threads?: number
  /** A folder for what scans found: files that have not changed since are not scanned again. */
  cacheDir?: string
  /** Reads the content of the target `-`. */
  readStdin?: () => Promise<Uint8Array>
  /** Told about ten times a second how many files are done. */
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
  log?: Log
}

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
