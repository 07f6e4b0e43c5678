import { dirname, resolve } from 'node:path'
import type { Source } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import type { Walked } from '../../configuration/configurations.js'
import { isFolder } from '../../configuration/file.js'
import type { OwnRule } from '../../configuration/own-rules.js'
import { type Cache, Selection } from '../../native.js'
import type { CheckPlan } from '../../plan/check/plan.js'
import { byCodePoint } from '../../python/order.js'
import type { Finding } from '../../report/finding.js'
import { MetricsTable } from '../../report/metrics-table.js'
import { type Failing, fails, type Report, warnOfGaps } from '../../report/report.js'
import { textsOf } from '../../report/texts.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { hashLines } from '../line-hashes.js'
import { type CoreOptions, cacheOf, noteCache } from '../run-core.js'
import { CheckAssembler } from './assemble.js'
import { coreOptions, fixOptions, groupKeys } from './core-options.js'
import { runningScripts, scanWithScripts } from './scan-with-scripts.js'
import { type CheckSelection, selectForCheck } from './select-sources.js'

/**
 * Executes the plan of a check. Problems with single files are part of the report. Rejects with a UserError for mistakes
 * in configurations, and with the signal's reason if it is aborted.
 */
export async function executeCheck(plan: CheckPlan): Promise<Report> {
  const { log, wanted } = plan
  const selected = await selectForCheck(plan)
  const { selection, missing, unreadable, changed } = selected
  const stdin = selection.wantsStdin ? ((await plan.readStdin?.()) ?? new Uint8Array()) : undefined
  if (stdin) selection.setStdin(stdin)

  if (selection.size === 0 && missing.length === 0 && plan.input.kind === 'disk' && !plan.part)
    log.warning('nothing to check: there are no Python files here, or all are excluded or ignored by git')

  const cache = cacheOf(plan)
  const groups = groupsOf(selected, stdin, wanted.fixes ?? false)
  const reports: Report[] = []
  for (const group of groups) reports.push(await check(plan, group, cache, selected.excluded))
  const report = joined(reports)
  if (cache?.note) noteCache(report, cache)
  report.unscanned = [...missing, ...unreadable]
  for (const name of missing) report.skipped.push({ name, reason: 'no such file or folder' })
  for (const name of unreadable) report.skipped.push({ name, reason: 'it cannot be read' })
  const isSelected = ({ id }: RuleInfo) =>
    groups.some(({ configurations }) => [...configurations].some(({ rules }) => rules.has(id)))
  const ownRules = new Map(groups.flatMap(({ own }) => own.map(({ info }) => [info.id, info] as const)))
  report.rules = [...plan.builtin, ...ownRules.values()]
    .filter(isSelected)
    .sort((a, b) => byCodePoint(a.id, b.id))
  plan.baseline?.(report)
  if (changed && plan.input.kind === 'changes') {
    const { narrow } = await import('../narrow.js')
    const before = (sources: Source[]) => executeCheck(planBefore(plan, sources))
    await narrow(report, plan.input.changes, changed, before)
  }
  if (wanted.lineHashes) report.lineHashes = await hashLines(selection, selection.names(), report)
  report.fails = fails(report, failingOf(report, plan))
  warnOfGaps(report, log)
  for (const warning of plan.configurations.warnings(walkedBy(plan, selected))) log.warning(warning)
  return report
}

/** What a check of files on disk has walked. */
function walkedBy({ input, host, part }: CheckPlan, { selection, configurationOf }: CheckSelection): Walked {
  if (input.kind !== 'disk' || part) return { folders: [], files: () => [] }
  const targets = input.targets.map(target => resolve(host.cwd, target))
  return {
    folders: targets.filter(isFolder),
    files: () =>
      textsOf(selection.names()).map((name, at) => [resolve(host.cwd, name), configurationOf(at)] as const),
  }
}

/** Sources whose configurations are alike to the core, which scans them together. */
interface Group {
  selection: Selection
  configurationOf: (place: number) => Configuration
  /** The rules that their configurations have of their own. */
  own: readonly OwnRule[]
  /** The configurations of all files of the check. */
  configurations: ReadonlySet<Configuration>
}

function groupsOf(
  { selection, configurationOf, configurations, sources }: CheckSelection,
  stdin: Uint8Array | undefined,
  withFixes: boolean,
): Group[] {
  const keyOf = groupKeys(withFixes)
  const byOptions = new Map<string, number[]>()
  for (const configuration of configurations) byOptions.set(keyOf(configuration), [])
  const ownOf = (place: number) => (selection.size > 0 ? configurationOf(place).ownRules : [])
  if (byOptions.size <= 1) return [{ selection, configurationOf, own: ownOf(0), configurations }]
  for (let place = 0; place < selection.size; place++)
    byOptions.get(keyOf(configurationOf(place)))?.push(place)
  const names = textsOf(selection.names())
  const sourceAt = (place: number): Source => {
    const name = names[place] ?? ''
    return sources?.[place] ?? (name === '<stdin>' && stdin ? { name, content: stdin } : { name })
  }
  return [...byOptions.values()].map(places => ({
    selection: Selection.of(places.map(sourceAt)),
    configurationOf: place => configurationOf(places[place] ?? 0),
    own: ownOf(places[0] ?? 0),
    configurations,
  }))
}

