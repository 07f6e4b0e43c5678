export type Mapping = Readonly<Record<string, unknown>>

export function isMapping(value: unknown): value is Mapping {
  return (
    typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !(value instanceof Date)
  )
}

/** What a value is called in an error message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'symbol') return 'another key'
  if (typeof value === 'bigint') return 'a number'
  if (Number.isNaN(value)) return 'no number'
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`
}

/** Truth as Python sees it. */
export function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Set || value instanceof Map) return value.size > 0
  return isMapping(value) ? Reflect.ownKeys(value).length > 0 : Boolean(value)
}
