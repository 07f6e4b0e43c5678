import { UsageError, UserError } from '../errors.js'
import type { Log } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import { visible } from '../output/visible.js'
import { type Output, openOutput, stderrOutput } from '../output/writer.js'
import type { Report } from '../report/report.js'
import type { WriteOptions } from './formatted.js'

export type DeliveryOptions = WriteOptions & { log: Log }

/** A way to write a report. */
export interface Form {
  /** Its name in log messages, such as `json output`. */
  name: string
  write: (report: Report, options: DeliveryOptions) => Iterable<Chunk> | Promise<Iterable<Chunk>>
  /** Makes a report of a scan that crashed, if the format has one. */
  failure?: (options: DeliveryOptions) => Promise<Iterable<Chunk>>
  /** For people at a terminal only: a file named for it stays empty. */
  screenOnly?: boolean
  /** Its control characters are meant for the terminal. It makes those of scanned text visible itself. */
  paints?: boolean
  /** Called after the report has been written. */
  written?: (report: Report, options: DeliveryOptions) => Promise<void>
}

/** A report to write, and where to write it. */
export interface Destination {
  form: Form
  /** The name of the file. Without one, the report goes to standard output. */
  file?: string
  /** Whether it goes to standard error where it would go to standard output. */
  stderr?: boolean
  /** The flag that names the file. */
  argument?: string
  /** If it cannot be opened, the others are still written. */
  additional?: boolean
}

/** A destination that is known to be writable. */
export interface OpenDestination extends Destination {
  output: Output
}

/** Opens a destination. Rejects with a UsageError if that fails, unless it is an additional one. */
export async function open(destination: Destination, cwd: string): Promise<OpenDestination> {
  const { file: name, argument, additional, ...rest } = destination
  const file = name === '-' ? undefined : name
  if (file === undefined && destination.stderr) return { ...rest, output: stderrOutput() }
  const output = await openOutput(file, cwd, argument).catch((error: unknown): Output => {
    if (!additional || !(error instanceof UsageError)) throw error
    return { terminal: false, write: () => Promise.reject(new UserError(error.message)) }
  })
  return { ...rest, output, ...(file !== undefined && { file }) }
}

/** Writes a report to its destination. Scanned text in it must not control a terminal. */
export async function write(
  { form, file, output, stderr }: OpenDestination,
  report: Report,
  options: DeliveryOptions,
): Promise<void> {
  const { log } = options
  if (form.screenOnly) {
    const screen = file === undefined ? output : await openOutput(undefined)
    await screen.write(await form.write(report, screen.terminal ? { ...options, visible } : options))
    if (file === undefined) return
    await output.write([])
    log.info(`Screen formatter output was not written to file: ${file}, consider '-f txt'`)
    return
  }
  const { terminal, ...plain } = options
  // The terminal of the options is that of standard output.
  const chunks = await form.write(report, output.terminal && !stderr ? options : plain)
  await output.write(output.terminal && !form.paints ? map(chunks, visibleChunk) : chunks)
  if (file !== undefined) log.info(`${form.name} written to file: ${file}`)
  await form.written?.(report, options)
}

/** What a terminal shows of a chunk. */
const visibleChunk = (chunk: Chunk): string =>
  visible(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())

function* map<T, U>(items: Iterable<T>, change: (item: T) => U): Generator<U> {
  for (const item of items) yield change(item)
}
