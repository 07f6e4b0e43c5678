import type { Source } from '../../index.cjs'
import type { ChangeOptions } from '../git/change-options.js'
import type { Log } from '../log.js'
import type { BaselineMatch } from '../report/baseline/match.js'
import type { Finding } from '../report/finding.js'
import type { Level } from '../rules/levels.js'

/** What a user may ask of a scan. Either `targets` or `sources` says what to read. */
export interface Options {
  /** Files, folders, or `-` for standard input, as on the command line. */
  targets?: readonly string[]
  /** A commit whose files under the targets are scanned in place of those on disk. */
  revision?: string
  /** Only files under the targets that changed in git. */
  changes?: ChangeOptions
  /** Paths or contents to scan as they are: nothing is looked for or excluded. */
  sources?: readonly Source[]
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
