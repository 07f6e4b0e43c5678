import { appendFileSync } from 'node:fs'
import { systemMessage, UsageError, UserError } from '../errors.js'
import type { FormatOptions } from '../formats/format.js'
import { FORMATS, type FormatName } from '../formats/index.js'
import type { Log } from '../log.js'
import { type Output, openOutput, regularFile } from '../output/writer.js'
import type { Report } from '../report/report.js'

/** A report to be: its form, and where it goes. */
export interface Destination {
  format: FormatName
  /** The name of its file; standard output without one. */
  file: string | undefined
  output: Output
}

/** What --also asks for, `FORMAT` or `FORMAT=FILE`. Throws a UsageError for a format that there is not. */
export function alsoOf(word: string): Pick<Destination, 'format' | 'file'> {
  const [name = '', ...rest] = word.split('=')
  if (!(name in FORMATS)) {
    const choices = Object.keys(FORMATS).map(each => `'${each}'`)
    throw new UsageError(`argument --also: invalid choice: '${name}' (choose from ${choices.join(', ')})`)
  }
  return { format: name as FormatName, file: rest.length > 0 ? rest.join('=') : undefined }
}

/** Throws a UsageError where two reports go to one file: the latter would take the place of the former. */
export function checkFiles(names: readonly (string | undefined)[]): void {
  const taken = new Set<string>()
  for (const name of names) {
    const file = name === undefined || name === '-' ? undefined : regularFile(name)
    if (file === undefined) continue
    if (taken.has(file)) throw new UsageError(`argument --also: '${name}' has a report already`)
    taken.add(file)
  }
}

/** Opens the place of one more report. One that cannot be written fails alone, when the others are there. */
export async function openAlso({ format, file }: ReturnType<typeof alsoOf>): Promise<Destination> {
  const output = await openOutput(file, '--also').catch((error: unknown): Output => {
    if (!(error instanceof UsageError)) throw error
    return () => Promise.reject(new UserError(error.message))
  })
  return { format, file, output }
}

/** Writes one report after the other. Rejects with the first error once all of them have been tried. */
export async function writeReports(
  destinations: readonly Destination[],
  report: Report,
  options: FormatOptions & { log: Log },
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

/** Writes the reports that can say that there was no scan, for it broke down. */
export async function writeFailures(
  destinations: readonly Destination[],
  options: Pick<FormatOptions, 'sarif'>,
): Promise<void> {
  for (const { format, output } of destinations) {
    if (format === 'sarif') await output((await import('../formats/ci/sarif.js')).failedSarif(options))
  }
}

/** The screen format is for standard output only: it leaves a file that is named for it empty. */
async function write(
  { format, file, output }: Destination,
  report: Report,
  options: FormatOptions & { log: Log },
): Promise<void> {
  const { log } = options
  const chunks = (await FORMATS[format]())(report, options)
  if (format === 'screen' && file !== undefined) {
    await (await openOutput(undefined))(chunks)
    await output([])
    log.info(`Screen formatter output was not written to file: ${file}, consider '-f txt'`)
    return
  }
  await output(chunks)
  if (file !== undefined) log.info(`${format} output written to file: ${file}`)
  const { GITHUB_STEP_SUMMARY: summary } = process.env
  if (format === 'github' && summary) await appendSummary(summary, report, options)
}

/** GitHub Actions shows few annotations; the summary of the step has room for more. */
async function appendSummary(file: string, report: Report, options: FormatOptions): Promise<void> {
  const { stepSummary } = await import('../formats/people/markdown.js')
  try {
    appendFileSync(file, stepSummary(report, options))
  } catch (error) {
    throw new UserError(`cannot write '${file}': ${systemMessage(error)}`)
  }
}
