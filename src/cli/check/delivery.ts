import type { Delivery } from '../../deliver/deliver.js'
import type { Destination } from '../../deliver/destination.js'
import { formOf } from '../../deliver/forms.js'
import { CHECK_FORMATS } from '../../formats/index.js'
import type { Log } from '../../log.js'
import { terminalOf } from '../../output/terminal.js'
import type { Host } from '../../plan/host.js'
import type { Wanted } from '../../plan/plan.js'
import { reportTime } from '../../plan/report-time.js'
import { alsoOf, checkFiles } from '../delivery-plan.js'
import type { CheckValues } from './request.js'

/** Plans what to do with the report of a check. Rejects with a UsageError for flags that conflict. */
export async function planCheckDelivery(
  values: CheckValues,
  host: Host,
  log: Log,
  pathOf: (name: string) => string,
): Promise<Delivery & { wanted: Wanted }> {
  const name = values.format ?? 'full'
  const also = (values.also ?? []).map(word => alsoOf(word, CHECK_FORMATS))
  if (also.length > 0) checkFiles([values.output, ...also.map(({ file }) => file)], host.cwd)
  const destinations: Destination[] = [
    { form: formOf(name, host, CHECK_FORMATS), ...(values.output !== undefined && { file: values.output }) },
    ...also.map(({ format, file }) => ({
      form: formOf(format, host, CHECK_FORMATS),
      argument: '--also',
      additional: true,
      ...(file !== undefined && { file }),
    })),
  ]
  const env = values.noColor ? { ...host.env, NO_COLOR: '1' } : host.env
  const terminal = await terminalOf(env)
  return {
    destinations,
    exit: { exitZero: values.exitZero ?? false },
    cwd: host.cwd,
    options: {
      aggregate: 'file',
      verbose: values.verbose ?? false,
      quiet: values.quiet ?? false,
      time: reportTime(host.env),
      cwd: host.cwd,
      log,
      pathOf,
      showHidden: values.showHidden ?? false,
      showSuppressed: values.showSuppressed ?? false,
      ...(terminal && { terminal }),
    },
    wanted: { lineHashes: [name, ...also.map(({ format }) => format)].includes('sarif') },
  }
}
