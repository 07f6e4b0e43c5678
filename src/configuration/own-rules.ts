import type { FlowModels, OwnRuleSaid, OwnRules } from '../../index.js'
import { mostFlowRules, regexMistake, stringPlaces, valueKinds } from '../native.js'
import { didYouMeanOneOf, similar } from '../nearest.js'
import { visible } from '../output/visible.js'
import { FIX_CLASSES } from '../report/fix.js'
import { flowKinds } from '../rules/flow-kinds.js'
import { type Level, RANKING } from '../rules/levels.js'
import type { NodeKind, RuleInfo } from '../rules/rule-info.js'
import { ALL_NAMES, soughtOf } from '../scripts/sought.js'
import { entries, isOneOf, texts, wrongType } from './checks.js'
import {
  choice,
  type Field,
  type Fields,
  fieldsSchema,
  isName,
  isRightTable,
  PATTERN_SCHEMA,
  PATTERN_WORDS,
  table,
  tables,
  text,
  wrongWithPattern,
} from './fields.js'
import { argument, MAX_POSITION, path } from './flow-models.js'
import type { Place, Report } from './mistakes.js'
import { fix, fixClassOf } from './own-rule-fix.js'
import { isValues, type Located, plainOf, type Table, type Values } from './toml.js'
import type { Plain } from './write.js'

/*
 * The key `rules`: rules that a team writes itself.
 */

/** A rule of a configuration. */
export interface OwnRule {
  readonly info: RuleInfo
  /** The list that it is in, such as `call`. */
  readonly kind: string
  /** Where it is written. */
  readonly place: Place
  /** The qualified names that it looks for. */
  readonly names: readonly string[]
  /** The code of its examples. */
  readonly examples: readonly string[]
  /** Its keys and values, as JSON has them. */
  readonly plain: Values
  /** The same, with their places. */
  readonly table: Table
  /** Where it is, if it is in JavaScript. */
  readonly script?: { readonly module: string; readonly at: number }
}

/** The page about rules of configurations, for those that name no other. */
export const OWN_RULES_PAGE = 'https://github.com/posse-scanner/posse/blob/main/docs/own-rules.md'

const LEVELS = ['low', 'medium', 'high'] as const
const ID = /^[A-Z][A-Z\d]{0,19}$/
/** Ids that are kept for built-in rules, and for their numbers in Ruff. */
const BUILT_IN = /^[BPS]\d/
const RULE_NAME = /^[a-z][a-z\d]*(?:_[a-z\d]+)*$/
const URL = /^https:\/\/[\w.#/-]+$/
const MAX_CWE = 9999
const MAX_LENGTH = 2 ** 31

/** A whole number. */
function whole(description: string, least: number, most: number, word = 'a whole number'): Field {
  return {
    check(value, name, report) {
      if (isWhole(value.value, least, most)) return value
      return wrongType(value, name, `${word} from ${least} to ${most}`, report)
    },
    isRight: plain => isWhole(plain, least, most),
    schema: () => ({ description, type: 'integer', minimum: least, maximum: most }),
  }
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
}

function flag(description: string): Field {
  return {
    check: (value, name, report) =>
      typeof value.value === 'boolean' ? value : wrongType(value, name, 'true or false', report),
    isRight: plain => typeof plain === 'boolean',
    schema: () => ({ description, type: 'boolean' }),
  }
}

/** A list of texts, or one of them, of which `wrong` has nothing to say. */
function some(
  description: string,
  expected: string,
  wrong: (text: string) => string | undefined,
  item: () => Readonly<Record<string, Plain>>,
  isRequired?: true,
): Field {
  return {
    ...(isRequired && { isRequired }),
    check(value, name, report) {
      const items = listOf(value)
      if (items.length === 0) return wrongType(value, name, expected, report)
      const list = items === value.value ? value : { place: value.place, value: items }
      const right = texts(list, name, expected, report, wrong)
      return (right?.value as readonly Located[] | undefined)?.length === items.length ? value : undefined
    },
    isRight: plain => areAll(plain, each => typeof each === 'string' && wrong(each) === undefined),
    schema: () => ({ description, anyOf: [item(), { type: 'array', items: item(), minItems: 1 }] }),
  }
}

/** A list, or one item of it. */
function listOf(value: Located | undefined): readonly Located[] {
  if (!value) return []
  return Array.isArray(value.value) ? (value.value as readonly Located[]) : [value]
}

/** What is right of a list, if that is all of it. */
function ifAll(value: Located, right: Located | undefined): Located | undefined {
  return listOf(right).length === listOf(value).length ? right : undefined
}

/** Whether one thing, or a list with at least one, are all as they should be. */
function areAll(plain: unknown, isRight: (each: unknown) => boolean): boolean {
  return Array.isArray(plain) ? plain.length > 0 && plain.every(isRight) : isRight(plain)
}

function patterns(description: string, isRequired?: true): Field {
  const expected = `${PATTERN_WORDS}, or a list of them`
  return some(description, expected, wrongWithPattern, () => PATTERN_SCHEMA, isRequired)
}

function regex(description: string): Field {
  return text(description, each => {
    const mistake = regexMistake(each)
    return mistake === null ? undefined : `is no regular expression: ${mistake}`
  })
}

const CONSTANT = 'true, false, a number or a string'
const isConstant = (value: unknown) =>
  typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value)
