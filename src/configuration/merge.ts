import { KEYS } from './keys.js'
import type { Located, Table } from './toml.js'

/** A configuration on top of another: tables key by key, the lists of `extend-*` together, all else replaced. */
export function merged(below: Table, above: Table): Table {
  const result: Table = new Map(below)
  for (const [name, entry] of above) {
    const other = below.get(name)
    const isAdded = KEYS.find(key => key.name === name)?.name.startsWith('extend-')
    result.set(name, other ? { ...entry, node: (isAdded ? added : layered)(other.node, entry.node) } : entry)
  }
  return result
}

function added(below: Located, above: Located): Located {
  return { ...above, value: [...(below.value as readonly Located[]), ...(above.value as readonly Located[])] }
}

function layered(below: Located, above: Located): Located {
  if (!(below.value instanceof Map && above.value instanceof Map)) return above
  const result: Table = new Map(below.value as Table)
  for (const [key, entry] of above.value as Table) {
    const other = result.get(key)
    result.set(key, other ? { ...entry, node: layered(other.node, entry.node) } : entry)
  }
  return { ...above, value: result }
}
