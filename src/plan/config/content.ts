import { ContentError } from '../../errors.js'
import { isMapping, kindOf, type Mapping, truthy } from '../../python/value.js'

/** A value that is not what its place asks for. */
export function mismatch(place: string, expected: string, value: unknown): ContentError {
  return new ContentError(`${place}: expected ${expected}, found ${kindOf(value)}`)
}

/**
 * Strings where Bandit iterates over a value, whatever it is: a string falls into its characters, a
 * mapping into its keys. `skips: B101` skips nothing, and says so of each letter. At the top of a configuration what
 * Python takes for false is no items; the checks iterate over theirs at once.
 */
export function items(mapping: Mapping, key: string, place = key): string[] {
  const value = mapping[key]
  if (value === undefined || value === null || (place === key && !truthy(value))) return []
  const iterable = typeof value === 'string' || value instanceof Set || Array.isArray(value)
  if (!iterable && !isMapping(value)) throw mismatch(place, 'a list of strings', value)
  return (iterable ? [...value] : Reflect.ownKeys(value)).map((item: unknown, index) => {
    if (typeof item !== 'string') throw mismatch(`${place}[${index}]`, 'a string', item)
    return item
  })
}
