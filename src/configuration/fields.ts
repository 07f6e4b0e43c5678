import { didYouMeanOneOf, similar } from '../nearest.js'
import { entries, word, wrongItem, wrongType } from './checks.js'
import type { Report } from './mistakes.js'
import { type Entry, isValues, type Located, plainOf, type Table, type Values } from './toml.js'
import type { Plain } from './write.js'

/*
 * Tables with keys that are described once: the description gives the checks, their messages, and the JSON schema.
 */

/** A key of a table. */
export interface Field {
  readonly isRequired?: true
  check(value: Located, name: string, report: Report): Located | undefined
  /**
   * Whether a value, as JSON has it, is surely right: then nothing has to be made to check it. `check` finds out what is wrong
   * with any other.
   */
  isRight?(plain: unknown): boolean
  /** Its JSON schema. */
  schema(): Readonly<Record<string, Plain>>
}

export type Fields = Readonly<Record<string, Field>>

const PATTERN =
  /^(?:[\p{L}_][\p{L}\p{N}_]*(?:\(\)|\[\])*|\*{1,2})(?:\.(?:[\p{L}_][\p{L}\p{N}_]*(?:\(\)|\[\])*|\*{1,2}))*$/u
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u
/** What nearly all of them look like. Unicode classes take Node milliseconds to compile. */
const PLAIN_PATTERN = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/
const PLAIN_NAME = /^[A-Za-z_]\w*$/

/** What a qualified name with wildcards looks like. */
export const PATTERN_WORDS = "a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**'"
/** The JSON schema of one. */
export const PATTERN_SCHEMA: Readonly<Record<string, Plain>> = {
  type: 'string',
  pattern: '^[^\\s.]+([.][^\\s.]+)*$',
}

/** Whether a text is a qualified name that may have wildcards. */
export function isPattern(text: string): boolean {
  return PLAIN_PATTERN.test(text) || (PATTERN.test(text) && /[\p{L}_]/u.test(text))
}

/** What is wrong with a qualified name that may have wildcards; undefined if nothing is. */
export function wrongWithPattern(text: string): string | undefined {
  if (!isPattern(text)) return `'${text}' is not ${PATTERN_WORDS}`
  const [, first, rest] = /^(self|cls)(\..+)$/.exec(text) ?? []
  if (first === undefined) return undefined
  return `'${text}' stands for nothing, for '${first}' is a parameter: write '*${rest}'`
}

/** Whether a text is a name in Python. */
export function isName(text: string): boolean {
  return PLAIN_NAME.test(text) || NAME.test(text)
}

/** One of some words. */
export function choice(words: () => readonly string[], description: string, isRequired?: true): Field {
  return {
    ...(isRequired && { isRequired }),
    check: (value, name, report) => word(value, name, words(), report),
    isRight: plain => typeof plain === 'string' && words().includes(plain),
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
    isRight: plain => typeof plain === 'string' && wrong(plain) === undefined,
    schema: () => ({ description, type: 'string', ...schema }),
  }
}

/** What is to be said of tables beside their keys. */
interface Whole {
  /** What a value has to be, for messages. */
  readonly expected?: string
  /** Looks at a table as a whole. */
  isRight?(table: Table, report: Report, item: Located): boolean
}

/**
 * A list of tables with these keys, which may depend on the table, without those that have mistakes. `isSurelyRight` looks
 * at each as a whole before anything is made of it.
 */
export function tables(
  value: Located,
  name: string,
  fields: Fields | ((item: Located) => Fields),
  report: Report,
  whole: Whole & { isSurelyRight?(plain: Values): boolean } = {},
): Located | undefined {
  const { expected = `a list of tables, each written as [[${name}]]`, isSurelyRight } = whole
  if (!Array.isArray(value.value)) return wrongType(value, name, expected, report)
  const items = value.value as readonly Located[]
  const fieldsOf = typeof fields === 'function' ? fields : () => fields
  const right = items.flatMap(item => {
    const plain = plainOf(item)
    if (isSurelyRight && isRightTable(plain, fieldsOf(item), isSurelyRight)) return item
    if (isValues(plain)) return table(item, name, fieldsOf(item), report, whole) ?? []
    report(item.place, wrongItem(item, name, expected))
    return []
  })
  const isSame = right.length === items.length && right.every((item, at) => item === items[at])
  return isSame ? value : { place: value.place, value: right }
}

/** A table with these keys; undefined if it has a mistake. */
export function table(
  value: Located,
  name: string,
  fields: Fields,
  report: Report,
  { expected, isRight = () => true }: Whole = {},
): Located | undefined {
  let isWhole = true
  const unknown: string[] = []
  const check = (key: string, entry: Entry) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field) {
      unknown.push(key)
      const near = didYouMeanOneOf(key, Object.keys(fields), Infinity)
      report(entry.place, `unknown key '${key}' in '${name}'${near}`)
    }
    const right = field?.check(entry.node, `${name}.${key}`, report)
    isWhole &&= right !== undefined
    return right
  }
  const found = entries(value, name, report, check, expected)
  if (!found) return undefined
  const given = value.value as Table
  for (const key of requiredOf(fields)) {
    if (given.has(key)) continue
    isWhole = false
    // A key with a mistake in its name is told once.
    if (!unknown.some(each => similar(each, [key]).length > 0))
      report(value.place, `'${name}' needs the key '${key}'`)
  }
  return isWhole && isRight(found.value as Table, report, value) ? found : undefined
}

/** Whether a table with these keys, as JSON has it, is surely right. `isSurelyRight` looks at it as a whole. */
export function isRightTable(
  plain: unknown,
  fields: Fields,
  isSurelyRight: (plain: Values) => boolean,
): boolean {
  if (!isValues(plain)) return false
  for (const key of Object.keys(plain)) if (!fields[key]?.isRight?.(plain[key])) return false
  for (const key of requiredOf(fields)) if (!Object.hasOwn(plain, key)) return false
  return isSurelyRight(plain)
}

/** Required keys by the description of a table. There may be thousands of tables with the same description. */
const required = new WeakMap<Fields, readonly string[]>()

function requiredOf(fields: Fields): readonly string[] {
  const known = required.get(fields)
  if (known) return known
  const keys = Object.entries(fields).flatMap(([key, { isRequired }]) => (isRequired ? [key] : []))
  required.set(fields, keys)
  return keys
}

/** The JSON schema of a table with these keys. */
export function fieldsSchema(fields: Fields): Readonly<Record<string, Plain>> {
  return {
    type: 'object',
    additionalProperties: false,
    required: requiredOf(fields),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema()])),
  }
}
