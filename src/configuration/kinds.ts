import { didYouMean, didYouMeanOneOf } from '../nearest.js'
import { optionSections, type RuleOption } from '../rules/options.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { entries, isOneOf, texts, word, wrongType } from './checks.js'
import { checkFlow } from './flow-models.js'
import { wrongWithGlob } from './globs.js'
import type { Key, Kind } from './keys.js'
import { KEYS } from './keys.js'
import type { Place, Report } from './mistakes.js'
import { type OptionTable, optionTables } from './option-tables.js'
import { checkRules, type OwnRule, ownRules } from './own-rules.js'
import { ScriptRules } from './script-rules.js'
import { Selectors } from './selectors.js'
import type { Entry, Located, Table } from './toml.js'
import { quoted } from './write.js'

/** What values are checked against. */
export interface Known {
  readonly selectors: Selectors
  readonly options: readonly OptionTable[]
  /** The rules in JavaScript. */
  readonly scripts: ScriptRules
  /** Takes a word that may select a rule of a configuration that is not known yet. */
  readonly defer?: (place: Place, word: string) => void
}

/** What values are checked against, with these rules. */
export function knownOf(rules: readonly RuleInfo[], loadsScripts = true): Known {
  return {
    selectors: new Selectors(rules),
    options: optionTables(optionSections()),
    scripts: new ScriptRules(loadsScripts),
  }
}

/** The rules that the key `rules` describes, in the order in which findings number them. */
export function rulesIn(value: Located | undefined, { scripts }: Known): OwnRule[] {
  return [...ownRules(value), ...scripts.rulesOf(value)]
}

/** What values are checked against where there are these rules as well. */
export function knownWith(known: Known, own: readonly OwnRule[]): Known {
  if (own.length === 0) return known
  return { ...known, selectors: new Selectors([...known.selectors.rules, ...own.map(({ info }) => info)]) }
}

/** The levels of findings, from the lowest. */
export const LEVELS = ['low', 'medium', 'high'] as const
/** What a configuration can make of a severity. */
export const SEVERITIES = ['off', ...LEVELS] as const

/** A version of Python. */
export const VERSION = /^py3\d{1,2}$/

/** A request may take this many seconds. */
export const LEAST_SECONDS = 0.001
export const MOST_SECONDS = 86_400

/** A word that may select a rule of a configuration: an id or the beginning of one, or a name. */
const MAY_BE_OWN = /^(?:[A-Z][A-Z\d]*|[a-z][a-z\d_]*)$/

/** A list of selectors, as messages show it. */
const SELECTORS_EXAMPLE = '["B101"]'

/** Returns what is right of a value, and reports what is wrong; undefined if nothing is right. */
type Check = (value: Located, key: Key, known: Known, report: Report) => Located | undefined

/** The checks of each kind of value. */
const CHECKS: Readonly<Record<Kind, Check>> = {
  paths: (value, key, _, report) =>
    typeof value.value === 'string'
      ? value
      : texts(value, key.name, `a path such as ${key.example}, or a list of paths`, report),
  choice: (value, { name, choices = [] }, _, report) => word(value, name, choices, report),
  flag(value, { name }, _, report) {
    if (typeof value.value === 'boolean') return value
    return wrongType(value, name, 'true or false', report)
  },
  version(value, { name }, _, report) {
    if (typeof value.value === 'string' && VERSION.test(value.value)) return value
    return wrongType(value, name, "a version such as 'py312'", report)
  },
  seconds(value, { name }, _, report) {
    const { value: seconds } = value
    if (typeof seconds === 'number' && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS) return value
    return wrongType(value, name, `a number of seconds from ${LEAST_SECONDS} to ${MOST_SECONDS}`, report)
  },
  levels(value, { name }, _, report) {
    const levels = typeof value.value === 'string' ? value.value.split(':') : []
    const wrong = levels.find(level => !isOneOf(LEVELS, level))
    if (levels.length > 0 && levels.length < 3 && wrong === undefined) return value
    const near = wrong === undefined ? '' : didYouMean(wrong, LEVELS)
    return wrongType(
      value,
      name,
      `'low', 'medium' or 'high', or two of them as in 'medium:high'`,
      report,
      near,
    )
  },
  selectors: (value, key, known, report) => selectors(value, key.name, key.example, known, report),
  globs: (value, { name, example }, _, report) =>
    texts(value, name, `a list of globs such as ${example}`, report, wrongWithGlob),
  'selectors by glob'(value, whole, known, report) {
    const { name } = whole
    const check = (key: string, entry: Entry) => {
      const { node } = entry
      const wrong = wrongWithGlob(key)
      if (wrong !== undefined) report(entry.place, wrong)
      const right = selectors(node, `${name}.${quoted(key)}`, SELECTORS_EXAMPLE, known, report)
      return wrong === undefined ? right : undefined
    }
    return entries(value, name, report, check, tableSuchAs(whole))
  },
  'severity by selector'(value, whole, known, report) {
    const { name } = whole
    const check = (key: string, entry: Entry) => {
      const { node } = entry
      const wrong = wrongWithSelector(key, entry.place, known)
      const isKnown = wrong === undefined
      if (!isKnown) report(entry.place, wrong)
      const right = word(node, `${name}.${quoted(key)}`, SEVERITIES, report)
      return isKnown ? right : undefined
    }
    return entries(value, name, report, check, tableSuchAs(whole))
  },
  options(value, whole, { options }, report) {
    const { name } = whole
    const check = (key: string, entry: Entry) => {
      const { node } = entry
      const table = options.find(each => each.name === key)
      if (table) return optionsOf(node, `${name}.${key}`, table, report)
      report(entry.place, unknownOptions(key, options))
      return undefined
    }
    return entries(value, name, report, check, tableSuchAs(whole))
  },
  flow: (value, key, _, report) => checkFlow(value, key.name, tableSuchAs(key), report),
  rules: (value, key, { scripts }, report) =>
    checkRules(value, key.name, tableSuchAs(key), report, (...given) => scripts.check(...given)),
}

