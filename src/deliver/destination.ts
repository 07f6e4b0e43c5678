import { UsageError, UserError } from '../errors.js'
import type { FormatOptions } from '../formats/format.js'
import type { Log } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import { type Output, openOutput } from '../output/writer.js'
import type { Report } from '../report/report.js'

export type DeliveryOptions = FormatOptions & { log: Log }

/** A form that a report can be written in. */
export interface Form {
  /** What the log calls it, such as `json output`. */
  name: string
  write: (report: Report, options: DeliveryOptions) => Iterable<Chunk> | Promise<Iterable<Chunk>>
  /** A report that says that the scan broke down, if the form has one. */
  failure?: (options: DeliveryOptions) => Promise<Iterable<Chunk>>
  /** It is for people at a terminal: a file that is named for it stays empty. */
  screenOnly?: boolean
  /** Called after the report was written. */
  written?: (report: Report, options: DeliveryOptions) => Promise<void>
}

/** A report to write, and where. */
export interface Destination {
  form: Form
  /** The name of its file; standard output without one. */
  file?: string
  /** The flag that names the file. */
  argument?: string
  /** It fails alone: the others are written all the same. */
  additional?: boolean
}

/** A destination whose place is known to be writable. */
export interface OpenDestination extends Destination {
  output: Output
}

/** Opens the place of a report. Rejects with a UsageError where that is not possible, unless it is an additional one. */
export async function open(destination: Destination, cwd: string): Promise<OpenDestination> {
  const { file, argument, additional } = destination
  const output = await openOutput(file, cwd, argument).catch((error: unknown): Output => {
    if (!additional || !(error instanceof UsageError)) throw error
    return () => Promise.reject(new UserError(error.message))
  })
  return { ...destination, output }
}

/** Writes a report to its destination. */
export async function write(
  { form, file, output }: OpenDestination,
  report: Report,
  options: DeliveryOptions,
): Promise<void> {
  const { log } = options
  const chunks = await form.write(report, options)
  if (form.screenOnly && file !== undefined) {
    await (await openOutput(undefined))(chunks)
    await output([])
    log.info(`Screen formatter output was not written to file: ${file}, consider '-f txt'`)
    return
  }
  await output(chunks)
  if (file !== undefined) log.info(`${form.name} written to file: ${file}`)
  await form.written?.(report, options)
}
