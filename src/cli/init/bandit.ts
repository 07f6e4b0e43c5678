import { type Known, LEVELS } from '../../configuration/kinds.js'
import { BLACKLIST } from '../../configuration/selectors.js'
import { ContentError } from '../../errors.js'
import { parseIni } from '../../plan/config/ini.js'
import { parseToml } from '../../plan/config/toml.js'
import { parseYaml } from '../../plan/config/yaml/index.js'
import { decode } from '../../python/decode.js'
import { isMapping, kindOf, type Mapping } from '../../python/value.js'
import type { RuleOption } from '../../rules/options.js'
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
  'tox.ini',
]

/** A section `[bandit]` of an INI file. */
const INI_SECTION = /^\[bandit\]/m

/** What the keys of a `.bandit` file that are no settings of the check are, in ours. */
const ON_COMMAND_LINE = 'this belongs on the command line'

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
      const isIni = /\.(cfg|ini)$/.test(name) || INI_SECTION.test(content.toString('latin1'))
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

function carryIni(text: string, name: string, known: Known, carried: Carried): void {
  if (!INI_SECTION.test(text)) return
  carried.sources.push(name)
  for (const [key, value] of parseIni(text, 'bandit')) {
    const what = `${name}: ${key}`
    const list = value
      .split(',')
      .map(each => each.trim())
      .filter(Boolean)
    if (key === 'tests') carryIds('select', list, what, known, carried)
    else if (key === 'skips') carryIds('ignore', list, what, known, carried)
    else if (key === 'exclude') carryGlobs(list, what, carried)
    else if (key === 'level' && levelOf(value) !== undefined) carried.set('fail-on', levelOf(value) ?? '')
    else if (value !== '') carried.leave(what, ON_COMMAND_LINE)
  }
}

/** Bandit counts levels from 1, which is everything. */
function levelOf(text: string): string | undefined {
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
