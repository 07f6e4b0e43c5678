import { UserError } from '../errors.js'
import type { Report } from '../report/report.js'
import { type DeliveryOptions, type Destination, type OpenDestination, open, write } from './destination.js'
import { type ExitRules, exitCode } from './exit-code.js'

/** What becomes of a report: where it goes, how it is written, and what status the run ends with. */
export interface Delivery {
  destinations: readonly Destination[]
  options: DeliveryOptions
  exit: ExitRules
  /** The working directory, absolute. */
  cwd: string
}

/**
 * Opens the destinations, has the report made, and writes it. Resolves with the exit code. A destination that cannot be
 * written is an error before anything is scanned.
 */
export async function deliver(delivery: Delivery, make: () => Promise<Report>): Promise<0 | 1> {
  const { options, exit, cwd } = delivery
  const destinations = await Promise.all(delivery.destinations.map(destination => open(destination, cwd)))
  const report = await make().catch(async (error: unknown) => {
    if (!(error instanceof UserError)) await writeFailures(destinations, options)
    throw error
  })
  if (report.cacheNote && options.verbose) options.log.info(report.cacheNote)
  await writeAll(destinations, report, options)
  return exitCode(report, exit)
}

/** Writes one report after the other. Rejects with the first error once all of them have been tried. */
async function writeAll(
  destinations: readonly OpenDestination[],
  report: Report,
  options: DeliveryOptions,
): Promise<void> {
  const errors: unknown[] = []
  for (const destination of destinations) {
    try {
      await write(destination, report, options)
    } catch (error) {
      errors.push(error)
      if (!(error instanceof UserError) && destination.file !== undefined)
        await writeFailures([destination], options)
    }
  }
  for (const error of errors.slice(1))
    options.log.error(String(error instanceof Error ? error.message : error))
  if (errors.length > 0) throw errors[0]
}

/** Writes the reports that can say that the scan broke down. */
async function writeFailures(
  destinations: readonly OpenDestination[],
  options: DeliveryOptions,
): Promise<void> {
  for (const { form, output } of destinations) {
    if (form.failure) await output(await form.failure(options))
  }
}
