/** A mapping of a configuration file. */
export type Mapping = Readonly<Record<string, unknown>>

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return (
    typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !(value instanceof Date)
  )
}

/** A description of a value's type for error messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'symbol') return 'a key that is not a string'
  if (typeof value === 'bigint') return 'a number'
  if (Number.isNaN(value)) return 'NaN'
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`
}

/** Whether a value is true in Python. */
export function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Set || value instanceof Map) return value.size > 0
  return isMapping(value) ? Reflect.ownKeys(value).length > 0 : Boolean(value)
}
