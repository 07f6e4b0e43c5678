import { dirname, resolve } from 'node:path'
import { isFolder } from '../../configuration/file.js'
import { UserError } from '../../errors.js'
import { silent } from '../../log.js'
import { planCheck } from '../../plan/check/plan.js'
import type { Host } from '../../plan/host.js'
import { executeCheck } from '../../scan/check/execute.js'

/** What the rules of configurations cost, in milliseconds. */
export interface Cost {
  /** How often each check ran, after one that does not count. */
  readonly runs: number
  /** How many files were checked. */
  readonly files: number
  /** How long the configuration took to read, the first time. */
  readonly reading: number
  /** The median time of a check without the rules. */
  readonly without: number
  /** The same with them. */
  readonly with: number
  /** The rules, each with how many findings it has. */
  readonly rules: readonly { readonly id: string; readonly name: string; readonly findings: number }[]
}

const RUNS = 7

/** Checks files with and without the rules that their configurations have of their own, in turn. */
export async function benchRules(targets: readonly string[], host: Host): Promise<Cost> {
  const [first = '.'] = targets
  const plan = (ignored: string[]) => planCheck({ targets, extendIgnore: ignored, log: silent }, host)
  const reading = await timed(async () => {
    const { configurations } = await plan([])
    const path = resolve(host.cwd, first)
    configurations.at(isFolder(path) ? path : dirname(path))
  })
  // The first check of a plan reads the configurations, the others only check.
  const planWith = await plan([])
  const report = await executeCheck(planWith)
  const rules = report.rules.filter(({ origin }) => origin === 'user')
  if (rules.length === 0) throw new UserError('the configurations of these files have no rules of their own')
  const planWithout = await plan(rules.map(({ id }) => id))
  await executeCheck(planWithout)
  const [without, with_]: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    without.push(await timed(() => executeCheck(planWithout)))
    with_.push(await timed(() => executeCheck(planWith)))
  }
  const counts = new Map<string, number>()
  for (const { id } of report.findings) counts.set(id, (counts.get(id) ?? 0) + 1)
  return {
    runs: RUNS,
    files: report.metrics.length,
    reading,
    without: median(without),
    with: median(with_),
    rules: rules.map(({ id, name }) => ({ id, name, findings: counts.get(id) ?? 0 })),
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0
}
