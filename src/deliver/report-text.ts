import { UserError } from '../errors.js'
import { FORMATS, type FormatName, isFormat } from '../formats/index.js'
import { checkReportOptions } from '../plan/check-options.js'
import type { Host } from '../plan/host.js'
import { reportTime } from '../plan/report-time.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import type { Report } from '../report/report.js'
import { formatted } from './formatted.js'
import type { ReportOptions } from './report-options.js'

/** Returns a report as the text of a format. Throws a UserError for an unknown format and for invalid options. */
export async function reportText(
  report: Report,
  name: FormatName,
  options: ReportOptions,
  host: Host,
): Promise<string> {
  checkReportOptions(options)
  if (!isFormat(name)) throw new UserError(`format: expected one of ${Object.keys(FORMATS).join(', ')}`)
  const { cwd, env } = host
  const decoder = new TextDecoder()
  let text = ''
  const { aggregate = 'file', verbose = false, quiet = false, time = reportTime(env), ...rest } = options
  const pathOf = repositoryPaths(cwd, env)
  const all = { ...rest, aggregate, verbose, quiet, time, cwd, pathOf }
  for (const chunk of await formatted(name, report, all, host, FORMATS))
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  return text
}
