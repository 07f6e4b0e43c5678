import { appendFileSync } from 'node:fs'
import { systemMessage, UserError } from '../errors.js'
import type { FormatName } from '../formats/index.js'
import type { Host } from '../plan/host.js'
import type { Report } from '../report/report.js'
import type { DeliveryOptions, Form } from './destination.js'
import { formatted } from './formatted.js'

/** The form for a format of -f. */
export function formOf(name: FormatName, host: Host): Form {
  const form: Form = {
    name: `${name} output`,
    write: (report, options) => formatted(name, report, options, host),
  }
  if (name === 'screen') form.screenOnly = true
  if (name === 'sarif')
    form.failure = async options => (await import('../formats/ci/sarif.js')).failedSarif(options)
  const { GITHUB_STEP_SUMMARY: summary } = host.env
  if (name === 'github' && summary)
    form.written = (report, options) => appendSummary(summary, report, options)
  return form
}

/** GitHub Actions shows only a few annotations; the step summary has room for more. */
async function appendSummary(file: string, report: Report, options: DeliveryOptions): Promise<void> {
  const { stepSummary } = await import('../formats/people/markdown.js')
  try {
    appendFileSync(file, stepSummary(report, options))
  } catch (error) {
    throw new UserError(`cannot write '${file}': ${systemMessage(error)}`)
  }
}
