import { didYouMean } from '../nearest.js'
import { entries, word, wrongType } from './checks.js'
import type { Report } from './mistakes.js'
import type { Located, Table } from './toml.js'
import type { Plain } from './write.js'

/*
 * Tables with keys that are described once: the description gives the checks, their messages, and the JSON schema.
 */

/** A key of a table. */
export interface Field {
  readonly isRequired?: true
  check(value: Located, name: string, report: Report): Located | undefined
  /** Its JSON schema. */
  schema(): Readonly<Record<string, Plain>>
}

export type Fields = Readonly<Record<string, Field>>

const PATTERN =
  /^(?:[\p{L}_][\p{L}\p{N}_]*(?:\(\)|\[\])*|\*{1,2})(?:\.(?:[\p{L}_][\p{L}\p{N}_]*(?:\(\)|\[\])*|\*{1,2}))*$/u
/** A name in Python. */
export const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** What a qualified name with wildcards looks like. */
export const PATTERN_WORDS = "a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**'"
/** The JSON schema of one. */
export const PATTERN_SCHEMA: Readonly<Record<string, Plain>> = {
  type: 'string',
  pattern: '^[^\\s.]+([.][^\\s.]+)*$',
}

/** Whether a text is a qualified name that may have wildcards. */
export function isPattern(text: string): boolean {
  return PATTERN.test(text) && /[\p{L}_]/u.test(text)
}

/** One of some words. */
export function choice(words: () => readonly string[], description: string, isRequired?: true): Field {
  return {
    ...(isRequired && { isRequired }),
    check: (value, name, report) => word(value, name, words(), report),
    schema: () => ({ description, type: 'string', enum: words() }),
  }
}

/** A text that `wrong` has nothing to say about. */
export function text(
  description: string,
  wrong: (text: string) => string | undefined,
  schema: Readonly<Record<string, Plain>> = {},
  isRequired?: true,
): Field {
  return {
    ...(isRequired && { isRequired }),
    check(value, name, report) {
      if (typeof value.value !== 'string') return wrongType(value, name, 'a string', report)
      const what = wrong(value.value)
      if (what === undefined) return value
      report(value.place, `'${name}' ${what}`)
      return undefined
    },
    schema: () => ({ description, type: 'string', ...schema }),
  }
}

/** A list of tables with these keys, which may depend on the table, without those that have mistakes. `isRight` looks at each as a whole. */
export function tables(
  value: Located,
  name: string,
  fields: Fields | ((item: Located) => Fields),
  report: Report,
  isRight: (table: Table, report: Report, item: Located) => boolean = () => true,
): Located | undefined {
  if (!Array.isArray(value.value))
    return wrongType(value, name, `a list of tables, each written as [[${name}]]`, report)
  const items = value.value as readonly Located[]
  const fieldsOf = typeof fields === 'function' ? fields : () => fields
  const right = items.flatMap(item => table(item, name, fieldsOf(item), report, isRight) ?? [])
  const isSame = right.length === items.length && right.every((item, at) => item === items[at])
  return isSame ? value : { place: value.place, value: right }
}

/** A table with these keys; undefined if it has a mistake. */
export function table(
  value: Located,
  name: string,
  fields: Fields,
  report: Report,
  isRight: (table: Table, report: Report, item: Located) => boolean = () => true,
): Located | undefined {
  let isWhole = true
  const found = entries(value, name, report, (key, entry) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field)
      report(entry.place, `unknown key '${key}' in '${name}'${didYouMean(key, Object.keys(fields))}`)
    const right = field?.check(entry.node, `${name}.${key}`, report)
    isWhole &&= right !== undefined
    return right
  })
  if (!found) return undefined
  const given = value.value as Table
  for (const [key, { isRequired }] of Object.entries(fields)) {
    if (!isRequired || given.has(key)) continue
    report(value.place, `'${name}' needs the key '${key}'`)
    isWhole = false
  }
  return isWhole && isRight(found.value as Table, report, value) ? found : undefined
}

/** The JSON schema of a table with these keys. */
export function fieldsSchema(fields: Fields): Readonly<Record<string, Plain>> {
  const all = Object.entries(fields)
  return {
    type: 'object',
    additionalProperties: false,
    required: all.flatMap(([name, { isRequired }]) => (isRequired ? [name] : [])),
    properties: Object.fromEntries(all.map(([name, field]) => [name, field.schema()])),
  }
}
