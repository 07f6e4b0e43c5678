import { readFileSync, rmSync } from 'node:fs'
import type { Case } from '../case.js'
import { posse, reportOf, ruff, scratch } from '../commands.js'
import { measure } from '../measure.js'
import type { Tree } from '../trees.js'

/** A second scan of a tree in which nothing has changed; the warm-up is the first. */
export function cachedCase(tree: Tree, rounds: number): Case {
  const ours = scratch('cache-posse')
  const theirs = scratch('cache-ruff')
  for (const cache of [ours, theirs]) rmSync(cache, { recursive: true, force: true })
  const entrants = [
    { name: 'posse --cache', command: posse(tree, '--cache-dir', ours) },
    { name: 'Ruff, warm cache', command: ruff(tree, '--cache-dir', theirs) },
  ]
  return { entrants, rounds, sameReport: () => givesSameReport(tree, ours) }
}

/** Whether our report is the same bytes with the cache and without. */
function givesSameReport(tree: Tree, cache: string): boolean {
  measure(posse(tree, '--cache-dir', cache))
  const cached = readFileSync(reportOf('posse'))
  measure(posse(tree))
  return cached.equals(readFileSync(reportOf('posse')))
}