const CONSTANT_SCHEMA: Plain = { type: ['boolean', 'number', 'string'] }

const is: Field = {
  check(value, name, report) {
    const items = listOf(value)
    const wrong = items.length === 0 ? value : items.find(item => !isConstant(item.value))
    if (!wrong) return value
    return wrongType(wrong, name, `${CONSTANT}, or a list of them`, report)
  },
  isRight: plain => areAll(plain, isConstant),
  schema: () => ({
    description: 'The value is one of these constants.',
    anyOf: [CONSTANT_SCHEMA, { type: 'array', items: CONSTANT_SCHEMA, minItems: 1 }],
  }),
}

const contains: Field = {
  check(value, name, report) {
    if (!(value.value instanceof Map)) return is.check(value, name, report)
    let isRight = value.value.size > 0
    if (!isRight) return wrongType(value, name, 'a table with at least one key', report)
    const right = entries(value, name, report, (key, { node }) => {
      if (isConstant(node.value)) return node
      isRight = false
      return wrongType(node, `${name}.${key}`, CONSTANT, report)
    })
    return isRight ? right : undefined
  },
  isRight(plain) {
    if (!isValues(plain)) return areAll(plain, isConstant)
    const all = Object.values(plain)
    return all.length > 0 && all.every(isConstant)
  },
  schema: () => ({
    description:
      'The value contains all of these: parts of a string, elements of a list, a tuple or a set, or entries of a dictionary.',
    anyOf: [
      CONSTANT_SCHEMA,
      { type: 'array', items: CONSTANT_SCHEMA, minItems: 1 },
      { type: 'object', additionalProperties: CONSTANT_SCHEMA, minProperties: 1 },
    ],
  }),
}

const lengths: Fields = {
  min: whole('The least length.', 0, MAX_LENGTH),
  max: whole('The greatest length.', 0, MAX_LENGTH),
}

/** Checks that a table has one of two bounds at least, and that they leave room between them. */
const hasBounds =
  (name: string) =>
  (found: Table, report: Report, { place }: Located): boolean => {
    const [min = -Infinity, max = Infinity] = ['min', 'max'].map(key => numberOf(found.get(key)?.node))
    if (found.size > 0 && min <= max) return true
    report(place, `'${name}' needs 'min' or 'max', and 'min' must not be greater`)
    return false
  }

