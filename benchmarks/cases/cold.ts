import type { Case } from '../case.js'
import { parserAlone, posse, ruff } from '../commands.js'
import type { Tree } from '../trees.js'

/** A scan without a cache. */
export function coldCase(tree: Tree, rounds: number): Case {
  const entrants = [
    { name: 'posse', command: posse(tree) },
    { name: 'Ruff --no-cache', command: ruff(tree, '--no-cache') },
    { name: 'parser only', command: parserAlone(tree) },
  ]
  return { entrants, rounds }
}
