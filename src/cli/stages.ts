import { UsageError } from '../errors.js'
import type { Values } from './argparse.js'
import { FLAGS, type Flag } from './flags.js'

/** Where a flag applies: when a part is scanned, when the merge writes reports, in both, or in neither. */
export type Stage = 'scan' | 'report' | 'both' | 'neither'

const STAGES: Readonly<Record<keyof Values, Stage>> = {
  help: 'both',
  recursive: 'scan',
  aggregate: 'report',
  number: 'scan',
  configFile: 'scan',
  profile: 'scan',
  tests: 'scan',
  skips: 'scan',
  severity: 'report',
  severityLevel: 'report',
  confidence: 'report',
  confidenceLevel: 'report',
  format: 'report',
  msgTemplate: 'report',
  output: 'both',
  verbose: 'both',
  debug: 'both',
  quiet: 'both',
  jobs: 'scan',
  maxFileSize: 'scan',
  maxFileTime: 'scan',
  cache: 'scan',
  cacheDir: 'scan',
  ignoreNosec: 'scan',
  exclude: 'scan',
  forceExclude: 'scan',
  notebooks: 'scan',
  baseline: 'report',
  baselineMatch: 'report',
  ini: 'both',
  noIni: 'both',
  also: 'report',
  sarifCategory: 'report',
  sarifMaxResults: 'report',
  sarifRules: 'report',
  sarifRoot: 'report',
  sarifIncludeSuppressed: 'report',
  sourceUrl: 'report',
  since: 'scan',
  newSince: 'neither',
  staged: 'scan',
  changedLines: 'neither',
  noDiscovery: 'scan',
  shard: 'scan',
  failOn: 'report',
  failOnError: 'report',
  exitZero: 'report',
  version: 'both',
}

const ADVICE: Readonly<Record<'scan' | 'report', Partial<Record<Stage, string>>>> = {
  scan: {
    report: 'not allowed with --shard; pass it to posse merge, which writes the reports',
    neither: 'not allowed with --shard; scan the changed files in one run',
  },
  report: {
    scan: 'not allowed with posse merge; pass it to the runs with --shard, which scan',
    neither: 'not allowed with posse merge; scan the changed files in one run without --shard',
  },
}

/** Throws a UsageError for a flag that does not apply at this stage. */
export function checkStage(values: Values, stage: 'scan' | 'report'): void {
  checkFlags(FLAGS, STAGES, values, stage)
}

/** Throws a UsageError for one of these flags that does not apply at this stage. */
export function checkFlags<F extends Flag>(
  flags: readonly F[],
  stages: Readonly<Record<F['key'], Stage>>,
  values: { readonly [Key in F['key']]?: unknown },
  stage: 'scan' | 'report',
): void {
  for (const { key, names } of flags) {
    const advice = values[key as F['key']] === undefined ? undefined : ADVICE[stage][stages[key as F['key']]]
    if (advice) throw new UsageError(`argument ${names.join('/')}: ${advice}`)
  }
}

/** Those of these flags that `posse merge` accepts. */
export function flagsOf<F extends Flag>(flags: readonly F[], stages: Readonly<Record<F['key'], Stage>>): F[] {
  return flags.filter(({ key }) => ['report', 'both'].includes(stages[key as F['key']]))
}

/** The flags that `posse merge` accepts for the parts of a scan. */
export const REPORT_FLAGS = flagsOf(FLAGS, STAGES)

/** The options of a `.bandit` file that affect reports. */
export const REPORT_OPTIONS: ReadonlySet<string> = new Set([
  'aggregate',
  'baseline',
  'confidence',
  'debug',
  'format',
  'level',
  'msg-template',
  'output',
  'quiet',
  'verbose',
])
