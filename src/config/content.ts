/** What is wrong with the content of a configuration file, and where in it. */
export class ContentError extends Error {}

/** Decodes text, or says at which byte it is not in its encoding. */
export function decode(content: Uint8Array, encoding = 'utf-8'): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    const lossy = Buffer.from(new TextDecoder(encoding, { ignoreBOM: true }).decode(content))
    const place = content.findIndex((byte, at) => byte !== lossy[at])
    throw new ContentError(`byte ${place} is not ${encoding.toUpperCase()}`)
  }
}

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

/** Truth as Python sees it. */
export function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Set || value instanceof Map) return value.size > 0
  return isMapping(value) ? Reflect.ownKeys(value).length > 0 : Boolean(value)
}
