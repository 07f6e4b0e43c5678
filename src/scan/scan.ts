import type { RowPart, Source } from '../../index.cjs'
import { UserError } from '../errors.js'
import { type Log, silent } from '../log.js'
import { Cache, rules, scan as scanNative } from '../native.js'
import { checkOptions } from '../plan/check-options.js'
import { type Config, loadConfig } from '../plan/config/index.js'
import type { Profile } from '../plan/config/profile.js'
import { CONTEXT_LINES } from '../plan/defaults.js'
import type { Options } from '../plan/options.js'
import { selectTests } from '../plan/rule-selection.js'
import { byCodePoint } from '../python/order.js'
import type { Baseline } from '../report/baseline/baseline.js'
import type { Report } from '../report/report.js'
import { thresholdsOf } from '../report/thresholds.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { assembleReport } from './assemble.js'
import { hashLines } from './line-hashes.js'
import { selectSources } from './select-sources.js'

/** Bandit takes any number; beyond this one a file has no more lines. */
const MAX_CONTEXT_LINES = 2 ** 31 - 1

/**
 * Scans Python sources and reports what Bandit 1.9.4 would. What is wrong with a file is part of the
 * report. Rejects with a UserError for options or a configuration that make no scan, with the signal's
 * reason when it is aborted.
 */
export async function scan(options: Options): Promise<Report> {
  checkOptions(options)
  const { log = silent, signal } = options
  signal?.throwIfAborted()
  const allRules = rules()
  const config = await loadConfig(options.configFile, allRules, log)
  if (options.configFile) log.info(`using config: ${options.configFile}`)
  const profile = profileOf(config, options)
  const include = [...profile.include, ...(options.tests ?? [])]
  const exclude = [...profile.exclude, ...(options.skips ?? [])]
  log.debug(`include tests: ${include.join(',') || 'None'}; exclude tests: ${exclude.join(',') || 'None'}`)

  const baseline = await readBaseline(options, log)
  const selected = await selectSources(options, config, log)
  const { selection } = selected
  for (const folder of selected.skippedFolders) {
    log.warning(`Skipping directory (${folder}), use -r flag to scan contents`)
  }
  const { tables } = profile
  const tests = selectTests(allRules, { include, exclude, ownTables: tables !== undefined }, log)
  if (selection.wantsStdin) selection.setStdin((await options.readStdin?.()) ?? new Uint8Array())

  const thresholds = thresholdsOf(options)
  const total = selection.size
  const { onProgress } = options
  log.debug(`${total} files, ${tests.size} checks`)
  // The native side knows nothing of the rows of a profile's own tables but their numbers.
  const row = options.jsonRows && !tables && (await jsonRow())
  const cache = options.cacheDir === undefined ? null : new Cache(options.cacheDir)
  const scanning = run(signal, abort =>
    scanNative(
      selection,
      {
        ...thresholds,
        rules: [...tests],
        contextLines: Math.min(Math.max(options.contextLines ?? CONTEXT_LINES, 1), MAX_CONTEXT_LINES),
        ignoreNosec: options.ignoreNosec ?? false,
        threads: options.threads ?? 0,
        ...(row && { row }),
        settings: { ...config.rules, ...(tables && { ownTables: tables.names }) },
      },
      onProgress && (done => onProgress(done, total)),
      abort,
      cache,
    ),
  )
  // Made while the threads are at work.
  const names = selection.names()
  const batches = await scanning
  const report = assembleReport(
    allRules,
    tables?.rules ?? [],
    { names, excluded: selected.excluded, batches },
    thresholds,
    options.keepSuppressed,
  )
  if (cache?.note) report.cacheNote = cache.note
  report.rules = sortedRules(allRules, tests, tables?.rules ?? [])
  baseline?.(report)
  await selected.narrow?.(report, sources => scan(asBefore(options, sources)))
  if (options.lineHashes) report.lineHashes = await hashLines(selection, names, report)
  for (const name of report.limited) log.warning(`${name}: too much code to show, some excerpts are cut`)
  return report
}

async function jsonRow(): Promise<RowPart[]> {
  return (await import('../formats/bandit/json-result.js')).resultParts()
}

/** The checks that the configuration selects: by a profile, or by its lists. */
function profileOf({ profiles, tests, skips }: Config, { profile: name, configFile }: Options): Profile {
  if (!name) return { include: tests, exclude: skips }
  const profile = profiles.get(name)
  if (profile) return profile
  throw new UserError(`Unable to find profile (${name}) in config file: ${configFile ?? 'None'}`)
}

/** The checks that ran. A profile's own tables have a row for each name, and may have one id for several. */
function sortedRules(builtin: RuleInfo[], tests: ReadonlySet<string>, own: readonly RuleInfo[]): RuleInfo[] {
  const enabled = [...builtin.filter(({ id }) => tests.has(id)), ...own].toReversed()
  return [...new Map(enabled.map(rule => [rule.id, rule])).values()].sort((a, b) => byCodePoint(a.id, b.id))
}

async function readBaseline(options: Options, log: Log): Promise<Baseline | undefined> {
  const { known, baseline, baselineMatch = 'bandit' } = options
  if (!known && baseline === undefined) return undefined
  const { baselineOf, loadBaseline } = await import('../report/baseline/baseline.js')
  if (known) return baselineOf(known, baselineMatch)
  return baseline === undefined ? undefined : loadBaseline(baseline, baselineMatch, log)
}

/** The same scan of earlier contents, of which only the findings matter. */
function asBefore(options: Options, sources: readonly Source[]): Options {
  const { changes, baseline, lineHashes, keepSuppressed, onProgress, log, ...rest } = options
  return { ...rest, sources }
}

/** Runs a native task under a signal of its own, for the addon takes over the signal's handler. */
async function run<T>(
  signal: AbortSignal | undefined,
  task: (abort: AbortSignal | null) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  try {
    return await task(signal ? AbortSignal.any([signal]) : null)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
