import type { Values } from '../cli/argparse.js'
import { UsageError, UserError } from '../errors.js'
import type { SarifOptions } from '../formats/format.js'
import { FORMATS, type FormatName, WITHOUT_BASELINE } from '../formats/index.js'
import type { Log } from '../log.js'
import { stderrLog } from '../output/stderr.js'
import { showsColours } from '../output/terminal.js'
import { openOutput } from '../output/writer.js'
import type { Options } from '../plan/options.js'
import { reportTime } from '../plan/report-time.js'
import type { Report } from '../report/report.js'
import { exitCode, exitRules } from './exit-code.js'
import { alsoOf, checkFiles, openAlso, writeFailures, writeReports } from './reports.js'

/** What a report must hold beside its findings, for the formats that are asked for. */
export type Wanted = Required<Pick<Options, 'lineHashes' | 'keepSuppressed' | 'jsonRows'>>

/**
 * Opens all that reports go to, has the report made, and writes it there. Resolves with the exit code. `pathOf` gives
 * a file's path from the top of the repository.
 */
export async function makeReports(
  values: Values,
  pathOf: (name: string) => string,
  make: (wanted: Wanted, log: Log) => Promise<Report>,
): Promise<0 | 1> {
  const failing = exitRules(values)
  const name = values.format ?? defaultFormat()
  const alsoFormats = (values.also ?? []).map(alsoOf)
  for (const { format } of [{ format: name }, ...alsoFormats]) checkBaseline(values, format)
  if (alsoFormats.length > 0) checkFiles([values.output, ...alsoFormats.map(({ file }) => file)])
  const log = logOf(values)
  const time = reportTime()
  const output = await openOutput(values.output)
  const also = await Promise.all(alsoFormats.map(openAlso))
  const destinations = [{ format: name, file: values.output, output }, ...also]
  const sarif = sarifOptions(values)
  const makesSarif = destinations.some(({ format }) => format === 'sarif')
  const wanted = {
    lineHashes: makesSarif,
    jsonRows: destinations.some(({ format }) => format === 'json'),
    keepSuppressed: makesSarif && (values.sarifIncludeSuppressed ?? false),
  }
  const report = await make(wanted, log).catch(async (error: unknown) => {
    if (!(error instanceof UserError)) await writeFailures(destinations, { sarif })
    throw error
  })
  if (report.cacheNote && values.verbose) log.info(report.cacheNote)
  await writeReports(destinations, report, {
    aggregate: values.aggregate ?? 'file',
    verbose: values.verbose ?? false,
    quiet: values.quiet ?? false,
    time,
    log,
    pathOf,
    sarif,
    ...(values.msgTemplate !== undefined && { template: values.msgTemplate }),
  })
  return exitCode(report, failing)
}

/** Standard error, as the flags want it. */
export function logOf({ quiet, debug }: Values): Log {
  return stderrLog(quiet ? 'warning' : debug ? 'debug' : 'info')
}

/** A template in the `.bandit` file is left alone by other formats; on the command line it is wrong. */
export function checkTemplate({ msgTemplate, format, also = [] }: Values): void {
  const formats = [format, ...also.map(word => alsoOf(word).format)]
  if (msgTemplate !== undefined && !formats.includes('custom'))
    throw new UsageError('--msg-template can only be used with --format=custom')
}

/** The format where none is named. */
export function defaultFormat(): FormatName {
  return showsColours() ? 'screen' : 'txt'
}

function checkBaseline({ baseline }: Values, format: FormatName): void {
  if (baseline !== undefined && WITHOUT_BASELINE.has(format)) {
    const others = Object.keys(FORMATS).filter(name => !WITHOUT_BASELINE.has(name as FormatName))
    throw new UserError(`Baseline must be used with one of the following formats: ${others.join(', ')}`)
  }
}

function sarifOptions({ sarifCategory, sarifMaxResults }: Values): SarifOptions {
  if (sarifMaxResults !== undefined && sarifMaxResults < 0)
    throw new UsageError('argument --sarif-max-results: expected a number from 0 on')
  return {
    ...(sarifCategory && { category: sarifCategory }),
    ...(sarifMaxResults !== undefined && { maxResults: sarifMaxResults }),
  }
}
