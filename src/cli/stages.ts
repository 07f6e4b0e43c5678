import { UsageError } from '../errors.js'
import type { Values } from './argparse.js'
import { FLAGS } from './flags.js'

/** Where a flag belongs: to the scan of a part, to the reports of the merge, to both, or to neither. */
type Stage = 'scan' | 'report' | 'both' | 'neither'

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
  cache: 'scan',
  cacheDir: 'scan',
  ignoreNosec: 'scan',
  exclude: 'scan',
  forceExclude: 'scan',
  baseline: 'report',
  baselineMatch: 'report',
  ini: 'scan',
  also: 'report',
  sarifCategory: 'report',
  sarifMaxResults: 'report',
  sarifIncludeSuppressed: 'report',
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
    report: 'not with --shard: give it to posse merge, which makes the reports',
    neither: 'not with --shard: few files have changed, and need no parts',
  },
  report: {
    scan: 'not with posse merge: give it to the runs with --shard, which scan',
    neither: 'not with posse merge: few files have changed, and need no parts',
  },
}

/** Throws a UsageError for a flag that belongs elsewhere. */
export function checkStage(values: Values, stage: 'scan' | 'report'): void {
  for (const { key, names } of FLAGS) {
    const advice = values[key] === undefined ? undefined : ADVICE[stage][STAGES[key]]
    if (advice) throw new UsageError(`argument ${names.join('/')}: ${advice}`)
  }
}

/** Flags that a merge takes. */
export const REPORT_FLAGS = FLAGS.filter(({ key }) => ['report', 'both'].includes(STAGES[key]))

/** Options of a `.bandit` file that reports heed. */
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
