import type { Delivery } from '../deliver/deliver.js'
import type { Destination } from '../deliver/destination.js'
import type { ExitRules } from '../deliver/exit-code.js'
import { formOf } from '../deliver/forms.js'
import { UsageError, UserError } from '../errors.js'
import type { SarifOptions } from '../formats/format.js'
import { FORMATS, type FormatName, WITHOUT_BASELINE } from '../formats/index.js'
import type { Log } from '../log.js'
import { stderrLog } from '../output/stderr.js'
import { showsColours } from '../output/terminal.js'
import { regularFile } from '../output/writer.js'
import type { Host } from '../plan/host.js'
import type { Wanted } from '../plan/plan.js'
import { reportTime } from '../plan/report-time.js'
import type { Thresholds } from '../report/thresholds.js'
import type { Values } from './argparse.js'
import { thresholdOf } from './flags.js'

/** Reports of the formats that the flags ask for, and what they need a report to hold. */
export interface FormatDelivery extends Delivery {
  wanted: Required<Wanted>
}

/**
 * What the flags want done with a report. `pathOf` gives a file's path from the top of the repository. Throws a
 * UsageError or a UserError for flags that do not go together.
 */
export function planDelivery(values: Values, host: Host, pathOf: (name: string) => string): FormatDelivery {
  const exit = exitRules(values)
  const name = values.format ?? defaultFormat(host)
  const also = (values.also ?? []).map(alsoOf)
  const formats = [name, ...also.map(({ format }) => format)]
  for (const format of formats) checkBaseline(values, format)
  if (also.length > 0) checkFiles([values.output, ...also.map(({ file }) => file)], host.cwd)
  const destinations: Destination[] = [
    { form: formOf(name, host.env), ...(values.output !== undefined && { file: values.output }) },
    ...also.map(({ format, file }) => ({
      form: formOf(format, host.env),
      argument: '--also',
      additional: true,
      ...(file !== undefined && { file }),
    })),
  ]
  const log = logOf(values)
  const makesSarif = formats.includes('sarif')
  return {
    destinations,
    exit,
    cwd: host.cwd,
    options: {
      ...formatOptions(values, host),
      log,
      pathOf,
      sarif: sarifOptions(values),
      ...(values.msgTemplate !== undefined && { template: values.msgTemplate }),
    },
    wanted: {
      lineHashes: makesSarif,
      jsonRows: formats.includes('json'),
      suppressed: makesSarif && (values.sarifIncludeSuppressed ?? false),
    },
  }
}

/** The options of every format. */
export function formatOptions({ aggregate, verbose, quiet }: Values, { cwd, env }: Host) {
  return {
    aggregate: aggregate ?? 'file',
    verbose: verbose ?? false,
    quiet: quiet ?? false,
    time: reportTime(env),
    cwd,
  } as const
}

/** Standard error, as the flags want it. */
export function logOf({ quiet, debug }: Values): Log {
  return stderrLog(quiet ? 'warning' : debug ? 'debug' : 'info')
}

/** A template in the `.bandit` file is ignored by other formats; on the command line it is an error. */
export function checkTemplate({ msgTemplate, format, also = [] }: Values): void {
  const formats = [format, ...also.map(word => alsoOf(word).format)]
  if (msgTemplate !== undefined && !formats.includes('custom'))
    throw new UsageError('--msg-template can only be used with --format=custom')
}

/** The format where none is named. */
export function defaultFormat({ env }: Host): FormatName {
  return showsColours(env) ? 'screen' : 'txt'
}

/** What --also asks for, `FORMAT` or `FORMAT=FILE`. Throws a UsageError for an unknown format. */
function alsoOf(word: string): { format: FormatName; file: string | undefined } {
  const [name = '', ...rest] = word.split('=')
  if (!(name in FORMATS)) {
    const choices = Object.keys(FORMATS).map(each => `'${each}'`)
    throw new UsageError(`argument --also: invalid choice: '${name}' (choose from ${choices.join(', ')})`)
  }
  return { format: name as FormatName, file: rest.length > 0 ? rest.join('=') : undefined }
}

/** Throws a UsageError where two reports go to one file: the second would replace the first. */
function checkFiles(names: readonly (string | undefined)[], cwd: string): void {
  const taken = new Set<string>()
  for (const name of names) {
    const file = name === undefined || name === '-' ? undefined : regularFile(name, cwd)
    if (file === undefined) continue
    if (taken.has(file)) throw new UsageError(`argument --also: '${name}' has a report already`)
    taken.add(file)
  }
}

function checkBaseline({ baseline }: Values, format: FormatName): void {
  if (baseline !== undefined && WITHOUT_BASELINE.has(format)) {
    const others = Object.keys(FORMATS).filter(name => !WITHOUT_BASELINE.has(name as FormatName))
    throw new UserError(`Baseline must be used with one of the following formats: ${others.join(', ')}`)
  }
}

function sarifOptions({ sarifCategory, sarifMaxResults }: Values): SarifOptions {
  if (sarifMaxResults !== undefined && sarifMaxResults < 0)
    throw new UsageError('argument --sarif-max-results: must be at least 0')
  return {
    ...(sarifCategory && { category: sarifCategory }),
    ...(sarifMaxResults !== undefined && { maxResults: sarifMaxResults }),
  }
}

/** What the flags say of the exit code. Throws a UsageError where --fail-on names no levels. */
export function exitRules({ exitZero, failOn, failOnError }: Values): ExitRules {
  return {
    exitZero: exitZero ?? false,
    failOnError: failOnError ?? false,
    ...(failOn !== undefined && { failOn: readFailOn(failOn) }),
  }
}

function readFailOn(text: string): Thresholds {
  const [severity = -1, confidence = 0, ...more] = text.toLowerCase().split(':').map(thresholdOf)
  if (severity < 0 || confidence < 0 || more.length > 0) {
    throw new UsageError(
      `argument --fail-on: invalid value: '${text}' (SEVERITY or SEVERITY:CONFIDENCE, each all, low, medium or high)`,
    )
  }
  return { severity, confidence }
}
