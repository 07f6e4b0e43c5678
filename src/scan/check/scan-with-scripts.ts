import type { Batch } from '../../../index.js'
import type { OwnRule } from '../../configuration/own-rules.js'
import { type Cache, placeIssues, type Selection } from '../../native.js'
import type { RunPlan } from '../../plan/run-plan.js'
import type { RuleError } from '../../report/report.js'
import { type CoreOptions, coreScanOptions, runCore } from '../run-core.js'
import type { RunningScript } from './scripts.js'

/** What a scan has found. */
export interface Found {
  batches: Batch[]
  /** What was found in files in which rules in JavaScript have findings, with these. It takes the place of the rest. */
  again: Batch[]
  errors: RuleError[]
}

/** The rules in JavaScript that run. `first` is the number of the first of all rules. */
export function runningScripts(
  own: readonly OwnRule[],
  first: number,
  runs: (id: string) => boolean,
): RunningScript[] {
  return own.flatMap((rule, at) => (rule.script && runs(rule.info.id) ? [{ rule, number: first + at }] : []))
}

/** Scans a selection, and asks the rules in JavaScript. `pathOf` is how messages name a path. */
export async function scanWithScripts(
  plan: RunPlan,
  selection: Selection,
  cache: Cache | null,
  options: CoreOptions,
  scripts: readonly RunningScript[],
  pathOf: (path: string) => string,
): Promise<Found> {
  if (scripts.length === 0)
    return { batches: await runCore(plan, selection, cache, options), again: [], errors: [] }
  const { ScriptRun } = await import('./scripts.js')
  const run = new ScriptRun(scripts, selection, plan, pathOf)
  try {
    const batches = await runCore(plan, selection, cache, options, run.queue)
    const { placed, errors } = await run.finish()
    if (placed.length === 0) return { batches, again: [], errors }
    const again = await placeIssues(selection, coreScanOptions(plan, options), placed)
    return { batches, again, errors }
  } finally {
    await run.close()
  }
}
