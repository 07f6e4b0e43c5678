import { KEYS, type Key } from './keys.js'
import type { Located, Table } from './toml.js'

/** A configuration on top of another: tables key by key, the lists of `extend-*`, `flow` and `rules` together, all else replaced. */
export function merged(below: Table, above: Table): Table {
  const result: Table = new Map(below)
  for (const [name, entry] of above) {
    const other = below.get(name)
    const key: Key | undefined = KEYS.find(each => each.name === name)
    const isAdded = key?.name.startsWith('extend-') || key?.kind === 'flow' || key?.kind === 'rules'
    result.set(name, other ? { place: entry.place, node: layered(other.node, entry.node, isAdded) } : entry)
  }
  return result
}

/** One value on top of another. If `isAdded`, lists are added together. */
function layered(below: Located, above: Located, isAdded = false): Located {
  if (isAdded && Array.isArray(below.value) && Array.isArray(above.value))
    return {
      place: above.place,
      value: [...(below.value as readonly Located[]), ...(above.value as readonly Located[])],
    }
  if (!(below.value instanceof Map && above.value instanceof Map)) return above
  const result: Table = new Map(below.value as Table)
  for (const [key, entry] of above.value as Table) {
    const other = result.get(key)
    result.set(key, other ? { place: entry.place, node: layered(other.node, entry.node, isAdded) } : entry)
  }
  return { place: above.place, value: result }
}
