import { UserError } from '../errors.js'
import type { SarifOptions } from '../formats/format.js'
import { FORMATS, type FormatName } from '../formats/index.js'
import type { Log } from '../log.js'
import { checkReportOptions } from '../plan/check-options.js'
import type { Host } from '../plan/host.js'
import { reportTime } from '../plan/report-time.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import type { Report } from '../report/report.js'

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
  /** Receives the format's warnings. */
  log?: Log
}

/** Returns a report as the text of a format. Throws a UserError for an unknown format and for invalid options. */
export async function reportText(
  report: Report,
  name: FormatName,
  options: ReportOptions,
  { cwd, env }: Host,
): Promise<string> {
  checkReportOptions(options)
  if (!Object.hasOwn(FORMATS, name))
    throw new UserError(`format: expected one of ${Object.keys(FORMATS).join(', ')}`)
  const write = await FORMATS[name]()
  const decoder = new TextDecoder()
  let text = ''
  const { aggregate = 'file', verbose = false, quiet = false, time = reportTime(env), ...rest } = options
  const pathOf = repositoryPaths(cwd, env)
  for (const chunk of write(report, { ...rest, aggregate, verbose, quiet, time, cwd, pathOf }))
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  return text
}
