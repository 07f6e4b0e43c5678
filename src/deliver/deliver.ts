import { UserError } from '../errors.js'
import type { Log } from '../log.js'
import type { Report } from '../report/report.js'
import { type DeliveryOptions, type Destination, type OpenDestination, open, write } from './destination.js'
import { type ExitRules, exitCode } from './exit-code.js'

/** What to do with a report: where to write it, how, and which exit code to return. */
export interface Delivery {
  destinations: readonly Destination[]
  options: DeliveryOptions
  exit: ExitRules
  /** The working directory, absolute. */
  cwd: string
}

/**
 * Opens the destinations, makes the report and writes it. Resolves with the exit code. Rejects with a UsageError before
 * `make` is called if a destination cannot be written.
 */
export async function deliver(delivery: Delivery, make: () => Promise<Report>): Promise<0 | 1 | 2> {
  const { options, exit, cwd } = delivery
  const destinations = await Promise.all(delivery.destinations.map(destination => open(destination, cwd)))
  const began = process.hrtime.bigint()
  const report = await make().catch(async (error: unknown) => {
    if (!(error instanceof UserError)) await writeFailures(destinations, options)
    throw error
  })
  // A scan without its cache is right, but as slow as the first one, each time.
  if (report.cacheFailed)
    options.log.warning(`no cache: ${report.cacheNote}; --cache-dir can name another folder`)
  else if (report.cacheNote && options.verbose) options.log.info(report.cacheNote)
  const code = exitCode(report, exit)
  const elapsed = Number(process.hrtime.bigint() - began) / 1e6
  await writeAll(destinations, report, { ...options, elapsed, exitCode: code })
  if (exit.failOnError) nameSkipped(report, options.log)
  return code
}

/** How many skipped files are named. */
const MAX_NAMED = 20

/** Names the files for which --fail-on-error fails the run: with -q, no report may do so. */
function nameSkipped({ skipped }: Report, log: Log): void {
  for (const { name, reason } of skipped.slice(0, MAX_NAMED)) log.error(`${name}: not scanned: ${reason}`)
  const others = skipped.length - MAX_NAMED
  if (others > 0) log.error(`${others} more ${others === 1 ? 'file was' : 'files were'} not scanned`)
}

/** Writes one report after another. Tries all of them, then rejects with the first error. */
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

/** Writes a report of the failure in every format that has one. */
async function writeFailures(
  destinations: readonly OpenDestination[],
  options: DeliveryOptions,
): Promise<void> {
  for (const { form, output } of destinations) {
    if (form.failure) await output.write(await form.failure(options))
  }
}
