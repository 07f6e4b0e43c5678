import { basename, dirname, join } from 'node:path'
import { type Known, VERSION } from '../../configuration/kinds.js'
import { topOf } from '../../configuration/mistakes.js'
import { parseToml, plainOf, TomlError } from '../../configuration/toml.js'
import type { Plain } from '../../configuration/write.js'
import { ContentError, UserError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import type { Carried } from './carried.js'
import { fromRuff } from './other-globs.js'
import { noSettings, settingsFiles, withSettings } from './settings-file.js'

/** In the order in which Ruff looks for them. */
const FILES = ['.ruff.toml', 'ruff.toml', 'pyproject.toml']

type Table = Readonly<Record<string, Plain>>

/** All of the rules that Ruff and posse share, in the words of Ruff. */
const ALL = ['ALL', 'S']

/** Carries over what Ruff's settings in a folder, or in one file, say of its security rules. Throws a UserError. */
export function carryFromRuff(
  folder: string,
  file: string | undefined,
  known: Known,
  carried: Carried,
): void {
  const names = settingsFiles(folder, file, FILES)
  for (const name of names) {
    const table = settingsOf(folder, name)
    if (!table) continue
    const layers = [...extendedBy(table, folder, name, [name]), { name, table }]
    carried.sources.push(...layers.map(layer => layer.name))
    new FromRuff(known, carried).carry(layers)
    return
  }
  throw noSettings('Ruff', names, FILES)
}

/** The settings of a file. */
interface Layer {
  readonly name: string
  readonly table: Table
}

/** What a file extends, the most distant first. */
function extendedBy({ extend }: Table, folder: string, from: string, seen: readonly string[]): Layer[] {
  if (typeof extend !== 'string') return []
  const name = join(dirname(from), extend)
  if (seen.includes(name)) throw new UserError(`${from}: it extends itself`)
  const table = settingsOf(folder, name) ?? {}
  return [...extendedBy(table, folder, name, [...seen, name]), { name, table }]
}

function settingsOf(folder: string, name: string): Table | undefined {
  return withSettings(folder, name, content => {
    const all = plainOf({ place: topOf(name), value: tomlIn(decode(content), name) }) as Table
    return basename(name) === 'pyproject.toml' ? tableIn(tableIn(all, 'tool'), 'ruff') : all
  })
}

function tomlIn(text: string, name: string): ReturnType<typeof parseToml> {
  try {
    return parseToml(text, name)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new ContentError(`line ${error.line}, column ${error.column}: ${error.message}`)
  }
}

function tableIn(table: Table | undefined, key: string): Table | undefined {
  const value = table?.[key]
  return typeof value === 'object' && !Array.isArray(value) ? (value as Table) : undefined
}

class FromRuff {
  constructor(
    private readonly known: Known,
    private readonly carried: Carried,
  ) {}

  carry(layers: readonly Layer[]): void {
    this.selection(layers)
    for (const layer of layers) this.files(layer)
  }

  private files({ name, table }: Layer): void {
    const lint = lintOf(table)
    for (const key of ['per-file-ignores', 'extend-per-file-ignores'])
      this.perFile(tableIn(lint, key) ?? {}, `${name}: ${key}`)
    this.excludes(table, name)
    this.options(tableIn(lint, 'flake8-bandit') ?? {}, tableIn(lint, 'ruff') ?? {}, name)
    for (const key of ['force-exclude', 'respect-gitignore']) {
      const value = table[key]
      if (typeof value === 'boolean') this.carried.set(key, value)
    }
    const version = table['target-version']
    if (typeof version === 'string' && VERSION.test(version)) this.carried.set('target-version', version)
  }

  /** Of several files, the last `select` counts; the other lists are added together. */
  private selection(layers: readonly Layer[]): void {
    const lints = layers.map(({ name, table }) => ({ name, lint: lintOf(table) }))
    const words = (key: string, among = lints) =>
      among.flatMap(({ name, lint }) => this.words(lint[key], `${name}: ${key}`))
    const last = lints.findLast(({ lint }) => lint.select !== undefined)
    const selected = [...words('select', last ? [last] : []), ...words('extend-select')]
    const chosen = selected.filter(word => !ALL.includes(word))
    const isAll = selected.length > chosen.length
    const ignored = [...words('ignore'), ...words('extend-ignore')]
    if (selected.length === 0)
      this.carried.leave(
        `${last?.name ?? lints.at(-1)?.name}: select`,
        'it has no security rule, so all rules of posse run',
      )
    else if (!isAll) this.carried.add('select', chosen)
    // A rule that is selected by its number stays, even if a prefix of it is ignored.
    else if (ignored.length > 0) this.carried.add('extend-select', chosen)
    this.carried.add('ignore', ignored)
  }

  /** The words in a list that select security rules. */
  private words(list: Plain | undefined, what: string): string[] {
    return textsOf(list).flatMap(word => {
      // Ruff's own B and P are about other things.
      if (!/^(ALL|S\d*|PLE?\d*)$/.test(word)) return []
      if (/^P/.test(word)) return 'PLE2502'.startsWith(word) ? ['PLE2502'] : []
      if (this.known.selectors.find(word) !== undefined) return [word]
      this.carried.leave(what, this.known.selectors.complaint(word))
      return []
    })
  }

  private perFile(table: Table, what: string): void {
    for (const [glob, list] of Object.entries(table)) {
      const words = this.words(list, `${what}.${JSON.stringify(glob)}`)
      if (words.length === 0) continue
      for (const each of this.globs(glob, what)) this.carried.addTo('per-file-ignores', each, words)
    }
  }

  private excludes(table: Table, name: string): void {
    const globs = (from: Table | undefined, key: string) =>
      textsOf(from?.[key]).flatMap(glob => this.globs(glob, `${name}: ${key}`))
    if (Array.isArray(table.exclude)) this.carried.set('exclude', globs(table, 'exclude'))
    const lint = globs(tableIn(table, 'lint'), 'exclude')
    this.carried.add('extend-exclude', [...globs(table, 'extend-exclude'), ...lint])
  }

  private globs(glob: string, what: string): readonly string[] {
    return this.carried.globsOf(fromRuff(glob), `${what}: '${glob}'`)
  }

  private options(options: Table, ruff: Table, name: string): void {
    const set = (table: string, key: string, value: Plain) => this.carried.setOption(table, key, value)
    for (const [key, value] of Object.entries({ ...markupOf(ruff), ...options })) {
      if (key === 'check-typed-exception') {
        set('try_except_pass', 'check_typed_exception', value)
        set('try_except_continue', 'check_typed_exception', value)
      } else if (key === 'hardcoded-tmp-directory') set('hardcoded_tmp_directory', 'tmp_dirs', value)
      else if (key === 'hardcoded-tmp-directory-extend') {
        const base =
          options['hardcoded-tmp-directory'] ?? this.defaultOf('hardcoded_tmp_directory', 'tmp_dirs')
        set('hardcoded_tmp_directory', 'tmp_dirs', [...textsOf(base), ...textsOf(value)])
      } else if (key === 'allowed-markup-calls') set('markupsafe_markup_xss', 'allowed_calls', value)
      else if (key === 'extend-markup-names') set('markupsafe_markup_xss', 'extend_markup_names', value)
      else this.carried.leave(`${name}: flake8-bandit.${key}`, 'there is no such option')
    }
  }

  private defaultOf(table: string, key: string): Plain {
    const options = this.known.options.find(({ name }) => name === table)?.section.options ?? []
    return options.find(option => option.key === key)?.default ?? []
  }
}

/** The settings of the linter. Older settings have them at the top. */
function lintOf(table: Table): Table {
  return { ...table, ...tableIn(table, 'lint') }
}

/** For some time, these options were with Ruff's own rules. */
function markupOf(ruff: Table): Table {
  const keys = ['allowed-markup-calls', 'extend-markup-names']
  return Object.fromEntries(Object.entries(ruff).filter(([key]) => keys.includes(key)))
}

function textsOf(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