const length: Field = {
  check(value, name, report) {
    if (isWhole(value.value, 0, MAX_LENGTH)) return value
    const expected = `a whole number from 0 to ${MAX_LENGTH}, or a table such as { min = 1, max = 8 }`
    return table(value, name, lengths, report, { expected, isRight: hasBounds(name) })
  },
  isRight: plain => isWhole(plain, 0, MAX_LENGTH),
  schema: () => ({
    description: 'How many characters, bytes, elements or entries the value has.',
    anyOf: [{ type: 'integer', minimum: 0 }, { ...fieldsSchema(lengths) }],
  }),
}

/** Any number. */
function number(description: string): Field {
  return {
    check: (value, name, report) =>
      Number.isFinite(value.value) ? value : wrongType(value, name, 'a number', report),
    isRight: Number.isFinite,
    schema: () => ({ description, type: 'number' }),
  }
}

const bounds: Fields = { min: number('The least number.'), max: number('The greatest number.') }

const range: Field = {
  check(value, name, report) {
    const expected = 'a table such as { min = 1, max = 8 }'
    return table(value, name, bounds, report, { expected, isRight: hasBounds(name) })
  },
  isRight: plain =>
    isRightTable(plain, bounds, ({ min = -Infinity, max = Infinity }) => Number(min) <= Number(max)) &&
    Object.keys(plain as object).length > 0,
  schema: () => ({
    description: 'The value is a number that is no less than min, and no greater than max.',
    ...fieldsSchema(bounds),
    minProperties: 1,
  }),
}

const kindOfValue = (each: string) =>
  isOneOf(valueKinds(), each)
    ? undefined
    : `unknown kind of values '${each}'${didYouMeanOneOf(each, valueKinds(), Infinity)}`

/** What a condition says of the argument. */
const TESTS: Fields = {
  present: flag('Whether the argument is given, or may be given with * or **.'),
  absent: flag('Whether the argument is surely not given.'),
  is,
  kind: some(
    'The value is of one of these kinds.',
    'a kind of values, or a list of them',
    kindOfValue,
    () => ({
      type: 'string',
      enum: valueKinds(),
    }),
  ),
  regex: regex('The value is a constant string in which this regular expression is found.'),
  name: patterns('The value is what one of these qualified names stands for.'),
  contains,
  len: length,
  range,
}

/** Which argument a condition is about. */
const ARGUMENT: Fields = {
  argument: whole('The position of the argument, from 0.', 0, MAX_POSITION, 'a position'),
  keyword: text('The name of the argument. With a position, either counts.', each =>
    isName(each) ? undefined : `must be the name of an argument, not '${each}'`,
  ),
}

const CONDITION: Fields = { ...ARGUMENT, ...TESTS }
const ABOUT_ARGUMENT = Object.keys(ARGUMENT)
const ABOUT_VALUE = Object.keys(TESTS)

function isAboutValue(condition: Values): boolean {
  const has = (key: string) => Object.hasOwn(condition, key)
  return (
    ABOUT_ARGUMENT.some(has) && ABOUT_VALUE.some(has) && !contradicts(condition.present, condition.absent)
  )
}

/** Whether nothing can be both. */
function contradicts(present: unknown, absent: unknown): boolean {
  return present !== undefined && present === absent
}

function conditions(description: string): Field {
  return {
    check(value, name, report) {
      const isRight = (found: Table, _: Report, item: Located) => {
        const needs = (keys: readonly string[]) => {
          if (keys.some(key => found.has(key))) return true
          report(item.place, `'${name}' needs one of ${keys.join(', ')}`)
          return false
        }
        const said = (key: string) => found.get(key)?.node.value
        const isPossible = !contradicts(said('present'), said('absent'))
        if (!isPossible)
          report(item.place, `'${name}' can never hold: 'present' and 'absent' exclude each other`)
        const isAboutArgument = needs(ABOUT_ARGUMENT)
        return needs(ABOUT_VALUE) && isAboutArgument && isPossible
      }
      const expected = 'a list of tables such as [{ argument = 0, kind = "string" }]'
      return ifAll(value, tables(value, name, CONDITION, report, { expected, isRight }))
    },
    isRight: plain =>
      Array.isArray(plain) && plain.every(each => isRightTable(each, CONDITION, isAboutValue)),
    schema: () => ({ description, type: 'array', items: fieldsSchema(CONDITION) }),
  }
}

