import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Known, LEVELS } from '../../configuration/kinds.js'
import { BLACKLIST } from '../../configuration/selectors.js'
import { ContentError, UsageError } from '../../errors.js'
import { didYouMean } from '../../nearest.js'
import { parseIni } from '../../plan/config/ini.js'
import { parseToml } from '../../plan/config/toml.js'
import { parseYaml } from '../../plan/config/yaml/index.js'
import { decode } from '../../python/decode.js'
import { isMapping, kindOf, type Mapping } from '../../python/value.js'
import { RANKING } from '../../rules/levels.js'
import type { RuleOption } from '../../rules/options.js'
import { type CommandLine, parseArguments } from '../argparse.js'
import { thresholdOf, thresholdOfCount } from '../flags.js'
import { type BanditCommand, commandsIn, RUNNERS } from './bandit-commands.js'
import type { Carried } from './carried.js'
import { fromBandit } from './other-globs.js'
import { noSettings, settingsFiles, withSettings } from './settings-file.js'

/** Where projects keep settings of Bandit's, with the files that hold other settings, too. */
const FILES = [
  'pyproject.toml',
  'bandit.yaml',
  'bandit.yml',
  '.bandit.yaml',
  '.bandit.yml',
  'bandit.toml',
  '.bandit',
  'setup.cfg',
  ...RUNNERS,
]

/** A section `[bandit]` of an INI file. */
const INI_SECTION = /^\[bandit\]/m

/** What the keys of a `.bandit` file that are no settings of the check are, in ours. */
const ON_COMMAND_LINE = 'this belongs on the command line'

/** What Bandit reads of a `.bandit` file, but for what has an equal in a configuration. */
const INI_KEYS = [
  ...[
    'targets',
    'recursive',
    'aggregate',
    'number',
    'profile',
    'confidence',
    'level',
    'format',
    'msg-template',
  ],
  ...['output', 'verbose', 'debug', 'quiet', 'ignore-nosec', 'baseline'],
]

/** Carries over the settings of Bandit's in a folder, or those of one file. Throws a UserError. */
export function carryFromBandit(
  folder: string,
  file: string | undefined,
  known: Known,
  carried: Carried,
): void {
  const names = settingsFiles(folder, file, FILES)
  for (const name of names) {
    withSettings(folder, name, content => {
      if (RUNNERS.includes(basename(name)))
        carryCommands(commandsIn(content, name), folder, names, known, carried)
      const isIni = /\.(cfg|ini)$/.test(name) || INI_SECTION.test(content.toString('latin1'))
      if (basename(name) === '.pre-commit-config.yaml') return
      if (isIni && !name.endsWith('.toml')) carryIni(decode(content), name, known, carried)
      else carrySettings(settingsOf(content, name), name, known, carried)
    })
  }
  if (carried.sources.length === 0) throw noSettings('Bandit', names, FILES)
}

function settingsOf(content: Uint8Array, name: string): Mapping {
  const root = name.endsWith('.toml') ? parseToml(content) : parseYaml(content)
  if (root === null || root === undefined) return {}
  if (!isMapping(root)) throw new ContentError(`expected a mapping, found ${kindOf(root)}`)
  return root
}

function carrySettings(root: Mapping, name: string, known: Known, carried: Carried): void {
  if (Object.keys(root).length === 0) return
  carried.sources.push(name)
  for (const [key, value] of Object.entries(root)) {
    const what = `${name}: ${key}`
    const table = known.options.find(({ section }) => section.name === key)
    if (key === 'tests') carryIds('select', textsOf(value), what, known, carried)
    else if (key === 'skips') carryIds('ignore', textsOf(value), what, known, carried)
    else if (key === 'exclude_dirs') carryGlobs(textsOf(value), what, carried)
    else if (key === 'assert_used' && isMapping(value)) carryAsserts(value, what, carried)
    else if (table && isMapping(value)) {
      for (const option of Object.keys(value)) {
        const declared = table.section.options.find(each => each.key === option)
        if (declared && fits(declared, value[option])) carried.setOption(table.name, option, value[option])
        else
          carried.leave(`${what}.${option}`, declared ? 'it has the wrong type' : 'Bandit does not read it')
      }
    } else if (value === null || value === undefined) continue
    else carried.leave(what, whyNot(key))
  }
}

function whyNot(key: string): string {
  if (key === 'include') return 'posse check looks for all Python files; leave out others with exclude'
  if (key === 'profiles') return 'a configuration has one selection of rules'
  if (key.startsWith('blacklist_')) return 'own tables of names are not supported'
  if (['targets', 'recursive', 'severity', 'confidence', 'level'].includes(key))
    return `Bandit does not read it here; ${ON_COMMAND_LINE}`
  return 'Bandit does not read it'
}

/** B101 is left out in these files. */
function carryAsserts(section: Mapping, what: string, carried: Carried): void {
  for (const [key, value] of Object.entries(section)) {
    if (key !== 'skips') {
      carried.leave(`${what}.${key}`, 'Bandit does not read it')
      continue
    }
    for (const text of textsOf(value)) {
      const globs = carried.globsOf(fromBandit(text), `${what}.skips: '${text}'`)
      for (const glob of globs) carried.addTo('per-file-ignores', glob, ['B101'])
    }
  }
}

