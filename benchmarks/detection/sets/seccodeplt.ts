import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { familiesOfCwe } from '../families.js'
import type { Item, LabelledSet } from '../item.js'
import { askPython } from '../python.js'
import { prepareSource } from '../sources.js'

/** A function with a flaw, and the same without. */
export interface Task {
  CWE_ID: string
  ground_truth: { code_before: string; vulnerable_code: string; patched_code: string; code_after: string }
  unittest: { setup: string }
}

/** The two sides of a task. */
const SIDES = [
  { side: 'vulnerable', key: 'vulnerable_code', flawed: true },
  { side: 'patched', key: 'patched_code', flawed: false },
] as const

/** SecCodePLT: pairs of a function with a flaw and its fixed twin. Pairs that are no Python are left out. */
export function secCodePlt(): LabelledSet {
  const folder = join(prepareSource('SecCodePLT'), 'virtue_code_eval/data/safety/codesecplt')
  const tasks: Task[] = JSON.parse(readFileSync(join(folder, 'data.json'), 'utf8'))
  return secCodePltOf(tasks, askPython('imports', setupsOf(tasks)))
}

/** The setup and the code of each side of each task. */
export function setupsOf(tasks: readonly Task[]): [setup: string, code: string][] {
  return tasks.flatMap(task =>
    SIDES.map(({ key }) => [task.unittest.setup ?? '', codeOf(task, key)] as [string, string]),
  )
}

/** `imports` holds what goes in front of each side, or null for code that is no Python. */
export function secCodePltOf(tasks: readonly Task[], imports: readonly (string[] | null)[]): LabelledSet {
  const files = new Map<string, string>()
  const items: Item[] = []
  for (const [index, task] of tasks.entries()) {
    const fronts = SIDES.map((_, side) => imports[index * SIDES.length + side])
    const pair = `${String(index).padStart(4, '0')}-cwe-${task.CWE_ID}`
    for (const [at, { side, key, flawed }] of SIDES.entries()) {
      const front = fronts[at]
      if (!front || fronts.includes(null)) continue
      const id = `${pair}-${side}`
      const file = `${id}.py`
      files.set(file, `${[...front, codeOf(task, key).trimEnd()].join('\n')}\n`)
      items.push({ set: 'seccodeplt', id, file, families: familiesOfCwe(Number(task.CWE_ID)), flawed, pair })
    }
  }
  return { name: 'seccodeplt', files, items }
}

function codeOf({ ground_truth: truth }: Task, key: 'vulnerable_code' | 'patched_code'): string {
  return `${truth.code_before}${truth[key]}${truth.code_after}`
}
