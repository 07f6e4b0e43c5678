import { BLACKLIST, type Selectors } from '../../configuration/selectors.js'
import type { Carried } from './carried.js'

/** Carries over ids of Bandit's to `select` or `ignore`. */
export function carryIds(
  key: 'select' | 'ignore',
  ids: readonly string[],
  what: string,
  selectors: Selectors,
  carried: Carried,
): void {
  carried.add(
    key,
    ids.flatMap(id => {
      if (id === BLACKLIST.id) return BLACKLIST.selectors
      if (selectors.find(id) !== undefined) return [id]
      carried.leave(what, selectors.complaint(id))
      return []
    }),
  )
}
