import { fileURLToPath } from 'node:url'
import { run, venv } from '../python.js'

/** A file before and after fixes. */
export interface Case {
  name: string
  before: string
  after: string
  /** Whether only safe fixes were applied. */
  safe: boolean
}

/** What CPython has to say against fixes. */
export function judge(cases: readonly Case[]): string[] {
  const script = fileURLToPath(new URL('judge.py', import.meta.url))
  return JSON.parse(run(venv('python'), [script], undefined, JSON.stringify(cases)))
}
