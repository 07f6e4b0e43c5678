import { workerData } from 'node:worker_threads'
import { lineIn } from './error-text.js'
import { importRules } from './import-rules.js'
import { type RecordColumns, Records } from './records.js'
import type { Rule } from './rules.js'
import { Checks, type Excluded, type Outcome } from './run-checks.js'
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
  /** Where the checks are: 1 once they have begun, the file, the rule, and the offset of the node. */
  readonly progress: Int32Array
}

let checks: Checks | undefined
let rules: CheckTask['rules'] = []
process.on('unhandledRejection', error => {
  const stack = error instanceof Error ? error.stack : undefined
  const isNamed = modules.map(path => lineIn(stack, path) !== undefined)
  const named = rules.filter(([, module]) => isNamed[module]).map(([number]) => number)
  checks?.complainLater(number => named.includes(number), error)
})
guardProcess(text => checks?.complain(`it prints: ${JSON.stringify(text.trim())}`, new Error().stack))
process.setSourceMapsEnabled(true)

const { modules } = workerData as CheckThreadData
const loading = Promise.all(modules.map(importRules))

/** Runs the checks of a batch. */
export default async function check(task: CheckTask): Promise<Outcome> {
  const loaded = await loading
  rules = task.rules
  const numbered = rules.map(([number, module, place]) => ({
    number,
    rule: loaded[module]?.[place] as Rule,
  }))
  const { progress } = task
  progress[1] = -1
  Atomics.store(progress, 0, 1)
  checks = new Checks(numbered, (file, rule, offset) => {
    progress[1] = file
    progress[2] = rule
    progress[3] = offset
  })
  const outcome = checks.run(new Records(task.records), task.names, task.excluded, task.only)
  // What checks have left for later, such as the rest of an asynchronous function, may break a rule, too.
  await new Promise(setImmediate)
  return outcome
}
