import { readFileSync, rmSync } from 'node:fs'
import type { Case } from '../case.js'
import { posse, reportOf, ruff, scratch } from '../commands.js'
import { measure } from '../measure.js'
import type { Tree } from '../trees.js'

/** A scan with a warm cache when nothing has changed. The warm-up round fills the cache. */
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

/** Whether the report is the same bytes with and without the cache. */
function givesSameReport(tree: Tree, cache: string): boolean {
  measure(posse(tree, '--cache-dir', cache))
  const cached = readFileSync(reportOf('posse'))
  measure(posse(tree))
  return cached.equals(readFileSync(reportOf('posse')))
}
