import type { Log } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import type { Report } from '../report/report.js'

/** What of SARIF a user can choose. */
export interface SarifOptions {
  /** What tells this analysis from others of the same commit. */
  category?: string
  /** How many results there may be at most. */
  maxResults?: number
}

/** How a report is to be written. */
export interface FormatOptions {
  /** Order of a JSON or YAML report's results: by file, or by the name of the check. */
  aggregate: 'file' | 'vuln'
  /** List the files in scope, and the excluded ones. */
  verbose: boolean
  /** Say nothing where nothing was found. */
  quiet: boolean
  time: Date
  /** Template of the custom format. */
  template?: string
  /** The working directory, absolute: relative names of files start there. */
  cwd: string
  /** Where remarks go; nowhere by default. */
  log?: Log
  /** A file's path from the top of the repository, with slashes; the name itself by default. */
  pathOf?: (name: string) => string
  sarif?: SarifOptions
}

export type Format = (report: Report, options: FormatOptions) => Iterable<Chunk>