/** What a table is, with the first line of its example. */
function tableSuchAs({ example }: Key): string {
  const [line = ''] = example.split('\n')
  return `a table such as ${line.startsWith('[') ? line : `{ ${line} }`}`
}

/** Checks a configuration. Returns what is right of it. Its own rules are known, those with mistakes as well. */
export function checkTable(table: Table, others: Known, report: Report): Table {
  const known = knownWith(others, rulesIn(table.get('rules')?.node, others))
  const names = KEYS.map(({ name }) => name)
  const right: Table = new Map()
  for (const [name, { place, node }] of table) {
    const key: Key | undefined = KEYS.find(each => each.name === name)
    if (!key) {
      const hint = isProjectTable(name, node)
        ? ': only pyproject.toml has [tool.posse]; here, its keys stand without it'
        : didYouMean(name, names)
      report(place, `unknown key '${name}'${hint}`)
      continue
    }
    const value = CHECKS[key.kind](node, key, known, report)
    if (value) right.set(name, { place, node: value })
  }
  return right
}

/** Whether a table is what a `pyproject.toml` has for us. */
function isProjectTable(name: string, { value }: Located): boolean {
  return name === 'tool' && value instanceof Map && value.has('posse')
}

function selectors(
  value: Located,
  name: string,
  example: string,
  known: Known,
  report: Report,
): Located | undefined {
  return texts(value, name, `a list of selectors such as ${example}`, report, (text, item) =>
    wrongWithSelector(text, item.place, known),
  )
}

function wrongWithSelector(word: string, place: Place, known: Known): string | undefined {
  const { selectors, defer } = known
  if (selectors.find(word) !== undefined || mayBeSkipped(word, known)) return undefined
  if (!defer || !MAY_BE_OWN.test(word)) return selectors.complaint(word)
  defer(place, word)
  return undefined
}

/** Whether a word may select a rule in JavaScript that could not be loaded, or is not to be. */
export function mayBeSkipped(word: string, { scripts }: Known): boolean {
  return scripts.isIncomplete && MAY_BE_OWN.test(word)
}

function optionsOf(
  value: Located,
  name: string,
  { section }: OptionTable,
  report: Report,
): Located | undefined {
  const keys = section.options.map(({ key }) => key)
  return entries(value, name, report, (key, entry) => {
    const { node } = entry
    const option = section.options.find(each => each.key === key)
    if (option) return optionOf(node, `${name}.${key}`, option, report)
    report(entry.place, `unknown key '${key}' in '${name}'${didYouMeanOneOf(key, keys)}`)
    return undefined
  })
}

function optionOf(value: Located, name: string, { kind }: RuleOption, report: Report): Located | undefined {
  switch (kind) {
    case 'truth':
      return typeof value.value === 'boolean' ? value : wrongType(value, name, 'true or false', report)
    case 'number':
      return typeof value.value === 'number' && Number.isFinite(value.value)
        ? value
        : wrongType(value, name, 'a number', report)
    default:
      return texts(value, name, 'a list of strings', report)
  }
}

function unknownOptions(key: string, options: readonly OptionTable[]): string {
  const shared = options.find(({ section }) => section.name === key || section.rules.includes(key))
  if (shared) return `the options of '${key}' are in 'options.${shared.name}'`
  return `no rule has options called '${key}'${didYouMean(
    key,
    options.map(({ name }) => name),
  )}`
}
