import { dirname, resolve } from 'node:path'
import { ContentError, UserError } from '../errors.js'
import { FORMATS, type FormatName } from '../formats/index.js'
import { readInput, Unreadable } from '../inputs.js'
import type { Log } from '../log.js'
import { parseIni } from '../plan/config/ini.js'
import { CONTEXT_LINES, EXCLUDE } from '../plan/defaults.js'
import { isInside, resolved } from '../plan/repository-paths.js'
import { decode } from '../python/decode.js'
import { parseWholeNumber } from '../python/whole-number.js'
import type { CommandLine, Values } from './argparse.js'
import { LEVELS } from './flags.js'

/** Options from the section `[bandit]` of a `.bandit` file. */
export type Ini = ReadonlyMap<string, string>

/**
 * Options that decide what is written and where. Whoever wrote the scanned files must not choose them, so a file
 * that was found and not named cannot set them. Bandit lets it.
 */
const OUTPUT_OPTIONS: ReadonlySet<string> = new Set(['format', 'msg-template', 'output'])
/** Options that name a file to read. A file that was found can only name one in its own folder. */
const FILE_OPTIONS: ReadonlySet<string> = new Set(['baseline', 'configfile'])

/**
 * Reads the file that --ini names, or else the one that was found, as far as it can be trusted. A file that cannot be
 * read only causes a warning, as in Bandit (core/utils.py, parse_ini_file). Rejects with a UserError if several were
 * found.
 */
export async function loadIni(
  named: string | undefined,
  found: readonly string[],
  cwd: string,
  log: Log,
): Promise<Ini | undefined> {
  const [first, second] = found
  if (!named && second !== undefined) {
    const list = found.join(', ')
    throw new UserError(`Multiple .bandit files found - scan separately or choose one with --ini: ${list}`)
  }
  const file = named || first
  if (!file) return undefined
  if (!named) log.info(`Found project level .bandit file: ${file}`)
  const path = resolve(cwd, file)
  try {
    const ini = parseIni(decode(await readInput(path)), 'bandit')
    return named ? ini : believed(ini, { file, named: file, folder: dirname(path), cwd }, log)
  } catch (error) {
    if (error instanceof Unreadable) throw new UserError(`cannot read '${file}': ${error.message}`)
    if (!(error instanceof Error) || !('errno' in error || error instanceof ContentError)) throw error
    const reason = error instanceof ContentError ? `: ${error.message}` : ''
    log.warning(`Unable to parse config file ${file} or missing [bandit] section${reason}`)
    return undefined
  }
}

/** Where the options of a `.bandit` file come from. */
interface IniOrigin {
  /** The file, as messages name it. */
  file: string
  /** What to name with --ini to allow all of them. */
  named: string
  /** The folder outside of which they cannot name a file. */
  folder: string
  /** The working directory. */
  cwd: string
}

/**
 * Returns the options that a file may set although nobody named it: one that was found under the targets, or a record
 * of a shard, which holds what the shard read. Logs both kinds.
 */
export function believed(ini: Ini, { file, named, folder, cwd }: IniOrigin, log: Log): Ini {
  const kept = new Map<string, string>()
  for (const [key, value] of ini) {
    if (value === '') continue
    const leaves = FILE_OPTIONS.has(key) && !isInside(resolved(folder), resolved(resolve(cwd, value)))
    if (!OUTPUT_OPTIONS.has(key) && !leaves) kept.set(key, value)
    else {
      const reason = leaves ? `'${value}' is outside its folder` : 'it decides what is written'
      log.warning(`${file}: ignoring ${key}: ${reason}; pass --ini ${named} to allow it`)
    }
  }
  const keys = [...kept.keys()].join(', ')
  if (keys) log.info(`${file} sets ${keys}; pass --no-ini to ignore them`)
  return kept
}

/**
 * Adds a file's options to the command line. An option of the file applies if the command line does not set
 * it, or sets it to its default: Bandit cannot tell these apart (cli/main.py, _log_option_source). Any text
 * turns a switch on, even `false`. Throws a UserError for a value that its option does not accept.
 */
export function withIni(
  { values, targets }: CommandLine,
  ini: Ini,
  defaultFormat: FormatName,
  log: Log,
): CommandLine {
  const given = (key: string): string | undefined => ini.get(key) || undefined
  const text = (value: string | undefined, key: string): string | undefined => {
    const other = given(key)
    if (value || other) log.info(`Using ${value ? 'command line arg' : 'ini file'} for ${key}`)
    return value || other
  }
  /** The file's value if the command line has the default. */
  const unless = <T>(isDefault: boolean, value: T, other: T | undefined): T =>
    isDefault ? (other ?? value) : value
  const on = (value: boolean | undefined, key: string): boolean => value || given(key) !== undefined

  const { exclude, aggregate, number, format, output } = values
  const merged: { [K in keyof Values]: Values[K] | undefined } = {
    ...values,
    configFile: text(values.configFile, 'configfile'),
    exclude: unless(exclude === undefined || exclude === EXCLUDE.join(','), exclude, given('exclude')),
    skips: text(values.skips, 'skips'),
    tests: text(values.tests, 'tests'),
    recursive: on(values.recursive, 'recursive'),
    aggregate: unless(aggregate !== 'vuln', aggregate, given('aggregate') === 'vuln' ? 'vuln' : undefined),
    number: unless(number === undefined || number === CONTEXT_LINES, number, integer(given('number'))),
    profile: text(values.profile, 'profile'),
    format: unless(format === undefined || format === defaultFormat, format, formatOf(given('format'))),
    msgTemplate: text(values.msgTemplate, 'msg-template'),
    output: unless(output === undefined, output, given('output')),
    verbose: on(values.verbose, 'verbose'),
    debug: on(values.debug, 'debug'),
    quiet: on(values.quiet, 'quiet'),
    ignoreNosec: on(values.ignoreNosec, 'ignore-nosec'),
    baseline: text(values.baseline, 'baseline'),
  }
  const isDefault = (count: number | undefined, level: string | undefined) =>
    !count && (level === undefined || level === 'all')
  if (isDefault(values.severity, values.severityLevel))
    merged.severityLevel = level('level', given('level')) ?? values.severityLevel
  if (isDefault(values.confidence, values.confidenceLevel))
    merged.confidenceLevel = level('confidence', given('confidence')) ?? values.confidenceLevel
  return {
    values: Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as Values,
    targets: targets.length > 0 ? targets : (given('targets')?.split(',') ?? []),
  }
}

/** 0 means the default. */
function integer(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = parseWholeNumber(text)
  if (value === undefined) throw invalidValue('number', text, 'an integer')
  return value || undefined
}

/** A level as Bandit counts them, from 1 (everything) to 4, or by name. */
function level(key: string, text: string | undefined): (typeof LEVELS)[number] | undefined {
  if (text === undefined) return undefined
  const found = LEVELS.find((name, index) => name === text.toLowerCase() || String(index + 1) === text)
  if (found) return found
  throw invalidValue(key, text, `1 to ${LEVELS.length}, or one of ${LEVELS.join(', ')}`)
}

/** An unknown format means the default one (core/manager.py, output_results). */
function formatOf(text: string | undefined): FormatName | undefined {
  return (Object.keys(FORMATS) as FormatName[]).find(name => name === text)
}

function invalidValue(key: string, text: string, expected: string): UserError {
  return new UserError(`.bandit file: ${key}: expected ${expected}, found '${text}'`)
}
