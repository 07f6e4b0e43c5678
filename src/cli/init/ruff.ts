import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { topOf } from '../../configuration/file.js'
import { type Known, VERSION } from '../../configuration/kinds.js'
import { plainOf } from '../../configuration/show.js'
import { parseToml, TomlError } from '../../configuration/toml.js'
import type { Plain } from '../../configuration/write.js'
import { ContentError, UserError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import { globsOf } from './bandit.js'
import type { Carried } from './carried.js'
import { fromRuff } from './other-globs.js'
import { withSettings } from './settings-file.js'

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
  const names = file === undefined ? FILES.filter(name => existsSync(join(folder, name))) : [file]
  for (const name of names) {
    const table = settingsOf(folder, name)
    if (!table) continue
    carried.sources.push(name)
    new FromRuff(name, known, carried).carry(table)
    return
  }
  throw new UserError(
    `no settings of Ruff's here: looked for them in ${names.join(', ') || FILES.join(', ')}`,
  )
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
    private readonly name: string,
    private readonly known: Known,
    private readonly carried: Carried,
  ) {}

  carry(table: Table): void {
    const lint = tableIn(table, 'lint') ?? {}
    // Older settings have the keys of `lint` at the top.
    const old = Object.fromEntries(Object.entries(table).filter(([key]) => !(key in lint)))
    const both = { ...old, ...lint }
    this.selection(both)
    for (const key of ['per-file-ignores', 'extend-per-file-ignores'])
      this.perFile(tableIn(both, key) ?? {}, key)
    this.excludes(table, lint)
    this.options(tableIn(both, 'flake8-bandit') ?? {}, tableIn(both, 'ruff') ?? {})
    for (const key of ['force-exclude', 'respect-gitignore']) {
      const value = table[key]
      if (typeof value === 'boolean') this.carried.set(key, value)
    }
    const version = table['target-version']
    if (typeof version === 'string' && VERSION.test(version)) this.carried.set('target-version', version)
    if (table.extend !== undefined)
      this.leave('extend', 'carry over that file on its own, and then name the result in extend')
  }

  private selection(lint: Table): void {
    const selected = ['select', 'extend-select'].flatMap(key => this.words(lint, key))
    const chosen = selected.filter(word => !ALL.includes(word))
    if (selected.length === 0) this.leave('select', 'it has no security rule, so all rules of posse run')
    else if (selected.length === chosen.length) this.carried.add('select', chosen)
    const isAll = selected.length > chosen.length
    for (const key of ['ignore', 'extend-ignore']) {
      const ignored = this.words(lint, key)
      // A rule that is selected by its number stays, even if a prefix of it is ignored.
      this.carried.add('ignore', ignored)
      if (isAll && ignored.length > 0) this.carried.add('extend-select', chosen)
    }
  }

  /** The words in a list that select security rules. */
  private words(table: Table, key: string, what = key): string[] {
    return textsOf(table[key]).flatMap(word => {
      // Ruff's own B and P are about other things.
      if (!/^(ALL|S\d*|PLE?\d*)$/.test(word)) return []
      if (/^P/.test(word)) return 'PLE2502'.startsWith(word) ? ['PLE2502'] : []
      if (this.known.selectors.find(word) !== undefined) return [word]
      this.leave(what, this.known.selectors.complaint(word))
      return []
    })
  }

  private perFile(table: Table, key: string): void {
    for (const glob of Object.keys(table)) {
      const words = this.words(table, glob, `${key}.${JSON.stringify(glob)}`)
      if (words.length === 0) continue
      for (const each of this.globs(glob, key)) this.carried.addTo('per-file-ignores', each, words)
    }
  }

  private excludes(table: Table, lint: Table): void {
    const globs = (from: Table, key: string) => textsOf(from[key]).flatMap(glob => this.globs(glob, key))
    if (Array.isArray(table.exclude)) this.carried.set('exclude', globs(table, 'exclude'))
    this.carried.add('extend-exclude', [...globs(table, 'extend-exclude'), ...globs(lint, 'exclude')])
  }

  private globs(glob: string, key: string): string[] {
    return globsOf(fromRuff(glob), `${this.name}: ${key}: '${glob}'`, this.carried)
  }

  private options(options: Table, ruff: Table): void {
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
      else this.leave(`flake8-bandit.${key}`, 'there is no such option')
    }
  }

  private defaultOf(table: string, key: string): Plain {
    const options = this.known.options.find(({ name }) => name === table)?.section.options ?? []
    return options.find(option => option.key === key)?.default ?? []
  }

  private leave(what: string, why: string): void {
    this.carried.leave(`${this.name}: ${what}`, why)
  }
}

/** For some time, these options were with Ruff's own rules. */
function markupOf(ruff: Table): Table {
  const keys = ['allowed-markup-calls', 'extend-markup-names']
  return Object.fromEntries(Object.entries(ruff).filter(([key]) => keys.includes(key)))
}

function textsOf(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
