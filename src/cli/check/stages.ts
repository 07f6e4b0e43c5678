import { checkFlags, flagsOf, type Stage } from '../stages.js'
import { FLAGS } from './flags.js'
import type { CheckValues } from './request.js'

const STAGES: Readonly<Record<keyof CheckValues, Stage>> = {
  profile: 'scan',
  select: 'scan',
  ignore: 'scan',
  extendSelect: 'scan',
  extendIgnore: 'scan',
  severity: 'scan',
  config: 'scan',
  isolated: 'scan',
  noJsRules: 'scan',
  exclude: 'scan',
  extendExclude: 'scan',
  noDefaultExcludes: 'scan',
  noRespectGitignore: 'scan',
  forceExclude: 'scan',
  noForceExclude: 'scan',
  stdinFilename: 'neither',
  maxFileSize: 'scan',
  maxFileTime: 'scan',
  since: 'scan',
  newSince: 'neither',
  staged: 'scan',
  changedLines: 'neither',
  baseline: 'report',
  // The configurations of the files say what fails, and only the parts read them.
  failOn: 'scan',
  fix: 'neither',
  unsafeFixes: 'neither',
  diff: 'neither',
  fixOnly: 'neither',
  exitZero: 'report',
  format: 'report',
  output: 'both',
  also: 'report',
  showHidden: 'report',
  showSuppressed: 'report',
  showSecrets: 'scan',
  noColor: 'report',
  verbose: 'both',
  quiet: 'both',
  jobs: 'scan',
  cache: 'scan',
  cacheDir: 'scan',
  shard: 'scan',
  help: 'both',
}

/** Throws a UsageError for a flag of a check that does not apply at this stage. */
export function checkStage(values: CheckValues, stage: 'scan' | 'report'): void {
  checkFlags(FLAGS, STAGES, values, stage)
}

/** The flags that `posse merge` accepts for the parts of a check. */
export const REPORT_FLAGS = flagsOf(FLAGS, STAGES)