const placeOfString = (each: string) =>
  isOneOf(stringPlaces(), each)
    ? undefined
    : `unknown place of strings '${each}'${didYouMeanOneOf(each, stringPlaces(), Infinity)}`

const MAX_ENTROPY = 8

const entropy: Field = {
  check(value, name, report) {
    const { value: bits } = value
    if (typeof bits === 'number' && bits > 0 && bits <= MAX_ENTROPY) return value
    return wrongType(value, name, `a number of bits above 0, such as 3.5, at most ${MAX_ENTROPY}`, report)
  },
  isRight: plain => typeof plain === 'number' && plain > 0 && plain <= MAX_ENTROPY,
  schema: () => ({
    description: 'The least number of bits of information in a character.',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: MAX_ENTROPY,
  }),
}

const SOURCE_FORMS = ['call', 'attribute'] as const

/** A list of tables with these keys. */
function models(description: string, fields: Fields, isRequired?: true): Field {
  return {
    ...(isRequired && { isRequired }),
    check(value, name, report) {
      const expected = 'a list of tables such as [{ path = "acme.db.run" }]'
      const right = tables(value, name, fields, report, { expected })
      if (right && listOf(value).length === 0) return wrongType(value, name, expected, report)
      return ifAll(value, right)
    },
    schema: () => ({ description, type: 'array', minItems: 1, items: fieldsSchema(fields) }),
  }
}

/** Reports send what a rule says to terminals and logs as it is. */
function wrongWithHidden(said: string): string | undefined {
  const shown = visible(said)
  return shown === said ? undefined : `has hidden characters, which are escapes here: '${shown}'`
}

/** A word in braces that is almost the only one that stands for something. */
function wrongPlaceholder(message: string): string | undefined {
  // Nearly all messages have no other braces, and searching for words takes as long as all other checks of a rule.
  if (!message.replaceAll('{name}', '').includes('{')) return undefined
  const words = [...message.matchAll(/\{(\w+)\}/g)].map(([, word = '']) => word)
  const wrong = words.find(word => word !== 'name' && similar(word, ['name']).length > 0)
  return wrong === undefined ? undefined : `has '{${wrong}}', but only '{name}' stands for something`
}

/** The keys that every rule has. */
export const COMMON: Fields = {
  id: text(
    'The id: capital letters and digits, at least one of each. Ids that begin with B, P or S and a digit are for built-in rules.',
    wrongWithId,
    { pattern: ID.source },
    true,
  ),
  name: text(
    'The name, for comments and selectors. By default, it is the id in small letters.',
    each => (RULE_NAME.test(each) ? undefined : `must be a name such as 'unverified_jwt', not '${each}'`),
    { pattern: RULE_NAME.source },
  ),
  message: text(
    'What reports say. {name} stands for the qualified name that was found.',
    each => (each.trim() === '' ? 'must not be empty' : (wrongWithHidden(each) ?? wrongPlaceholder(each))),
    { minLength: 1 },
    true,
  ),
  severity: choice(() => LEVELS, 'How bad it is: medium by default.'),
  confidence: choice(() => LEVELS, 'How sure it is: high by default.'),
  cwe: whole('The number of the weakness.', 1, MAX_CWE),
  help: text('What to do instead, as Markdown.', wrongWithHidden),
  url: text(
    'The page about the rule.',
    each =>
      URL.test(each) ? undefined : `must be an address such as 'https://acme.dev/rules', not '${each}'`,
    { pattern: URL.source },
  ),
  examples: some(
    'Code that shows what the rule finds. Lines that end in a comment with the id must be found, and no others.',
    'a string, or a list of strings',
    () => undefined,
    () => ({ type: 'string' }),
  ),
}

