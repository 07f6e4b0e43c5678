import { didYouMean } from '../nearest.js'
import type { Report } from './mistakes.js'
import { type Entry, type Located, type Table, typeOf } from './toml.js'

/* What the checks of several kinds of values have in common. They return what is right, and report the rest. */

/** A list of texts, without those that `wrong` has something to say about. */
export function texts(
  value: Located,
  name: string,
  expected: string,
  report: Report,
  wrong: (text: string, item: Located) => string | undefined = () => undefined,
): Located | undefined {
  if (!Array.isArray(value.value)) return wrongType(value, name, expected, report)
  const right = (value.value as Located[]).filter(item => {
    const text = item.value
    const what = typeof text === 'string' ? wrong(text, item) : wrongItem(item, name, expected)
    if (what !== undefined) report(item.place, what)
    return what === undefined
  })
  return right.length === value.value.length ? value : { place: value.place, value: right }
}

/** One of these words. */
export function word(
  value: Located,
  name: string,
  words: readonly string[],
  report: Report,
): Located | undefined {
  if (typeof value.value === 'string' && isOneOf(words, value.value)) return value
  const near = typeof value.value === 'string' ? didYouMean(value.value, words) : ''
  return wrongType(value, name, `one of ${words.map(each => `'${each}'`).join(', ')}`, report, near)
}

/**
 * A table without the entries of which `check` returns nothing, and with what it returns of the others. Where nothing
 * changes, it is the same table: configurations may have thousands of them.
 */
export function entries(
  value: Located,
  name: string,
  report: Report,
  check: (key: string, entry: Entry) => Located | undefined,
  expected = 'a table',
): Located | undefined {
  if (!(value.value instanceof Map)) return wrongType(value, name, expected, report)
  let right: Table | undefined
  const table = value.value as Table
  table.forEach((entry, key) => {
    const checked = check(key, entry)
    if (checked === entry.node) {
      right?.set(key, entry)
      return
    }
    right ??= until(table, key)
    if (checked) right.set(key, { place: entry.place, node: checked })
  })
  return right ? { place: value.place, value: right } : value
}

/** The entries of a table before a key. */
function until(table: Table, end: string): Table {
  const before: Table = new Map()
  for (const [key, entry] of table) {
    if (key === end) break
    before.set(key, entry)
  }
  return before
}

/** Reports that a value is of another type. */
export function wrongType(
  value: Located,
  name: string,
  expected: string,
  report: Report,
  more = '',
): undefined {
  const found = foundIn(value)
  report(value.place, `'${name}' must be ${expected}, not ${found}${more}`)
  return undefined
}

/** What is wrong with an item of a list that is of another type. */
export function wrongItem(item: Located, name: string, expected: string): string {
  return `'${name}' must be ${expected}, but this is ${foundIn(item)}`
}

/** What a value is. Of some types, a value may be right, so it says more than its type. */
function foundIn({ value }: Located): string {
  if (typeof value === 'string') return `'${value}'`
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'a number of that size'
  if (Number.isFinite(value)) return String(value)
  if (value instanceof Map && value.size === 0) return 'an empty table'
  return Array.isArray(value) && value.length === 0 ? 'an empty list' : typeOf(value)
}

/** Whether a text is one of these words. */
export function isOneOf(words: readonly string[], text: string): boolean {
  return words.includes(text)
}
