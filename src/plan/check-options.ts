import { types } from 'node:util'
import { PROFILES } from '../configuration/profiles.js'
import { UserError } from '../errors.js'
import { baseUri } from '../formats/ci/uri.js'
import { didYouMean } from '../nearest.js'
import { BASELINE_MATCHES } from '../report/baseline/match.js'
import { Finding } from '../report/finding.js'
import { builtinRules } from '../rules/builtin.js'
import { didYouMeanRule } from '../rules/find.js'
import { RANKING } from '../rules/levels.js'
import { banditsOf } from '../rules/rule-info.js'
import type { CheckOptions } from './check/options.js'
import type { Options } from './options.js'
import { isSelectable } from './rule-selection.js'
import { isSourceAddress, SOURCE_ADDRESS } from './source-address.js'

/** A type of value, as error messages name it. */
interface Kind {
  expected: string
  accepts: (value: unknown) => boolean
}

const text: Kind = { expected: 'a string', accepts: value => typeof value === 'string' }
const flag: Kind = { expected: 'true or false', accepts: value => typeof value === 'boolean' }
const count: Kind = {
  expected: 'a whole number, 0 or more',
  accepts: value => Number.isSafeInteger(value) && Number(value) >= 0,
}
const bytes: Kind = { expected: 'bytes, as a Uint8Array', accepts: types.isUint8Array }
const absoluteUri: Kind = {
  expected: 'an absolute URI, such as file:///src/repo/',
  accepts: value => typeof value === 'string' && baseUri(value) !== undefined,
}
const callback: Kind = { expected: 'a function', accepts: value => typeof value === 'function' }
const finding: Kind = { expected: 'a finding of a report', accepts: value => value instanceof Finding }
// Another realm, such as a test runner's, has classes of its own.
const signal: Kind = {
  expected: 'an AbortSignal',
  accepts: value => hasFunctions(value, ['addEventListener']),
}
const log: Kind = {
  expected: 'an object with the functions debug, info, warning and error',
  accepts: value => hasFunctions(value, ['debug', 'info', 'warning', 'error']),
}
const level = oneOf(RANKING)
const sourceAddress: Kind = {
  expected: SOURCE_ADDRESS,
  accepts: value => typeof value === 'string' && isSourceAddress(value),
}

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  return (
    Object(value) === value && names.every(name => typeof Reflect.get(value as object, name) === 'function')
  )
}

function oneOf(words: readonly string[]): Kind {
  return { expected: `one of ${words.join(', ')}`, accepts: value => words.some(word => word === value) }
}

/** Objects with these fields, all of which are optional unless listed in `required`. */
interface Shape {
  fields: Readonly<Record<string, Kind>>
  required?: readonly string[]
}

/** What an option holds: one value, a list of values, an object, or a list of objects. */
type Content = Kind | { each: Kind } | Shape | { objects: Shape }

const OPTIONS: Readonly<Record<keyof Options, Content>> = {
  targets: { each: text },
  revision: text,
  changes: { fields: { since: text, newSince: text, staged: flag, changedLines: flag } },
  sources: { objects: { fields: { name: text, path: text, content: bytes }, required: ['name'] } },
  recursive: flag,
  configFile: text,
  profile: text,
  tests: { each: text },
  skips: { each: text },
  exclude: { each: text },
  forceExclude: flag,
  notebooks: flag,
  severity: level,
  confidence: level,
  contextLines: { expected: 'a whole number', accepts: Number.isSafeInteger },
  baseline: text,
  known: { each: finding },
  baselineMatch: oneOf(BASELINE_MATCHES),
  ignoreNosec: flag,
  keepSuppressed: flag,
  lineHashes: flag,
  threads: count,
  maxFileSize: count,
  maxFileTime: {
    expected: 'a number of seconds, 0 or more',
    accepts: value => typeof value === 'number' && value >= 0,
  },
  cacheDir: text,
  readStdin: callback,
  onProgress: callback,
  signal,
  log,
}

const pick = <K extends keyof Options>(...keys: K[]) =>
  Object.fromEntries(keys.map(key => [key, OPTIONS[key]])) as Record<K, Content>

