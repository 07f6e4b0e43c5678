import type { Log } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import type { Terminal } from '../output/screen.js'
import type { Report } from '../report/report.js'

/** The options of the SARIF format. */
export interface SarifOptions {
  /** Distinguishes this analysis from others of the same commit. */
  category?: string
  /** The maximum number of results. */
  maxResults?: number
  /** Which rules to describe: all that ran, which is the default, only those of results, or those without their help. */
  rules?: 'all' | 'found' | 'brief'
  /** The absolute URI of the folder that paths start at, for readers that open the files. */
  root?: string
}

/** A web site that shows the scanned files. */
export interface SourceHost {
  /** What a link to it says, such as `GitHub`. */
  name: string
  /** The address of these lines of a file, by its name in the report. Undefined if the site does not have the file. */
  linkTo: (file: string, first: number, last: number) => string | undefined
}

/** How to write a report. */
export interface FormatOptions {
  /** The order of results in JSON and YAML reports: by file, or by the name of the rule. */
  aggregate: 'file' | 'vuln'
  /** List the scanned and the excluded files. */
  verbose: boolean
  /** Write nothing if there are no findings. */
  quiet: boolean
  time: Date
  /** The template of the custom format. */
  template?: string
  /** The working directory, absolute. Relative file names start there. */
  cwd: string
  /** Where log messages go; nowhere by default. */
  log?: Log
  /** Returns a file's path relative to the top of the repository, with slashes; the name itself by default. */
  pathOf?: (name: string) => string
  sarif?: SarifOptions
  source?: SourceHost
  /** Makes control characters of scanned text visible, for a format whose own ones are meant for the terminal. */
  visible?: (text: string) => string
  /** The terminal, if one shows the report. Without it, there are no colours and no links. */
  terminal?: Terminal
  /** How long the scan took, in milliseconds. */
  elapsed?: number
  /** The exit code of the run. */
  exitCode?: number
  /** Also show the hidden findings, with the reasons. */
  showHidden?: boolean
  /** Also show the suppressed findings, with the comments. */
  showSuppressed?: boolean
  /** Whether unsafe fixes are used, too. */
  unsafeFixes?: boolean
}

/** Turns a report into chunks of text or bytes. */
export type Format = (report: Report, options: FormatOptions) => Iterable<Chunk>
