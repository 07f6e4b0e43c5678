import type { Delivery } from '../../deliver/deliver.js'
import { CHECK_FORMATS } from '../../formats/index.js'
import type { Log } from '../../log.js'
import { terminalOf } from '../../output/terminal.js'
import type { Host } from '../../plan/host.js'
import type { Wanted } from '../../plan/plan.js'
import { reportTime } from '../../plan/report-time.js'
import { destinationsOf } from '../delivery-plan.js'
import type { CheckValues } from './request.js'

/** The formats that show fixes. */
const WITH_FIXES: ReadonlySet<string> = new Set(['full', 'agent', 'sarif', 'json', 'html'])

/** Plans what to do with the report of a check. Rejects with a UsageError for flags that conflict. */
export async function planCheckDelivery(
  values: CheckValues,
  host: Host,
  log: Log,
  pathOf: (name: string) => string,
): Promise<Delivery & { wanted: Wanted }> {
  const { destinations, names } = destinationsOf(values.format ?? 'full', values, host, CHECK_FORMATS)
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
      unsafeFixes: values.unsafeFixes ?? false,
      ...(terminal && { terminal }),
    },
    wanted: { lineHashes: names.includes('sarif'), fixes: names.some(name => WITH_FIXES.has(name)) },
  }
}
