import type { Delivery } from '../deliver/deliver.js'
import type { Destination } from '../deliver/destination.js'
import type { ExitRules } from '../deliver/exit-code.js'
import type { Formats } from '../deliver/formatted.js'
import { formOf } from '../deliver/forms.js'
import { UsageError, UserError } from '../errors.js'
import { baseUri } from '../formats/ci/uri.js'
import type { SarifOptions } from '../formats/format.js'
import { FORMATS, type FormatName, resultTemplate, WITHOUT_BASELINE } from '../formats/index.js'
import type { Log } from '../log.js'
import { stderrLog } from '../output/stderr.js'
import { showsColours } from '../output/terminal.js'
import { regularFile } from '../output/writer.js'
import type { Host } from '../plan/host.js'
import type { Wanted } from '../plan/plan.js'
import { reportTime } from '../plan/report-time.js'
import { isSourceAddress, SOURCE_ADDRESS } from '../plan/source-address.js'
import type { Thresholds } from '../report/thresholds.js'
import { invalidChoice, type Values } from './argparse.js'
import { thresholdOf } from './flags.js'

/** Delivery of the formats that the flags ask for, and what those formats need from a report. */
export interface FormatDelivery extends Delivery {
  wanted: Wanted
}

/**
 * Plans what to do with a report, according to the flags. `pathOf` returns a file's path relative to the top of the
 * repository. Throws a UsageError or a UserError for flags that conflict.
 */
export function planDelivery(values: Values, host: Host, pathOf: (name: string) => string): FormatDelivery {
  const exit = exitRules(values)
  const name = values.format ?? defaultFormat(host)
  const { destinations, names: formats } = destinationsOf(name, values, host, FORMATS)
  for (const format of formats) checkBaseline(values, format)
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
      ...(formats.includes('json') && { results: resultTemplate }),
      suppressed: makesSarif && (values.sarifIncludeSuppressed ?? false),
    },
  }
}

/** The destinations of a report and of those of --also, and their formats. Throws a UsageError. */
export function destinationsOf<Name extends string>(
  name: Name,
  { also = [], output }: Pick<Values, 'also' | 'output'>,
  host: Host,
  formats: Formats<Name>,
): { destinations: Destination[]; names: Name[] } {
  const others = also.map(word => alsoOf(word, formats))
  if (others.length > 0) checkFiles([output, ...others.map(({ file }) => file)], host.cwd)
  return {
    names: [name, ...others.map(({ format }) => format)],
    destinations: [
      { form: formOf(name, host, formats), ...(output !== undefined && { file: output }) },
      ...others.map(({ format, file }) => ({
        form: formOf(format, host, formats),
        argument: '--also',
        additional: true,
        ...(file !== undefined && { file }),
      })),
    ],
  }
}

/** The options that all formats share. Throws a UsageError for an invalid --source-url. */
export function formatOptions({ aggregate, verbose, quiet, sourceUrl }: Values, { cwd, env }: Host) {
  if (sourceUrl !== undefined && !isSourceAddress(sourceUrl))
    throw new UsageError(`argument --source-url: invalid value: '${sourceUrl}' (expected ${SOURCE_ADDRESS})`)
  return {
    aggregate: aggregate ?? 'file',
    verbose: verbose ?? false,
    quiet: quiet ?? false,
    time: reportTime(env),
    cwd,
    ...(sourceUrl !== undefined && { sourceUrl }),
  } as const
}

/** A log on standard error with the verbosity that the flags ask for. */
export function logOf({ quiet, debug }: Values): Log {
  return stderrLog(quiet ? 'warning' : debug ? 'debug' : 'info')
}

/**
 * Throws a UsageError for --msg-template without the custom format. Call it before the `.bandit` file is applied: a
 * template in that file is ignored by other formats.
 */
export function checkTemplate({ msgTemplate, format, also = [] }: Values): void {
  const formats = [format, ...also.map(word => alsoOf(word, FORMATS).format)]
  if (msgTemplate !== undefined && !formats.includes('custom'))
    throw new UsageError('--msg-template can only be used with --format=custom')
}

/** The format if none is named. */
export function defaultFormat({ env }: Host): FormatName {
  return showsColours(env) ? 'screen' : 'txt'
}

/** Parses the value of --also, `FORMAT` or `FORMAT=FILE`. Throws a UsageError for an unknown format. */
function alsoOf<Name extends string>(
  word: string,
  formats: Readonly<Record<Name, unknown>>,
): { format: Name; file: string | undefined } {
  const [name = '', ...rest] = word.split('=')
  if (!Object.hasOwn(formats, name)) throw invalidChoice({ names: ['--also'] }, name, Object.keys(formats))
  return { format: name as Name, file: rest.length > 0 ? rest.join('=') : undefined }
}

/** Throws a UsageError if two reports go to one file: the second would overwrite the first. */
function checkFiles(names: readonly (string | undefined)[], cwd: string): void {
  const taken = new Set<string>()
  for (const name of names) {
    const file = name === undefined || name === '-' ? undefined : regularFile(name, cwd)
    if (file === undefined) continue
    if (taken.has(file)) throw new UsageError(`argument --also: another report already goes to '${name}'`)
    taken.add(file)
  }
}

function checkBaseline({ baseline }: Values, format: FormatName): void {
  if (baseline !== undefined && WITHOUT_BASELINE.has(format)) {
    const others = Object.keys(FORMATS).filter(name => !WITHOUT_BASELINE.has(name as FormatName))
    throw new UserError(`Baseline must be used with one of the following formats: ${others.join(', ')}`)
  }
}

function sarifOptions({ sarifCategory, sarifMaxResults, sarifRules, sarifRoot }: Values): SarifOptions {
  if (sarifMaxResults !== undefined && sarifMaxResults < 0)
    throw new UsageError('argument --sarif-max-results: must be at least 0')
  if (sarifRoot !== undefined && baseUri(sarifRoot) === undefined)
    throw new UsageError(
      `argument --sarif-root: not an absolute URI, such as file:///src/repo/: '${sarifRoot}'`,
    )
  return {
    ...(sarifCategory && { category: sarifCategory }),
    ...(sarifRules && { rules: sarifRules }),
    ...(sarifRoot !== undefined && { root: sarifRoot }),
    ...(sarifMaxResults !== undefined && { maxResults: sarifMaxResults }),
  }
}

/** The rules for the exit code that the flags set. Throws a UsageError for an invalid --fail-on. */
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
      `argument --fail-on: invalid value: '${text}' (expected SEVERITY or SEVERITY:CONFIDENCE, each one of all, low, medium, high)`,
    )
  }
  return { severity, confidence }
}
