import { resolve } from 'node:path'
import type { Source } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import { Configurations } from '../../configuration/configurations.js'
import { UserError } from '../../errors.js'
import type { ChangeOptions } from '../../git/change-options.js'
import { type Log, silent } from '../../log.js'
import type { Baseline } from '../../report/baseline/baseline.js'
import { builtinRules } from '../../rules/builtin.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import type { Host } from '../host.js'
import { type FoundFiles, readBaseline, type Wanted } from '../plan.js'
import { type RunPlan, runPlanOf } from '../run-plan.js'
import type { CheckOptions } from './options.js'

/** What a check reads: given sources, files on disk, or changed files. */
export type CheckInput =
  | { kind: 'given'; sources: readonly Source[] }
  | { kind: 'disk'; targets: readonly string[] }
  | { kind: 'changes'; targets: readonly string[]; changes: ChangeOptions }

/** One part of a check. */
export interface CheckPart {
  /** Whether it has what belongs to no file. */
  isFirst: boolean
  /** Returns the files to check and report. The configurations are those of all files. */
  take: (found: FoundFiles, configurations: readonly Configuration[]) => FoundFiles
}

/** Everything that determines a check, but for the configurations, which are found on the way. */
export interface CheckPlan extends RunPlan {
  host: Host
  log: Log
  input: CheckInput
  configurations: Configurations
  /** The part to check, if it is not all. */
  part?: CheckPart
  /** All built-in rules. Findings refer to them by index. */
  builtin: readonly RuleInfo[]
  /** Whether the report shows secrets whole. */
  showSecrets: boolean
  /** Removes known findings from the report. */
  baseline?: Baseline
  wanted: Wanted
}

/** Plans a check. Rejects with a UserError if the baseline is none, or cannot be read. */
export async function planCheck(
  options: CheckOptions,
  host: Host,
  wanted: Wanted = {},
  part?: CheckPart,
): Promise<CheckPlan> {
  const { log = silent, configFile, isolated } = options
  options.signal?.throwIfAborted()
  const builtin = builtinRules()
  const baseline = await readCheckBaseline(options, host)
  return {
    ...runPlanOf(options),
    host,
    log,
    input: inputOf(options),
    configurations: new Configurations({
      cwd: host.cwd,
      rules: builtin,
      overrides: options,
      ...(isolated && { isolated }),
      ...(configFile !== undefined && { file: configFile }),
    }),
    builtin,
    showSecrets: options.showSecrets ?? false,
    wanted: { ...wanted, ...(options.lineHashes && { lineHashes: true }) },
    ...(baseline && { baseline }),
    ...(part && { part }),
  }
}

/** Reads the baseline of a check. Rejects with a UserError if it is none: without it, all known findings would be new. */
export function readCheckBaseline(
  options: Pick<CheckOptions, 'known' | 'baseline' | 'baselineMatch'>,
  host: Host,
): Promise<Baseline | undefined> {
  return readBaseline(options, host, why => {
    throw new UserError(`the baseline '${options.baseline}' is no report in JSON: ${why}`)
  })
}

/** The files and folders in which a check may change files, as absolute paths. */
export function pathsToMend({ input, host }: CheckPlan): string[] {
  const targets = input.kind === 'given' ? ['.'] : input.targets
  return targets.map(target => resolve(host.cwd, target))
}

function inputOf({ sources, targets = [], changes }: CheckOptions): CheckInput {
  if (sources) return { kind: 'given', sources }
  const named = targets.length > 0 ? targets : ['.']
  return changes ? { kind: 'changes', targets: named, changes } : { kind: 'disk', targets: named }
}