async function check(
  plan: CheckPlan,
  { selection, configurationOf, own, configurations }: Group,
  cache: Cache | null,
  excluded: () => string[],
): Promise<Report> {
  const { builtin, host } = plan
  const first = selection.size > 0 ? configurationOf(0) : undefined
  const isSelected = (id: string) => [...configurations].some(({ rules }) => rules.has(id))
  const showsHidden = [...configurations].some(showsWhatIsHidden)
  const options: CoreOptions = {
    ...coreOptions(plan, first, configurations),
    ...(plan.wanted.fixes && {
      fixes: { ...(first && fixOptions(first)), written: false, hidden: showsHidden },
    }),
  }
  const scripts = runningScripts(own, builtin.length, isSelected)
  const scanning = scanWithScripts(plan, selection, cache, options, scripts, path =>
    plan.configurations.pathOf(path),
  )
  // Read while the threads are scanning.
  const names = selection.names()
  const all = own.length > 0 ? [...builtin, ...own.map(({ info }) => info)] : builtin
  const assembler = new CheckAssembler(all, configurationOf, host.cwd)
  const { batches, again, errors } = await scanning
  const report = assembler.assemble({ names, excluded, batches }, again)
  if (errors.length > 0) report.ruleErrors = errors
  return report
}

/** Whether a configuration shows findings that the core would hide. */
const showsWhatIsHidden = ({ profile, named }: Configuration) => profile !== 'recommended' || named.size > 0

/** One report of several, with the files in the order of their names. */
function joined(reports: Report[]): Report {
  const [first, ...others] = reports as [Report, ...Report[]]
  if (others.length === 0) return first
  const byFile = <T>(all: T[], nameOf: (each: T) => string) =>
    all.sort((a, b) => byCodePoint(nameOf(a), nameOf(b)))
  const ofFinding = ({ finding }: { finding: Finding }) => finding.file
  const metrics = byFile(
    reports.flatMap(({ metrics }) => metrics),
    ({ name }) => name,
  )
  const metricsTable = MetricsTable.of(metrics)
  return {
    ...first,
    findings: byFile(
      reports.flatMap(({ findings }) => findings),
      ({ file }) => file,
    ),
    hidden: byFile(
      reports.flatMap(({ hidden = [] }) => hidden),
      ofFinding,
    ),
    suppressed: byFile(
      reports.flatMap(({ suppressed = [] }) => suppressed),
      ofFinding,
    ),
    comments: byFile(
      reports.flatMap(({ comments = [] }) => comments),
      ({ file }) => file,
    ),
    metrics,
    metricsTable,
    totals: metricsTable.totals(),
    skipped: byFile(
      reports.flatMap(({ skipped }) => skipped),
      ({ name }) => name,
    ),
    notebooks: byFile(
      reports.flatMap(({ notebooks = [] }) => notebooks),
      ({ name }) => name,
    ),
    limited: reports.flatMap(({ limited }) => limited).sort(byCodePoint),
    incomplete: reports.flatMap(({ incomplete }) => incomplete).sort(byCodePoint),
    ruleErrors: reports.flatMap(({ ruleErrors = [] }) => ruleErrors),
  }
}

/** The same check of earlier contents, of which only the findings are needed. */
function planBefore(plan: CheckPlan, sources: readonly Source[]): CheckPlan {
  const { baseline, onProgress, part, ...rest } = plan
  return { ...rest, input: { kind: 'given', sources }, wanted: {} }
}

/** What makes a run with this report fail, as the configurations of the files say. */
export function failingOf(
  { skipped, incomplete, unscanned, notebooks = [] }: Report,
  { configurations, host }: CheckPlan,
): Failing {
  const known = new Map<string, Configuration>()
  const configurationOf = (name: string) => {
    const configuration = known.get(name) ?? configurations.at(dirname(resolve(host.cwd, name)))
    known.set(name, configuration)
    return configuration
  }
  const broken = notebooks.filter(({ refusedCells }) => refusedCells.length > 0)
  const problems = [...[...skipped, ...broken].map(({ name }) => name), ...incomplete, ...unscanned]
  return {
    fails: problems.some(name => configurationOf(name).failOnError),
    failOn: name => configurationOf(name).failOn,
  }
}
