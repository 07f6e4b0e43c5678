import type { Case, Entrant } from '../case.js'
import { bandit, posse, reportOf } from '../commands.js'
import { type Extra, extraScan } from '../extras.js'
import type { Tree } from '../trees.js'

/** Programs with Bandit's rules. The others take minutes, so each runs only once; posse runs as often as elsewhere. */
export function banditCase(tree: Tree, rounds: number, extras: readonly Extra[]): Case {
  const others: Entrant[] = extras.map(name => {
    return { name, command: extraScan(name, tree, reportOf(name)), once: true }
  })
  const entrants: Entrant[] = [
    { name: 'posse', command: posse(tree) },
    { name: 'Bandit', command: bandit(tree), once: true },
    ...others,
  ]
  return { entrants, rounds }
}
