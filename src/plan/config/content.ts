import { ContentError } from '../../errors.js'
import { isMapping, kindOf, type Mapping, truthy } from '../../python/value.js'

/** The error for a value of the wrong type at `place`. */
export function mismatch(place: string, expected: string, value: unknown): ContentError {
  return new ContentError(`${place}: expected ${expected}, found ${kindOf(value)}`)
}

/**
 * The strings of a list. Like Bandit, this iterates over any value but a string: of a mapping, over its keys. At the top
 * level of a configuration, a value that is false in Python has no items; elsewhere it is iterated over all the same.
 * Throws a ContentError.
 */
export function items(mapping: Mapping, key: string, place = key): string[] {
  const value = mapping[key]
  if (value === undefined || value === null || (place === key && !truthy(value))) return []
  const iterable = value instanceof Set || Array.isArray(value)
  // In a string, Bandit would look for single characters.
  if (!iterable && !isMapping(value)) throw mismatch(place, 'a list of strings', value)
  return (iterable ? [...value] : Reflect.ownKeys(value)).map((item: unknown, index) => {
    if (typeof item !== 'string') throw mismatch(`${place}[${index}]`, 'a string', item)
    return item
  })
}