/** What a rule that follows values says of code. */
const FLOW: Fields = {
  sources: models('Where values come in. Without it, requests are the sources.', {
    path,
    as: choice(
      () => SOURCE_FORMS,
      'What brings in the value: the result of a call (the default), or an attribute or name.',
    ),
  }),
  sinks: models('Calls at which these values do harm.', { path, argument }),
  sanitizers: patterns('Functions whose result can do no harm at these sinks.'),
  propagators: models(
    'Functions whose result is made of their arguments, for all rules that follow values.',
    {
      path,
      argument,
    },
  ),
}

/** The keys of a rule that adds to a built-in one. */
const EXTENSION: Fields = {
  extends: choice(
    () => flowKinds().map(({ rule }) => rule),
    'The id of the built-in rule that this one adds to.',
    true,
  ),
  ...FLOW,
}

/** The lists of rules: their own keys, and what they look at. */
const LISTS: Readonly<
  Record<string, { readonly doc: string; readonly kinds: readonly NodeKind[]; readonly fields: Fields }>
> = {
  call: {
    doc: 'Rules about calls.',
    kinds: ['Call'],
    fields: {
      calls: patterns(
        'What is called: qualified names. * stands for one part, ** for any number of parts.',
        true,
      ),
      where: conditions('What must hold of the arguments: all of these.'),
      unless: conditions('What must not hold of the arguments: none of these.'),
      fix,
    },
  },
  import: {
    doc: 'Rules about imports.',
    kinds: ['Import'],
    fields: {
      modules: patterns('What is imported, with everything in it.', true),
      except: patterns('What of it may be imported, with everything in it.'),
    },
  },
  string: {
    doc: 'Rules about strings.',
    kinds: ['Str'],
    fields: {
      regex: regex('The string is one in which this regular expression is found.'),
      'min-entropy': entropy,
      'min-length': whole('The least number of characters.', 1, MAX_LENGTH),
      in: some('Where the string stands.', 'a place of strings, or a list of them', placeOfString, () => ({
        type: 'string',
        enum: stringPlaces(),
      })),
      target: regex('What is found in the name of what gets the string.'),
      secret: flag('Whether reports show only the beginning of the string.'),
    },
  },
  flow: {
    doc: 'Rules that follow values from sources to sinks.',
    kinds: ['Flow'],
    fields: {
      ...FLOW,
    },
  },
}

/** What a rule about strings needs one of. */
const ABOUT_STRINGS = ['regex', 'min-entropy', 'target']

const fieldsOf = (kind: string): Fields => ({ ...COMMON, ...LISTS[kind]?.fields })

function isExtension(item: Located): boolean {
  const plain = plainOf(item)
  return isValues(plain) && Object.hasOwn(plain, 'extends')
}

function wrongWithId(id: string): string | undefined {
  if (!ID.test(id) || !/\d/.test(id))
    return `must be capital letters and digits such as 'ACME001', at most 20, not '${id}'`
  return BUILT_IN.test(id) ? `must not begin like the id of a built-in rule, as '${id}' does` : undefined
}

/** The key with the modules of rules in JavaScript. */
const SCRIPTS = 'scripts'

/** Checks the rules of a configuration. `checkScripts` checks those in JavaScript; a list of their modules may stand alone. */
export function checkRules(
  value: Located,
  name: string,
  expected: string,
  report: Report,
  checkScripts: (value: Located, name: string, report: Report) => Located | undefined,
): Located | undefined {
  if (Array.isArray(value.value)) {
    const node = checkScripts(value, name, report)
    return node && { ...value, value: new Map([[SCRIPTS, { place: value.place, node }]]) }
  }
  if (!(value.value instanceof Map))
    return wrongType(value, name, `${expected}, or a list of paths of modules`, report)
  const lists = [...Object.keys(LISTS), SCRIPTS]
  return entries(value, name, report, (key, entry) => {
    const { node } = entry
    if (key === SCRIPTS) return checkScripts(node, `${name}.${key}`, report)
    if (Object.hasOwn(LISTS, key)) {
      const fields = fieldsOf(key)
      const ofItem = (item: Located) => (key === 'flow' && isExtension(item) ? EXTENSION : fields)
      return tables(node, `${name}.${key}`, ofItem, report, {
        isRight: isComplete(key),
        isSurelyRight: rule => hasNeeded(key, rule),
      })
    }
    report(entry.place, `unknown key '${key}' in '${name}'${didYouMeanOneOf(key, lists)}`)
    return undefined
  })
}

