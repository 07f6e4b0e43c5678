import type { Case } from '../case.js'
import { posse } from '../commands.js'
import type { Tree } from '../trees.js'

/** One thread and two threads. */
export function threadsCase(tree: Tree, rounds: number): Case {
  const entrants = ['1', '2'].map(jobs => ({ name: `-j ${jobs}`, command: posse(tree, '-j', jobs) }))
  return { entrants, rounds }
}
