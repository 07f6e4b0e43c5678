import type { SarifOptions } from '../formats/format.js'
import type { Log } from '../log.js'

/** How to write a report. */
export interface ReportOptions {
  /** The order of results in `json` and `yaml`: by file, or by the name of the rule. */
  aggregate?: 'file' | 'vuln'
  /** List the scanned and the excluded files in `txt`, `screen` and `html`. */
  verbose?: boolean
  /** Write nothing in `txt` and `screen` if there are no findings. */
  quiet?: boolean
  /** The time in the report; now, or SOURCE_DATE_EPOCH, by default. */
  time?: Date
  /** The template of `custom`. */
  template?: string
  sarif?: SarifOptions
  /** Where `html` links to the scanned files: see `--source-url`. By default, posse asks git for the remote. */
  sourceUrl?: string
  /** Receives the format's warnings. */
  log?: Log
}