function hasNeeded(kind: string, rule: Values): boolean {
  const has = (key: string) => Object.hasOwn(rule, key)
  return neededOf(kind, has)?.some(has) ?? true
}

const isComplete =
  (kind: string) =>
  (fields: Table, report: Report, item: Located): boolean => {
    const needed = neededOf(kind, key => fields.has(key))
    if (!needed || needed.some(key => fields.has(key))) return true
    const one = needed.length === 1 ? `the key '${needed}'` : `one of ${needed.join(', ')}`
    report(item.place, `'rules.${kind}' needs ${one}`)
    return false
  }

/** The keys of which a rule needs one. */
function neededOf(kind: string, has: (key: string) => boolean): readonly string[] | undefined {
  if (kind === 'string') return ABOUT_STRINGS
  if (kind === 'flow') return has('extends') ? Object.keys(FLOW) : ['sinks']
  return undefined
}

/** The JSON schema of the key. */
export function rulesSchema(): Readonly<Record<string, Plain>> {
  const lists = Object.entries(LISTS).map(
    ([kind, { doc }]) => [kind, { description: doc, type: 'array', items: schemaOf(kind) }] as const,
  )
  const item = { type: 'string' } as const
  const scripts = {
    description: 'Modules with rules in JavaScript or TypeScript: a path, or a list of paths.',
    anyOf: [item, { type: 'array', items: item }],
  }
  const properties = { ...Object.fromEntries(lists), [SCRIPTS]: scripts }
  return {
    anyOf: [
      { type: 'object', additionalProperties: false, properties },
      { type: 'array', items: item, description: scripts.description },
    ],
  }
}

function schemaOf(kind: string): Readonly<Record<string, Plain>> {
  const own = fieldsSchema(fieldsOf(kind))
  return kind === 'flow' ? { anyOf: [own, fieldsSchema(EXTENSION)] } : own
}

/** Rules by the tables that they are made from: the same table gives the same rule. */
const known = new WeakMap<Located, OwnRule>()

/** The rules that are more than the core can follow values for. */
export function excessFlowRules(rules: readonly OwnRule[]): OwnRule[] {
  const flows = rules.filter(({ kind }) => kind === 'flow')
  return flows.length > 0 ? flows.slice(mostFlowRules()) : flows
}

/** The rules of a configuration, in the order in which findings number them. Leaves out those without a right id. */
export function ownRules(value: Located | undefined): OwnRule[] {
  if (!(value?.value instanceof Map)) return []
  const rules = Object.keys(LISTS).flatMap(kind => {
    return listOf((value.value as Table).get(kind)?.node).map(item => ruleOf(kind, item))
  })
  // Configurations that extend the same one have its rules once.
  return [...new Set(rules.filter(rule => rule !== undefined))]
}

/** The rule that a table describes; undefined without a right id. */
export function ruleOf(kind: string, item: Located, script?: OwnRule['script']): OwnRule | undefined {
  const before = known.get(item)
  if (before) return before
  const plain = plainOf(item)
  if (!isValues(plain)) return undefined
  const { id } = plain
  if (typeof id !== 'string' || wrongWithId(id) !== undefined) return undefined
  const rule = new TableRule(kind, new OwnRuleInfo(kind, id, plain), plain, item, script)
  known.set(item, rule)
  return rule
}

/** A rule that a table describes. A scan looks into few of thousands: what it says is read when somebody asks. */
class TableRule implements OwnRule {
  readonly script?: NonNullable<OwnRule['script']>

