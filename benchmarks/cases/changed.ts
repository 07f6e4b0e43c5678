import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from '../case.js'
import { posse, scratch } from '../commands.js'
import { copiesOf, sourcesOf, type Tree } from '../trees.js'

/** A scan with the cache after 1% of the files have changed, and one after no change. Works on a copy. */
export function changedCase(tree: Tree, name: string, rounds: number): Case {
  const copy = copiesOf(tree, name, 1)
  const changing = sourcesOf(tree).filter((_, index) => index % 100 === 0)
  const cache = scratch('cache-changed')
  rmSync(cache, { recursive: true, force: true })
  const command = posse(copy, '--cache-dir', cache)

  // Starts from the originals, so that an interrupted run does no lasting damage.
  const write = (ending: string): void => {
    for (const path of changing) {
      const original = readFileSync(join(tree.parent, path))
      for (const folder of copy.folders) {
        writeFileSync(join(copy.parent, folder, path), Buffer.concat([original, Buffer.from(ending)]))
      }
    }
  }
  write('')
  const entrants = [
    { name: 'unchanged', command },
    { name: '1% changed', command, prepare: (round: number) => write(`\n# change ${round}\n`) },
  ]
  return { entrants, rounds, restore: () => write('') }
}
