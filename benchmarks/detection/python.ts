import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cached, keep } from '../../conformance/cache.js'
import { run, venv } from '../../conformance/python.js'

const HELPER = fileURLToPath(new URL('python.py', import.meta.url))

/** A rule of Semgrep, as far as we look at it. */
export interface SemgrepRule {
  id: string
  metadata: { cwe?: string | string[] }
}

/** The tasks of `python.py`: what they take and what they give. */
interface Tasks {
  imports: [pairs: (readonly [setup: string, code: string])[], answer: (string[] | null)[]]
  statements: [files: Record<string, string>, answer: Record<string, [number, number][] | null>]
  rules: [folder: { path: string; commit: string }, answer: { path: string; rule: SemgrepRule }[]]
}

/** Asks Bandit's Python, or gives the answer that it gave to the same question last time. */
export function askPython<Task extends keyof Tasks>(task: Task, question: Tasks[Task][0]): Tasks[Task][1] {
  const input = JSON.stringify(question)
  const hash = createHash('sha256').update(readFileSync(HELPER)).update(input)
  const path = cached('detection', `python-${task}.json`)
  keep(path, hash.digest('hex'), partial =>
    writeFileSync(partial, run(venv('python'), [HELPER, task], undefined, input)),
  )
  return JSON.parse(readFileSync(path, 'utf8'))
}