  constructor(
    readonly kind: string,
    readonly info: RuleInfo,
    readonly plain: Values,
    private readonly item: Located,
    script: OwnRule['script'],
  ) {
    if (script) this.script = script
  }

  get table(): Table {
    return this.item.value as Table
  }

  get place(): Place {
    return this.item.place
  }

  get names(): readonly string[] {
    return [
      ...['calls', 'modules'].flatMap(key => textsIn(this.plain[key])),
      ...sought(this.plain).flatMap(([subject, names]) =>
        NAMED.includes(subject) ? names.filter(name => name !== ALL_NAMES) : [],
      ),
    ]
  }

  get examples(): readonly string[] {
    return textsIn(this.plain.examples)
  }
}

/** What is known of a rule of a configuration, read when somebody asks. */
class OwnRuleInfo implements RuleInfo {
  constructor(
    private readonly kind: string,
    readonly id: string,
    private readonly plain: Values,
  ) {}

  get name(): string {
    return String(this.plain.name ?? this.id.toLowerCase())
  }

  get testName(): string {
    return this.name
  }

  get link(): string {
    return String(this.plain.url ?? OWN_RULES_PAGE)
  }

  get cwe(): number {
    return typeof this.plain.cwe === 'number' ? this.plain.cwe : 0
  }

  get severity(): string {
    return String(this.plain.severity ?? 'medium').toUpperCase()
  }

  get confidence(): string {
    return String(this.plain.confidence ?? 'high').toUpperCase()
  }

  get origin() {
    return 'user' as const
  }

  get kinds(): readonly NodeKind[] {
    return LISTS[this.kind]?.kinds ?? kindsSought(this.plain)
  }

  get profile() {
    return 'recommended' as const
  }

  get fix(): RuleInfo['fix'] {
    return { class: fixClassOf(this.plain.fix) ?? null }
  }

  get replaces(): readonly string[] {
    return []
  }

  get message(): string {
    return String(this.plain.message ?? '')
  }

  get help(): string {
    return String(this.plain.help ?? '').trim()
  }

  get doc(): string {
    const { message, help } = this
    const sentence = /[.!?]$/.test(message) ? message : `${message}.`
    const parts = [sentence, help, ...textsIn(this.plain.examples).map(codeBlock)]
    return parts.filter(part => part !== '').join('\n\n')
  }
}

function codeBlock(code: string): string {
  return `\`\`\`python\n${code.trim()}\n\`\`\``
}

/** The kinds of nodes that a rule in JavaScript looks at, by what it looks for. */
const SUBJECT_KINDS: Readonly<Record<string, NodeKind>> = {
  call: 'Call',
  import: 'Import',
  string: 'Str',
  assignment: 'Assign',
  function: 'FunctionDef',
  class: 'FunctionDef',
  decorator: 'FunctionDef',
}

function kindsSought(rule: Values): NodeKind[] {
  return [...new Set(sought(rule).map(([subject]) => SUBJECT_KINDS[subject] ?? 'Call'))]
}

/** What a rule in JavaScript looks for: subjects with names. */
function sought({ on }: Values): [subject: string, names: string[]][] {
  return isValues(on) ? Object.entries(on).map(([subject, names]) => [subject, textsIn(names)]) : []
}

/** The subjects of which pages list the names. */
const NAMED = ['call', 'import']

/** A list of texts, or one of them, as JSON has it. */
function textsIn(plain: unknown): string[] {
  if (Array.isArray(plain)) return plain.map(String)
  return plain === undefined ? [] : [String(plain)]
}

function numberOf(node: Located | undefined): number | undefined {
  return typeof node?.value === 'number' ? node.value : undefined
}

/** What the core takes of a configuration: its rules that run, and the models that they and the configuration give. */
export interface CoreRules {
  readonly ownRules?: OwnRules
  readonly models?: FlowModels
}

/** A rule about calls, imports or strings, as the core reads it. */
interface WrittenRule {
  readonly said: OwnRuleSaid
  /** How much its fix may change. */
  readonly fixClass: number
  readonly table: Values
}

