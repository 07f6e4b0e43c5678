import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Delivery } from '../../deliver/deliver.js'
import type { Destination } from '../../deliver/destination.js'
import { UsageError } from '../../errors.js'
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

/**
 * Throws a UsageError for a report that would replace a source: after a flag whose value was forgotten, the first file to
 * check is the name of the report.
 */
export function keepSources(
  destinations: readonly Pick<Destination, 'file' | 'argument'>[],
  cwd: string,
): void {
  for (const { file, argument = '-o/--output' } of destinations)
    if (file !== undefined && /\.(?:py[iw]?|ipynb)$/i.test(file) && existsSync(resolve(cwd, file)))
      throw new UsageError(`argument ${argument}: '${file}' is a source, which a report would replace`)
}

/** Plans what to do with the report of a check. Rejects with a UsageError for flags that conflict. */
export async function planCheckDelivery(
  values: CheckValues,
  host: Host,
  log: Log,
  pathOf: (name: string) => string,
): Promise<Delivery & { wanted: Wanted }> {
  const { destinations, names } = destinationsOf(values.format ?? 'full', values, host, CHECK_FORMATS)
  keepSources(destinations, host.cwd)
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
