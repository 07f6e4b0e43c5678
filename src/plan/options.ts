import type { Source } from '../../index.js'
import type { ChangeOptions } from '../git/change-options.js'
import type { Log } from '../log.js'
import type { BaselineMatch } from '../report/baseline/match.js'
import type { Finding } from '../report/finding.js'
import type { Level } from '../rules/levels.js'

/** The options of a scan. Either `targets` or `sources` is required. */
export interface Options {
  /** Files, folders, or `-` for standard input, as on the command line. */
  targets?: readonly string[]
  /** Scan the files of this commit under the targets, instead of those on disk. */
  revision?: string
  /** Scan only files under the targets that changed in git. */
  changes?: ChangeOptions
  /** Files or given contents to scan exactly as listed: folders are not searched, and excludes do not apply. */
  sources?: readonly Source[]
  /** Scan the folders among the targets recursively. */
  recursive?: boolean
  /** A configuration file: `.toml` with a `[tool.bandit]` table, or YAML. */
  configFile?: string
  /** A profile of the configuration. It replaces the configuration's `tests` and `skips`. */
  profile?: string
  /** Ids of rules to run, in addition to those of the configuration. If there are none in either, all rules run. */
  tests?: readonly string[]
  /** Ids of rules to skip, in addition to those of the configuration. */
  skips?: readonly string[]
  /** Paths to exclude: globs for the whole path, or substrings of it. Replaces the default list. */
  exclude?: readonly string[]
  /** Apply excludes to files that are targets themselves, too. */
  forceExclude?: boolean
  /** Scan the Python cells of notebooks (`*.ipynb`), too. Bandit does not. */
  notebooks?: boolean
  /** Findings below these levels are counted, but not reported. */
  severity?: Level
  confidence?: Level
  /** Number of lines of code to show for a finding. */
  contextLines?: number
  /** A JSON report of known findings, which are counted, but not reported. */
  baseline?: string
  /** Known findings, instead of a report. */
  known?: readonly Finding[]
  /** How to match known findings; as Bandit does by default. */
  baselineMatch?: BaselineMatch
  ignoreNosec?: boolean
  /** Keep findings that nosec comments silence, separate from the others. */
  keepSuppressed?: boolean
  /** Compute GitHub's fingerprint of each finding's line. This reads files with findings again. */
  lineHashes?: boolean
  /** Number of threads; one for each core by default. */
  threads?: number
  /** Skip sources with more bytes; 0 for no limit. 256 MiB by default. */
  maxFileSize?: number
  /** Skip sources that take longer to scan, in seconds; 0 for no limit, which is the default. */
  maxFileTime?: number
  /** A folder to cache results in. Files that have not changed since are not scanned again. */
  cacheDir?: string
  /** Reads the content of the target `-`. */
  readStdin?: () => Promise<Uint8Array>
  /** Called about ten times a second with the number of files done. */
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
  log?: Log
}
