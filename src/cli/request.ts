import { join } from 'node:path'
import { UsageError } from '../errors.js'
import type { ChangeOptions } from '../git/change-options.js'
import type { Host } from '../plan/host.js'
import type { Options } from '../plan/options.js'
import { byCodePoint } from '../python/order.js'
import { RANKING } from '../rules/levels.js'
import type { Values } from './argparse.js'
import { FLAGS, thresholdOf, thresholdOfCount } from './flags.js'

/** The scan that the flags ask for. Throws a UsageError for flags that conflict. */
export function requestOf(values: Values, targets: string[], { env }: Host): Options {
  const { profile, tests, skips, exclude, configFile, number, ignoreNosec, baseline, baselineMatch } = values
  const severity = values.severityLevel
    ? thresholdOf(values.severityLevel)
    : thresholdOfCount(values.severity ?? 0)
  const confidence = values.confidenceLevel
    ? thresholdOf(values.confidenceLevel)
    : thresholdOfCount(values.confidence ?? 0)
  const changes = changeOptions(values)
  // The changes are in the whole folder, unless targets are named.
  const isWhole = targets.length === 0 && changes.changes !== undefined
  return {
    targets: isWhole ? ['.'] : targets,
    recursive: isWhole || (values.recursive ?? false),
    tests: split(tests) ?? [],
    skips: split(skips) ?? [],
    severity: RANKING[severity] ?? 'UNDEFINED',
    confidence: RANKING[confidence] ?? 'UNDEFINED',
    ignoreNosec: ignoreNosec ?? false,
    forceExclude: values.forceExclude ?? false,
    notebooks: values.notebooks ?? false,
    ...sourceOptions(values, targets),
    ...(configFile !== undefined && { configFile }),
    ...(profile !== undefined && { profile }),
    ...(baseline !== undefined && { baseline }),
    ...(baselineMatch !== undefined && { baselineMatch }),
    ...(exclude !== undefined && { exclude: split(exclude) ?? [] }),
    ...(number !== undefined && { contextLines: number }),
    ...threadOptions(values),
    ...limitOptions(values),
    ...cacheOptions(values, env),
    ...changes,
  }
}

/** With --no-discovery, the targets are the sources, under the names that the user gave. */
function sourceOptions(values: Values, targets: readonly string[]): Pick<Options, 'sources'> {
  if (!values.noDiscovery || targets.length === 0) return {}
  for (const { key, names } of FLAGS) {
    const selectsFiles = ['exclude', 'forceExclude', 'since', 'newSince', 'staged'].includes(key)
    if (selectsFiles && values[key] !== undefined)
      throw new UsageError(`argument --no-discovery: not allowed with argument ${names.join('/')}`)
  }
  return { sources: [...new Set(targets)].sort(byCodePoint).map(name => ({ name })) }
}

/** Splits at commas, as in Python. Empty text has no items. */
function split(text: string | undefined): string[] | undefined {
  return text ? text.split(',') : undefined
}

/** The number of threads. Throws a UsageError for none. */
export function threadOptions({ jobs }: Pick<Values, 'jobs'>): Pick<Options, 'threads'> {
  if (jobs === undefined) return {}
  if (jobs < 1) throw new UsageError('argument -j/--jobs: must be at least 1')
  return { threads: jobs }
}

const UNITS = ['', 'k', 'm', 'g', 't']

/** The limits on a file. Throws a UsageError for a malformed one. */
export function limitOptions({
  maxFileSize,
  maxFileTime,
}: Pick<Values, 'maxFileSize' | 'maxFileTime'>): Pick<Options, 'maxFileSize' | 'maxFileTime'> {
  return {
    ...(maxFileSize !== undefined && { maxFileSize: sizeOf(maxFileSize) }),
    ...(maxFileTime !== undefined && { maxFileTime: secondsOf(maxFileTime) }),
  }
}

/** Parses a size in bytes: units are powers of 1000, or of 1024 with an `i`. */
function sizeOf(text: string): number {
  const [, digits = '', unit = '', binary] = /^(\d+(?:\.\d+)?) ?(?:([kmgt])(i?))?b?$/i.exec(text) ?? []
  const size = Math.floor(
    Number(digits || Number.NaN) * (binary ? 1024 : 1000) ** UNITS.indexOf(unit.toLowerCase()),
  )
  if (Number.isSafeInteger(size)) return size
  throw new UsageError(
    `argument --max-file-size: invalid size: '${text}' (expected one such as 500kB, 20MB or 1GiB)`,
  )
}

function secondsOf(text: string): number {
  if (/^\d+(\.\d+)?s?$/.test(text)) return Number.parseFloat(text)
  throw new UsageError(`argument --max-file-time: invalid number of seconds: '${text}'`)
}

/** The cache is off by default, because it writes files. */
export function cacheOptions(
  { cache, cacheDir }: Pick<Values, 'cache' | 'cacheDir'>,
  env: Host['env'],
): Pick<Options, 'cacheDir'> {
  if (!cache && cacheDir === undefined) return {}
  return { cacheDir: cacheDir || join(cacheHome(env), 'posse') }
}

/** The system's folder for caches. */
function cacheHome({ XDG_CACHE_HOME, LOCALAPPDATA }: Host['env']): string {
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA
  // Few runs get here, so few load it.
  const { homedir } = process.getBuiltinModule('node:os')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return XDG_CACHE_HOME || join(homedir(), '.cache')
}

/** The flags about changes in git. Without any of them, all files are scanned. */
export function changeOptions({
  since,
  newSince,
  staged,
  changedLines,
}: Pick<Values, 'since' | 'newSince' | 'staged' | 'changedLines'>): { changes?: ChangeOptions } {
  if (since === undefined && newSince === undefined && !staged) {
    if (!changedLines) return {}
    throw new UsageError('argument --changed-lines: requires --since, --new-since or --staged')
  }
  return {
    changes: {
      ...(since !== undefined && { since }),
      ...(newSince !== undefined && { newSince }),
      staged: staged ?? false,
      changedLines: changedLines ?? false,
    },
  }
}
