import { createHook } from 'node:async_hooks'
import { workerData } from 'node:worker_threads'
import { lineIn, reasonOf, stackOf } from './error-text.js'
import { importRules } from './import-rules.js'
import { LEFT_OVER, LeftOver } from './left-over.js'
import { type RecordColumns, Records } from './records.js'
import type { Rule } from './rules.js'
import {
  type Checked,
  Checks,
  type Excluded,
  type NumberedRule,
  type Outcome,
  runningCheck,
} from './run-checks.js'
import { replaces, SharedCode } from './shared-code.js'
import { guardProcess } from './thread-guard.js'

/** What a thread gets when it starts: the modules with the rules. */
export interface CheckThreadData {
  readonly modules: readonly string[]
}

/** What a thread is asked to check. */
export interface CheckTask {
  readonly records: RecordColumns
  /** The names of the files of the batch. */
  readonly names: readonly string[]
  /** The rules by number: the place of their module, and their place in it. */
  readonly rules: readonly (readonly [number: number, module: number, place: number])[]
  readonly excluded: Excluded
  /** Checks only these files of the batch. */
  readonly only?: readonly number[]
  /** Where the checks are: 1 once they have begun and 2 when they are done, the file, the rule, and the offset of the node. */
  readonly progress: Int32Array
}

let checks: Checks | undefined
let rules: CheckTask['rules'] = []
/** Errors that nobody caught before the first check was called. */
const early: (() => void)[] = []

/** Says that a check, or what it has left for later, did what it must not do. */
function complain(reason: string, stack: string | undefined): void {
  const isNamed = modules.map(path => lineIn(stack, path) !== undefined)
  const named = rules.filter(([, module]) => isNamed[module]).map(([number]) => number)
  checks?.complain(reason, { stack, mayBe: number => named.includes(number) })
}

function complainOf(reason: string, error: unknown): void {
  const say = () => complain(`${reason}: ${reasonOf(error)}`, stackOf(error))
  if (checks) say()
  else early.push(say)
}

process.on('unhandledRejection', error =>
  complainOf('a promise of its module was rejected, and nobody waits for it', error),
)
process.on('uncaughtException', error =>
  complainOf('what it has left for later, such as a timer, failed', error),
)

/** The check that has begun something of a kind, such as a timer. */
const begun = new Map<string, Checked>()
createHook({
  init(_, kind) {
    const check = runningCheck()
    if (check) begun.set(kind.toLowerCase(), check)
  },
}).enable()

guardProcess(text => complain(`it prints: ${JSON.stringify(text.trim())}`, new Error().stack))
process.setSourceMapsEnabled(true)

const shared = new SharedCode()
const { modules } = workerData as CheckThreadData
let leftOver: LeftOver | undefined
const loading = Promise.all(modules.map(importRules)).finally(() => {
  const replaced = shared.restore()
  if (replaced !== undefined) throw new Error(`of a module with rules: ${replaces(replaced)}`)
})

/** Runs the checks of a batch. */
export default async function check(task: CheckTask): Promise<Outcome> {
  const loaded = await loading
  rules = task.rules
  const numbered = rules.map(([number, module, place]) => ({
    number,
    rule: loaded[module]?.[place] as Rule,
  }))
  // A timer of a check may have run since the last batch.
  const replacedBefore = shared.restore()
  leftOver ??= new LeftOver()
  const outcome = checked(task, numbered)
  for (const say of early.splice(0)) say()
  // What checks have left for later may fail, or break a rule, too.
  Atomics.store(task.progress, 0, 2)
  const kind = await leftOver.ended()
  if (kind !== undefined)
    checks?.complain(
      `what it has left for later (${kind}) goes on for more than ${LEFT_OVER / 1000} s; checks cannot be asynchronous`,
      { by: begun.get(kind.toLowerCase()) },
    )
  for (const replaced of [replacedBefore, shared.restore()])
    if (replaced !== undefined) checks?.complain(`${replaces(replaced)}, after the check has returned`)
  return outcome
}

/** Where a check has replaced what all code shares, nothing can be believed: then each check is looked at. */
function checked(task: CheckTask, numbered: readonly NumberedRule[]): Outcome {
  let outcome: Outcome | undefined
  let failure: { readonly error: unknown } | undefined
  try {
    outcome = runChecks(task, numbered)
  } catch (error) {
    failure = { error }
  }
  if (shared.restore() !== undefined) return runChecks(task, numbered, () => shared.restore())
  if (failure) throw failure.error
  return outcome as Outcome
}

function runChecks(
  { records, names, excluded, only, progress }: CheckTask,
  numbered: readonly NumberedRule[],
  restore?: () => string | undefined,
): Outcome {
  progress[1] = -1
  Atomics.store(progress, 0, 1)
  checks = new Checks(
    numbered,
    (file, rule, offset) => {
      progress[1] = file
      progress[2] = rule
      progress[3] = offset
    },
    restore,
  )
  return checks.run(new Records(records), names, excluded, only)
}
