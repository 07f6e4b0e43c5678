import { basename, resolve } from 'node:path'
import { regexMistake, scriptSubjects } from '../native.js'
import { didYouMean, didYouMeanOneOf } from '../nearest.js'
import { ScriptLoader } from '../scripts/load.js'
import { ALL_NAMES } from '../scripts/sought.js'
import { entries, texts, wrongType } from './checks.js'
import { type Field, type Fields, isPattern, PATTERN_WORDS, table, wrongWithPattern } from './fields.js'
import { siblings, statOf } from './file.js'
import { isOfFlag, type Place, type Report, topOf } from './mistakes.js'
import { COMMON, type OwnRule, ruleOf } from './own-rules.js'
import type { Located, Table } from './toml.js'

/*
 * Rules in JavaScript, which the key `rules.scripts` names the modules of.
 */

/** The subject whose names are regular expressions. */
const STRINGS = 'string'
/** The subject whose names are as they are written. */
const ASSIGNMENTS = 'assignment'

const on: Field = {
  isRequired: true,
  check(value, name, report) {
    let isRight = true
    const subjects = scriptSubjects()
    const right = entries(value, name, report, (key, { place, node }) => {
      const names = subjects.includes(key) ? sought(node, key, `${name}.${key}`, report) : undefined
      if (!subjects.includes(key))
        report(place, `a rule cannot look for '${key}'${didYouMeanOneOf(key, subjects)}`)
      isRight &&= names !== undefined
      return names
    })
    if (right && (right.value as Table).size === 0 && isRight)
      return wrongType(value, name, 'a table with at least one key', report)
    return isRight ? right : undefined
  },
  schema: () => ({}),
}

/** What a rule looks for of one subject: all, or what has these names. */
function sought(node: Located, subject: string, name: string, report: Report): Located | undefined {
  if (node.value === true) return { ...node, value: [{ ...node, value: ALL_NAMES }] }
  const words = subject === STRINGS ? 'a regular expression' : PATTERN_WORDS
  const list = typeof node.value === 'string' ? { ...node, value: [node] } : node
  const wrong = (text: string) => {
    if (text === ALL_NAMES) return undefined
    if (subject === ASSIGNMENTS) return isPattern(text) ? undefined : `'${text}' is not ${words}`
    if (subject !== STRINGS) return wrongWithPattern(text)
    const mistake = regexMistake(text)
    return mistake === null ? undefined : `'${text}' is no regular expression: ${mistake}`
  }
  const right = texts(list, name, `true, ${words}, or a list of them`, report, wrong)
  const all = Array.isArray(list.value) ? list.value.length : 0
  if (all === 0 && right) return wrongType(node, name, `true, ${words}, or a list of them`, report)
  return (right?.value as readonly Located[] | undefined)?.length === all ? right : undefined
}

const isFunction: Field = {
  isRequired: true,
  check(value, name, report) {
    if (value.value === 'function') return value
    report(
      value.place,
      value.value === 'generator'
        ? `'${name}' must be a plain function: a generator would never run`
        : `'${name}' must be a function, not a value of type ${String(value.value)}`,
    )
    return undefined
  },
  schema: () => ({}),
}

const FIELDS: Fields = { ...COMMON, on, check: isFunction }

/** Modules with rules, each loaded once. */
export class ScriptRules {
  private readonly loader: ScriptLoader | undefined
  /** The rules of a module, and what is wrong with it. */
  private readonly modules = new Map<string, { rules: OwnRule[]; mistakes: (readonly [Place, string])[] }>()
  /** Modules that were named, but are not to be loaded. */
  readonly skipped = new Set<string>()
  private hasFailed = false

  constructor(loads = true) {
    this.loader = loads ? new ScriptLoader() : undefined
  }

  /** Whether there may be rules that are not known. */
  get isIncomplete(): boolean {
    return this.hasFailed || this.skipped.size > 0
  }

  /** The rules of all modules that the key `rules` names, without those that have mistakes. */
  rulesOf(value: Located | undefined): OwnRule[] {
    return onceEach(modulesOf(value)).flatMap(item => this.module(item).rules)
  }

  /** Checks the list of modules, and the rules in them. */
  check(value: Located, name: string, report: Report): Located | undefined {
    const list = typeof value.value === 'string' ? { ...value, value: [value] } : value
    const right = texts(list, name, 'a path, or a list of paths', report)
    for (const item of onceEach((right?.value ?? []) as readonly Located[]))
      for (const [place, what] of this.module(item).mistakes) report(place, what)
    return right
  }

  private module(item: Located): { rules: OwnRule[]; mistakes: (readonly [Place, string])[] } {
    const path = pathOf(item)
    if (!this.loader) {
      this.skipped.add(path)
      return { rules: [], mistakes: [] }
    }
    const known = this.modules.get(path)
    if (known) return known
    const mistakes: (readonly [Place, string])[] = []
    const found = { rules: [] as OwnRule[], mistakes }
    this.modules.set(path, found)
    const name = String(item.value)
    const stat = statOf(path)
    const loaded = stat?.isFile() ? this.loader.load(path) : undefined
    if (!loaded || 'error' in loaded) {
      this.hasFailed = true
      const place = loaded?.line === undefined ? '' : ` (line ${loaded.line})`
      const reason = loaded
        ? `cannot load the rules of '${name}': ${loaded.error}${place}`
        : stat
          ? `'${name}' is not a file`
          : `no such file: '${name}'${didYouMean(basename(path), siblings(path))}`
      mistakes.push([item.place, reason])
      return found
    }
    for (const [at, said] of loaded.rules.entries()) {
      const which = loaded.rules.length > 1 ? `rule ${at + 1}` : 'rule'
      const located = locatedOf(said, topOf(path))
      const right = table(located, which, FIELDS, (place, what) => mistakes.push([place, what]))
      const rule = right && ruleOf('script', right, { module: path, at })
      if (rule) found.rules.push(rule)
      else this.hasFailed = true
    }
    return found
  }
}

/** The modules that the key `rules` names: alone, or among other rules. */
function modulesOf(value: Located | undefined): Located[] {
  const inTable = value?.value instanceof Map ? (value.value as Table).get('scripts')?.node : value
  const list = Array.isArray(inTable?.value)
    ? (inTable.value as readonly Located[])
    : inTable
      ? [inTable]
      : []
  return list.filter(({ value: path }) => typeof path === 'string')
}

/** Without those that name a module again: configurations that are extended may have named it, too. */
function onceEach(modules: readonly Located[]): Located[] {
  return [...new Map(modules.map(item => [pathOf(item), item])).values()]
}

/** The absolute path of a module, which is relative to the file that names it. */
function pathOf({ place: { file }, value }: Located): string {
  return isOfFlag(file) ? resolve(String(value)) : resolve(file, '..', String(value))
}

/** A value of JavaScript as the checks of configurations take them. */
function locatedOf(value: unknown, place: Place): Located {
  if (Array.isArray(value)) return { place, value: value.map(each => locatedOf(each, place)) }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, each]) => [key, { place, node: locatedOf(each, place) }] as const,
    )
    return { place, value: new Map(fields) }
  }
  return { place, value: value as Located['value'] }
}
