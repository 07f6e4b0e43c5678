import { type Plan, planBefore } from '../plan/plan.js'
import { byCodePoint } from '../python/order.js'
import { type Report, warnOfGaps, warnOfNotebooks } from '../report/report.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { assembleReport } from './assemble.js'
import { hashLines } from './line-hashes.js'
import { cacheOf, noteCache, runCore } from './run-core.js'
import { selectSources } from './select-sources.js'
import { unscannedTargets } from './unscanned.js'

/**
 * Executes a plan. Problems with single files are part of the report. Rejects with a UserError if the sources cannot be
 * selected, and with the signal's reason if it is aborted.
 */
export async function execute(plan: Plan): Promise<Report> {
  const { log, builtin, enabled, ownTables, thresholds, wanted } = plan
  const selected = await selectSources(plan)
  const { selection, changed } = selected
  for (const folder of selected.skippedFolders) {
    log.warning(`Skipping directory (${folder}), use -r flag to scan contents`)
  }
  if (selection.wantsStdin) selection.setStdin((await plan.readStdin?.()) ?? new Uint8Array())

  const total = selection.size
  log.debug(`scanning ${total} files with ${enabled.size} rules`)
  // Of the rules in a profile's own tables, the core only knows the numbers, so it cannot write their results.
  const result = ownTables ? undefined : await wanted.results?.()
  const cache = cacheOf(plan)
  const scanning = runCore(plan, selection, cache, {
    ...thresholds,
    rules: [...enabled],
    ...(wanted.excerptsAroundSpan && { excerptsAroundSpan: true }),
    ignoreNosec: plan.ignoreNosec,
    ...(plan.notebooks && { notebooks: true }),
    ...(result && { result }),
    settings: [...plan.ruleOptions],
    ...(ownTables && { ownTables: ownTables.names }),
  })
  // Read while the threads are scanning.
  const names = selection.names()
  const own = ownTables?.rules ?? []
  const scanned = { names, excluded: selected.excluded, batches: await scanning }
  const report = assembleReport(builtin, own, scanned, thresholds, wanted.suppressed ?? false, log)
  if (cache?.note) noteCache(report, cache)
  report.unscanned = unscannedTargets(plan, selected, report)
  report.unsetOptions = plan.unsetOptions
  report.rules = sortedRules(plan, own)
  plan.baseline?.(report)
  if (changed && plan.input.kind === 'changes') {
    const { narrow } = await import('./narrow.js')
    await narrow(report, plan.input.changes, changed, sources => execute(planBefore(plan, sources)))
  }
  if (wanted.lineHashes) report.lineHashes = await hashLines(selection, names, report)
  warnOfGaps(report, log)
  warnOfNotebooks(report, log)
  return report
}

/**
 * The rules that ran, sorted by id. A profile's own tables have a rule for each name, and may use an id more than once.
 */
function sortedRules({ builtin, enabled }: Plan, own: readonly RuleInfo[]): RuleInfo[] {
  const ran = [...builtin.filter(({ id }) => enabled.has(id)), ...own].toReversed()
  return [...new Map(ran.map(rule => [rule.id, rule])).values()].sort((a, b) => byCodePoint(a.id, b.id))
}
