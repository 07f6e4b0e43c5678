import type { Case } from '../case.js'
import { check, posse } from '../commands.js'
import type { Tree } from '../trees.js'

/** `posse check` in the profile `audit`, which hides nothing, and a scan of the same files. */
export function checkCase(tree: Tree, rounds: number): Case {
  const entrants = [
    { name: 'check', command: check(tree, '--profile', 'audit') },
    { name: 'posse', command: posse(tree) },
  ]
  return { entrants, rounds }
}