function carryGlobs(texts: readonly string[], what: string, carried: Carried): void {
  for (const text of texts) {
    if (text !== '') carried.add('extend-exclude', carried.globsOf(fromBandit(text), `${what}: '${text}'`))
  }
}

/** Carries over the flags that choose rules, files and what fails. */
function carryCommands(
  commands: readonly BanditCommand[],
  folder: string,
  names: readonly string[],
  known: Known,
  carried: Carried,
): void {
  for (const { what, words, choosing } of commands) {
    const { values, targets } = flagsIn(words, what, carried)
    const source = what.slice(0, what.indexOf(':'))
    if (!carried.sources.includes(source)) carried.sources.push(source)
    const { tests, skips, exclude, configFile } = values
    carryIds('select', listOf(tests), `${what} --tests`, known, carried)
    carryIds('ignore', listOf(skips), `${what} --skip`, known, carried)
    carryGlobs(listOf(exclude), `${what} --exclude`, carried)
    const rank = (level: string | undefined, count = 0) =>
      RANKING[level ? thresholdOf(level) : thresholdOfCount(count)]?.toLowerCase()
    carryLevels(
      rank(values.severityLevel, values.severity),
      rank(values.confidenceLevel, values.confidence),
      what,
      carried,
    )
    if (targets.length > 0) carried.leave(`${what} ${targets.join(' ')}`, ON_COMMAND_LINE)
    if (values.baseline !== undefined) carried.leave(`${what} --baseline`, ON_COMMAND_LINE)
    if (values.ignoreNosec) carried.leave(`${what} --ignore-nosec`, 'posse check always reads comments')
    if (values.profile !== undefined)
      carried.leave(`${what} --profile`, 'a configuration has one selection of rules')
    for (const key of choosing) carried.leave(`${what}: ${key}`, 'this belongs in the hook of posse')
    if (configFile === undefined || names.includes(configFile.replace(/^\.\//, ''))) continue
    if (existsSync(join(folder, configFile)))
      withSettings(folder, configFile, content =>
        carrySettings(settingsOf(content, configFile), configFile, known, carried),
      )
    else carried.leave(`${what} --configfile`, `no such file: ${configFile}`)
  }
}

function flagsIn(words: readonly string[], what: string, carried: Carried): CommandLine {
  try {
    return parseArguments(words)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    carried.leave(what, error.message)
    return { values: {}, targets: [] }
  }
}

const listOf = (text = '') =>
  text
    .split(',')
    .map(each => each.trim())
    .filter(Boolean)

/** Bandit does not show what is below a level; a check shows it, and does not fail. */
function carryLevels(
  severity: string | undefined,
  confidence: string | undefined,
  what: string,
  carried: Carried,
): void {
  const isHigher = (level: string | undefined) => level === 'medium' || level === 'high'
  if (isHigher(confidence)) carried.set('fail-on', `${isHigher(severity) ? severity : 'low'}:${confidence}`)
  else if (isHigher(severity)) carried.set('fail-on', severity ?? '')
  if (isHigher(severity) || isHigher(confidence))
    carried.leave(
      `${what}: severity and confidence`,
      'posse check shows all findings; those below fail-on do not fail it',
    )
}

function carryIni(text: string, name: string, known: Known, carried: Carried): void {
  if (!INI_SECTION.test(text)) return
  carried.sources.push(name)
  const ini = parseIni(text, 'bandit')
  carryLevels(levelOf(ini.get('level')), levelOf(ini.get('confidence')), name, carried)
  for (const [key, value] of ini) {
    const what = `${name}: ${key}`
    const list = listOf(value)
    if (key === 'tests') carryIds('select', list, what, known, carried)
    else if (key === 'skips') carryIds('ignore', list, what, known, carried)
    else if (key === 'exclude') carryGlobs(list, what, carried)
    else if (['level', 'confidence'].includes(key) && levelOf(value) !== undefined) continue
    else if (INI_KEYS.includes(key) && value !== '') carried.leave(what, ON_COMMAND_LINE)
    else if (!INI_KEYS.includes(key)) carried.leave(what, `Bandit does not read it here${instead(key)}`)
  }
}

/** What its author may have meant by a key that Bandit does not read in a `.bandit` file. */
function instead(key: string): string {
  const other = key === 'exclude_dirs' ? " (did you mean 'exclude'?)" : ''
  return other || didYouMean(key, ['exclude', 'tests', 'skips', ...INI_KEYS])
}

/** Bandit counts levels from 1, which is everything. */
function levelOf(text = ''): string | undefined {
  return LEVELS.find((level, at) => level === text.toLowerCase() || String(at + 2) === text)
}

function textsOf(value: unknown): string[] {
  const items = value instanceof Set || Array.isArray(value) ? [...value] : value === null ? [] : [value]
  return items.map(String)
}

type Option = string[] | number | boolean

function fits({ kind }: RuleOption, value: unknown): value is Option {
  if (kind === 'truth') return typeof value === 'boolean'
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value)
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

/** Carries over ids of Bandit's to `select` or `ignore`. */
function carryIds(
  key: 'select' | 'ignore',
  ids: readonly string[],
  what: string,
  { selectors }: Known,
  carried: Carried,
): void {
  carried.add(
    key,
    ids.flatMap(id => {
      if (id === BLACKLIST.id) return BLACKLIST.selectors
      if (selectors.find(id) !== undefined) return [id]
      carried.leave(what, selectors.complaint(id))
      return []
    }),
  )
}
