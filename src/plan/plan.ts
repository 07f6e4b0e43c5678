import type { GivenOption, Part, SelectOptions, Source } from '../../index.js'
import { NoTargets, UserError } from '../errors.js'
import type { ChangeOptions } from '../git/change-options.js'
import { type Log, silent } from '../log.js'
import type { Discovery } from '../native.js'
import type { Baseline } from '../report/baseline/baseline.js'
import { type Thresholds, thresholdsOf } from '../report/thresholds.js'
import { builtinRules } from '../rules/builtin.js'
import { sectionsFor } from '../rules/options.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { type Config, loadConfig } from './config/index.js'
import type { OwnTables } from './config/legacy-tables.js'
import type { Profile } from './config/profile.js'
import { unsetOptions } from './config/rule-options.js'
import { EXCLUDE } from './defaults.js'
import type { Host } from './host.js'
import type { Options } from './options.js'
import { selectRules } from './rule-selection.js'
import { type RunPlan, runPlanOf } from './run-plan.js'

/** What a scan reads: given sources, files on disk, files of a commit, or changed files. */
export type Input =
  | { kind: 'given'; sources: readonly Source[] }
  | { kind: 'disk'; targets: readonly string[]; select: SelectOptions; discovery?: Discovery }
  | { kind: 'commit'; targets: readonly string[]; select: SelectOptions; revision: string }
  | { kind: 'changes'; targets: readonly string[]; select: SelectOptions; changes: ChangeOptions }

/** The sources that were found, and the names of the excluded files. */
export interface FoundFiles {
  sources: readonly Source[]
  excluded: string[]
}

/** What a report must contain in addition to its findings, for the formats that write it. */
export interface Wanted {
  /** GitHub's fingerprint of each finding's line. */
  lineHashes?: boolean
  /** Findings that nosec comments silence. */
  suppressed?: boolean
  /** Excerpts that show the finding's own span, not the lines around the line that Bandit names. */
  excerptsAroundSpan?: boolean
  /** What mends the findings, as reports show it. */
  fixes?: boolean
  /** How a format writes a finding, if the threads that scan are to write the results. */
  results?: () => Promise<Part[]>
}

/** Settings of a scan that the command line needs, but users cannot set. */
export interface Internals {
  /** A completed search of the targets. */
  discovery?: Discovery
  /** Returns the part of the files to scan and report. */
  part?: (found: FoundFiles) => FoundFiles
  wanted?: Wanted
}

/** Everything that determines a scan. No settings are looked up after planning. */
export interface Plan extends RunPlan {
  host: Host
  log: Log
  input: Input
  part?: Internals['part']
  /** All built-in rules. Findings refer to them by index. */
  builtin: readonly RuleInfo[]
  /** The ids of the rules that run. */
  enabled: ReadonlySet<string>
  /** The name tables of a profile. */
  ownTables?: OwnTables
  ruleOptions: readonly GivenOption[]
  /** Options that enabled rules need and the settings lack. */
  unsetOptions: readonly string[]
  thresholds: Thresholds
  ignoreNosec: boolean
  /** Whether files with a notebook's name are scanned as notebooks. */
  notebooks: boolean
  /** Removes known findings from the report. */
  baseline?: Baseline
  wanted: Wanted
}

/**
 * Plans a scan: reads the configuration and the baseline, and selects the rules. Rejects with a UserError if that fails,
 * and with the signal's reason if it is aborted.
 */
