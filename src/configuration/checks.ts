import { didYouMean } from '../nearest.js'
import type { Place, Report } from './mistakes.js'
import { type Located, type Table, typeOf } from './toml.js'

/* What the checks of several kinds of values have in common. They return what is right, and report the rest. */

/** A list of texts, without those that `wrong` has something to say about. */
export function texts(
  value: Located,
  name: string,
  expected: string,
  report: Report,
  wrong: (text: string, place: Place) => string | undefined = () => undefined,
): Located | undefined {
  if (!Array.isArray(value.value)) return wrongType(value, name, expected, report)
  const right = (value.value as Located[]).filter(({ place, value: text }) => {
    const what =
      typeof text === 'string'
        ? wrong(text, place)
        : `'${name}' must be ${expected}, but this is ${typeOf(text)}`
    if (what !== undefined) report(place, what)
    return what === undefined
  })
  return { place: value.place, value: right }
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

/** A table without the entries of which `check` returns nothing. */
export function entries(
  value: Located,
  name: string,
  report: Report,
  check: (key: string, place: Place, node: Located) => Located | undefined,
): Located | undefined {
  if (!(value.value instanceof Map)) return wrongType(value, name, 'a table', report)
  const right: Table = new Map()
  for (const [key, { place, node }] of value.value as Table) {
    const checked = check(key, place, node)
    if (checked) right.set(key, { place, node: checked })
  }
  return { place: value.place, value: right }
}

/** Reports that a value is of another type. */
export function wrongType(
  value: Located,
  name: string,
  expected: string,
  report: Report,
  more = '',
): undefined {
  const found = typeof value.value === 'string' ? `'${value.value}'` : typeOf(value.value)
  report(value.place, `'${name}' must be ${expected}, not ${found}${more}`)
  return undefined
}

/** Whether a text is one of these words. */
export function isOneOf(words: readonly string[], text: string): boolean {
  return words.includes(text)
}
