import { appendFileSync } from 'node:fs'
import { systemMessage, UserError } from '../errors.js'
import type { Host } from '../plan/host.js'
import type { Report } from '../report/report.js'
import type { DeliveryOptions, Form } from './destination.js'
import { type Formats, formatted } from './formatted.js'

/** The form for a format of -f, one of `formats`. */
export function formOf<Name extends string>(name: Name, host: Host, formats: Formats<Name>): Form {
  const form: Form = {
    name: `${name} output`,
    write: (report, options) => formatted(name, report, options, host, formats),
  }
  if (name === 'screen') form.screenOnly = true
  if (name === 'full' || name === 'concise') form.paints = true
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