export async function planScan(options: Options, host: Host, internals: Internals = {}): Promise<Plan> {
  const { log = silent, configFile } = options
  options.signal?.throwIfAborted()
  const builtin = builtinRules()
  const config = await loadConfig(configFile, host.cwd, builtin, log)
  if (configFile) log.info(`using config: ${configFile}`)
  const input = inputOf(options, config, host, internals)
  const profile = profileOf(config, options)
  const include = [...profile.include, ...(options.tests ?? [])]
  const exclude = [...profile.exclude, ...(options.skips ?? [])]
  log.debug(`include tests: ${include.join(',') || 'None'}; exclude tests: ${exclude.join(',') || 'None'}`)
  const baseline = await readBaseline(options, host, warnOfBaseline(log))
  const { tables } = profile
  const enabled = selectRules(builtin, { include, exclude, ownTables: tables !== undefined }, log)
  const { part, wanted = {} } = internals
  return {
    ...runPlanOf(options),
    host,
    log,
    input,
    builtin,
    enabled,
    ruleOptions: config.rules,
    unsetOptions: unsetFor(config, builtin, enabled),
    thresholds: thresholdsOf(options),
    ignoreNosec: options.ignoreNosec ?? false,
    notebooks: options.notebooks ?? false,
    wanted: { ...wanted, ...wantedBy(options) },
    ...(part && { part }),
    ...(tables && { ownTables: tables }),
    ...(baseline && { baseline }),
  }
}

/** Plans a scan of earlier contents with the same rules, of which only the findings are needed. */
export function planBefore(plan: Plan, sources: readonly Source[]): Plan {
  const { part, baseline, onProgress, ...rest } = plan
  return { ...rest, input: { kind: 'given', sources }, log: silent, wanted: {} }
}

function wantedBy({ lineHashes, keepSuppressed }: Options): Wanted {
  return { ...(lineHashes && { lineHashes }), ...(keepSuppressed && { suppressed: true }) }
}

function inputOf(options: Options, config: Config, { cwd }: Host, { discovery }: Internals): Input {
  const { sources, targets, revision, changes } = options
  if (sources) return { kind: 'given', sources }
  if (!targets?.length) throw new NoTargets('nothing to scan: set targets or sources')
  const select: SelectOptions = {
    recursive: options.recursive ?? false,
    include: options.notebooks ? [...config.include, '*.ipynb'] : config.include,
    exclude: config.excludeDirs,
    excludeCli: [...(options.exclude ?? EXCLUDE)],
    forceExclude: options.forceExclude ?? false,
    here: cwd,
  }
  if (changes) return { kind: 'changes', targets, select, changes }
  if (revision !== undefined) return { kind: 'commit', targets, select, revision }
  return { kind: 'disk', targets, select, ...(discovery && { discovery }) }
}

/** The options that enabled rules need and the settings lack. */
function unsetFor({ rules }: Config, builtin: readonly RuleInfo[], enabled: ReadonlySet<string>): string[] {
  if (rules.every(({ value }) => value !== null)) return []
  const running = builtin.filter(({ id }) => enabled.has(id))
  return unsetOptions(rules, sectionsFor(running))
}

/** The rules that the configuration selects, with a profile or with its own lists. */
function profileOf({ profiles, tests, skips }: Config, { profile: name, configFile }: Options): Profile {
  if (!name) return { include: tests, exclude: skips }
  const profile = profiles.get(name)
  if (profile) return profile
  throw new UserError(`Unable to find profile (${name}) in config file: ${configFile ?? 'None'}`)
}

/** Says, as Bandit does, that a baseline does not count (core/manager.py, populate_baseline). */
export function warnOfBaseline(log: Log): (why: string) => void {
  return why => log.warning(`Failed to load baseline data: ${why}`)
}

/** Reads the baseline of a scan. `refuse` is told why a file is none. */
export async function readBaseline(
  options: Pick<Options, 'known' | 'baseline' | 'baselineMatch'>,
  { cwd }: Host,
  refuse: (why: string) => void,
): Promise<Baseline | undefined> {
  const { known, baseline, baselineMatch = 'bandit' } = options
  if (!known && baseline === undefined) return undefined
  const { baselineOf, loadBaseline } = await import('../report/baseline/baseline.js')
  if (known) return baselineOf(known, baselineMatch)
  return baseline === undefined ? undefined : loadBaseline(baseline, cwd, baselineMatch, refuse)
}