/**
 * Rules of a configuration as the core takes them: those that run, and its models with those of the rules. `first` is the
 * number of the first one.
 */
export function coreRules(
  rules: readonly OwnRule[],
  first: number,
  runs: (id: string) => boolean,
  flowModels: FlowModels | undefined,
): CoreRules {
  const written: Record<string, WrittenRule[]> = { call: [], import: [], string: [] }
  const ownRules: OwnRules = { flows: [], scripts: [] }
  let models = flowModels
  let isIdle = true
  for (const [at, rule] of rules.entries()) {
    if (!runs(rule.info.id)) continue
    isIdle = false
    const said = saidOf(rule, first + at)
    if (rule.kind === 'flow') {
      const kind = `own-${ownRules.flows.length}`
      ownRules.flows.push({ said, kind })
      models = withModels(models, rule.table, kind, true)
    } else if (rule.kind === 'script')
      for (const [subject, names] of sought(rule.plain))
        ownRules.scripts.push(soughtOf(said.rule, subject, names))
    else
      written[rule.kind]?.push({
        said,
        fixClass: FIX_CLASSES.indexOf(rule.info.fix.class ?? 'none'),
        table: rule.plain,
      })
  }
  if (isIdle) return models ? { models } : {}
  ownRules.written = JSON.stringify(written)
  return { ownRules, ...(models && { models }) }
}

const NO_MODELS: FlowModels = { sources: [], sinks: [], sanitizers: [], propagators: [], trustedHosts: [] }

/** Models with those of rules that add to built-in ones. */
export function withExtensions(
  models: FlowModels | undefined,
  rules: Located | undefined,
): FlowModels | undefined {
  if (!(rules?.value instanceof Map)) return models
  const list = (rules.value as Table).get('flow')?.node.value
  if (!Array.isArray(list)) return models
  return (list as readonly Located[]).filter(isExtension).reduce((below, { value }) => {
    const id = (value as Table).get('extends')?.node.value
    const kind = flowKinds().find(({ rule }) => rule === id)
    return kind ? withModels(below, value as Table, kind.name, false) : below
  }, models)
}

/** Models with those of a rule that follows values, for a kind of sinks: its own, or that of a built-in rule. */
function withModels(below: FlowModels = NO_MODELS, fields: Table, kind: string, isOwn: boolean): FlowModels {
  const all = (key: string) =>
    listOf(fields.get(key)?.node).map(({ value }) => {
      const model = value as Table
      const given = listOf(model.get('argument')?.node).map(each => each.value as number | string)
      return { path: String(model.get('path')?.node.value), arguments: given, model }
    })
  const sources = all('sources').map(({ path: name, model }) => ({
    path: name,
    form: String(model.get('as')?.node.value ?? SOURCE_FORMS[0]),
    origin: 'request',
    kinds: [kind],
  }))
  const ownKinds = [...(below.ownKinds ?? []), ...(isOwn && sources.length > 0 ? [kind] : [])]
  return {
    ...below,
    sources: [...below.sources, ...sources],
    sinks: [
      ...below.sinks,
      ...all('sinks').map(({ path: name, arguments: given }) => ({ path: name, arguments: given, kind })),
    ],
    sanitizers: [
      ...below.sanitizers,
      ...listOf(fields.get('sanitizers')?.node).map(({ value }) => ({ path: String(value), kinds: [kind] })),
    ],
    propagators: [
      ...below.propagators,
      ...all('propagators').map(({ path: name, arguments: given }) => ({ path: name, arguments: given })),
    ],
    ...(ownKinds.length > 0 && { ownKinds }),
  }
}

function saidOf({ info: { severity, confidence, message = '' } }: OwnRule, rule: number): OwnRuleSaid {
  const rank = (level: string) => RANKING.indexOf(level as Level)
  return { rule, severity: rank(severity), confidence: rank(confidence), message }
}