const CHECK_OPTIONS: Readonly<Record<keyof CheckOptions, Content>> = {
  ...pick(
    'targets',
    'sources',
    'changes',
    'baseline',
    'baselineMatch',
    'known',
    'contextLines',
    'lineHashes',
  ),
  ...pick('threads', 'maxFileSize', 'maxFileTime', 'cacheDir', 'readStdin', 'onProgress', 'signal', 'log'),
  configFile: text,
  isolated: flag,
  showSecrets: flag,
  settings: { each: text },
  profile: oneOf(PROFILES),
  select: { each: text },
  ignore: { each: text },
  extendSelect: { each: text },
  extendIgnore: { each: text },
  severity: { each: text },
  failOn: text,
  exclude: { each: text },
  extendExclude: { each: text },
  forceExclude: flag,
  respectGitignore: flag,
  jsRules: flag,
  defaultExcludes: flag,
}

const REPORT_OPTIONS: Readonly<Record<string, Content>> = {
  aggregate: oneOf(['file', 'vuln']),
  verbose: flag,
  quiet: flag,
  time: { expected: 'a date', accepts: value => types.isDate(value) && !Number.isNaN(value.getTime()) },
  template: text,
  sarif: {
    fields: { category: text, maxResults: count, rules: oneOf(['all', 'found', 'brief']), root: absoluteUri },
  },
  sourceUrl: sourceAddress,
  log,
}

/** Throws a UserError that names the option if an option of how to write a report is unknown or has the wrong type. */
export function checkReportOptions(options: unknown): void {
  checkFields('', 'options', options, REPORT_OPTIONS)
}

/** Throws a UserError that names the option if an option of a check is unknown or has the wrong type. */
export function validateCheckOptions(options: unknown): void {
  checkFields('', 'options', options, CHECK_OPTIONS)
}

/**
 * Throws a UserError that names the option if an option is unknown or has the wrong type, which untyped programs may
 * pass. A scan would otherwise ignore it, and perhaps find nothing: a string would be split into its letters, and no
 * finding reaches a level that does not exist.
 */
export function checkOptions(options: Options): void {
  checkFields('', 'options', options, OPTIONS)
  checkIds('tests', options.tests)
  checkIds('skips', options.skips)
}

function checkIds(name: string, ids: readonly string[] = []): void {
  if (ids.length === 0) return
  const rules = banditsOf(builtinRules())
  const known = rules.map(({ id }) => id)
  for (const [at, id] of ids.entries()) {
    if (!isSelectable(id, rules)) {
      const question = didYouMeanRule(id, rules) || didYouMean(id, known)
      throw new UserError(`${name}[${at}]: there is no rule '${id}'${question}`)
    }
  }
}

/** Checks the fields of an object. Undefined ones count as missing. `prefix` is put before their names. */
function checkFields(
  prefix: string,
  name: string,
  object: unknown,
  fields: Readonly<Record<string, Content>>,
): void {
  if (typeof object !== 'object' || object === null) throw new UserError(`${name}: expected an object`)
  for (const [key, value] of Object.entries(object)) {
    const content = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!content)
      throw new UserError(`${prefix}${key}: unknown option${didYouMean(key, Object.keys(fields))}`)
    if (value !== undefined) checkContent(`${prefix}${key}`, value, content)
  }
}

function checkContent(name: string, value: unknown, content: Content): void {
  if ('each' in content) checkEach(name, value, (item, place) => checkKind(place, item, content.each))
  else if ('objects' in content)
    checkEach(name, value, (item, place) => checkShape(place, item, content.objects))
  else if ('fields' in content) checkShape(name, value, content)
  else checkKind(name, value, content)
}

function checkEach(name: string, value: unknown, check: (item: unknown, place: string) => void): void {
  if (!Array.isArray(value)) throw new UserError(`${name}: expected a list`)
  for (const [at, item] of value.entries()) check(item, `${name}[${at}]`)
}

function checkShape(name: string, value: unknown, { fields, required = [] }: Shape): void {
  checkFields(`${name}.`, name, value, fields)
  for (const key of required)
    checkKind(`${name}.${key}`, Reflect.get(value as object, key), fields[key] as Kind)
}

function checkKind(name: string, value: unknown, { expected, accepts }: Kind): void {
  if (!accepts(value)) throw new UserError(`${name}: expected ${expected}`)
}
