import type { Case } from '../case.js'
import { posse } from '../commands.js'
import { copiesOf, sizeOf, type Tree } from '../trees.js'

/** The same code once, twice and four times: the time per byte must stay the same. */
export function growthCase(tree: Tree, name: string, rounds: number): Case {
  const copies = copiesOf(tree, name, 4)
  const { bytes } = sizeOf(tree)
  const entrants = [1, 2, 4].map(count => ({
    name: `${count}x`,
    command: posse({ ...copies, folders: copies.folders.slice(0, count) }),
    bytes: bytes * count,
  }))
  return { entrants, rounds }
}
