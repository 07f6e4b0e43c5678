import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { DEFAULT_EXCLUDE } from '../../configuration/keys.js'
import { type Known, VERSION } from '../../configuration/kinds.js'
import { topOf } from '../../configuration/mistakes.js'
import { parseToml, plainOf, TomlError } from '../../configuration/toml.js'
import type { Plain } from '../../configuration/write.js'
import { ContentError, UserError } from '../../errors.js'
import { Walk } from '../../native.js'
import { decode } from '../../python/decode.js'
import { textsOf } from '../../report/texts.js'
import { Carried, inFolder } from './carried.js'
import { fromRuff } from './other-globs.js'
import { noSettings, settingsFiles, withSettings } from './settings-file.js'

/** In the order in which Ruff looks for them. */
const FILES = ['.ruff.toml', 'ruff.toml', 'pyproject.toml']

type Table = Readonly<Record<string, Plain>>

/** Ruff's options, and ours. */
const OPTIONS: Readonly<Record<string, readonly (readonly [table: string, option: string])[]>> = {
  'check-typed-exception': [
    ['try_except_pass', 'check_typed_exception'],
    ['try_except_continue', 'check_typed_exception'],
  ],
  'hardcoded-tmp-directory': [['hardcoded_tmp_directory', 'tmp_dirs']],
  'hardcoded-tmp-directory-extend': [['hardcoded_tmp_directory', 'tmp_dirs']],
  'allowed-markup-calls': [['markupsafe_markup_xss', 'allowed_calls']],
  'extend-markup-names': [['markupsafe_markup_xss', 'extend_markup_names']],
}

/** All of the rules that Ruff and posse share, in the words of Ruff. */
const ALL = ['ALL', 'S']

/** Which of them Ruff runs if nothing is selected. */
const DEFAULTS = ['S102', 'S110', 'S112', 'PLE2502']

/**
 * Carries over Ruff's settings in a folder and in those below that have Python files, by folder. Like ours, the nearest ones
 * are those of a file. Throws a UserError.
 */
export function carryAllFromRuff(folder: string, known: Known, env: NodeJS.ProcessEnv): Map<string, Carried> {
  const found = new Map<string, Carried>()
  for (const below of ['', ...foldersBelow(folder)]) {
    const inside = join(folder, below)
    try {
      if (!settingsFiles(inside, undefined, FILES).some(name => settingsOf(inside, name))) continue
      const carried = new Carried()
      carryFromRuff(inside, undefined, known, carried, env)
      found.set(below, carried)
    } catch (error) {
      if (error instanceof UserError) throw new UserError(inFolder(below, error.message))
      throw error
    }
  }
  if (found.size === 0) throw noSettings('Ruff', settingsFiles(folder, undefined, FILES), FILES)
  return found
}

/** The folders with Python files that a check would look into, and those that they are in, from the outside in. */
function foldersBelow(here: string): string[] {
  const walk = new Walk(['.'], { here, gitignore: true, forceExclude: true })
  const exclude = DEFAULT_EXCLUDE.map(glob => ({ glob, root: here }))
  for (let isFirst = true, pending = walk.pending(); pending.length > 0; pending = walk.pending()) {
    walk.advance(pending.map(() => (isFirst ? { configuration: 0, exclude } : null)))
    isFirst = false
  }
  const folders = new Set<string>()
  for (const name of textsOf(walk.finish().names()))
    for (let path = dirname(name); path !== '.' && !folders.has(path); path = dirname(path)) folders.add(path)
  return [...folders].sort()
}

/** Carries over what Ruff's settings in a folder, or in one file, say of its security rules. Throws a UserError. */
export function carryFromRuff(
  folder: string,
  file: string | undefined,
  known: Known,
  carried: Carried,
  env: NodeJS.ProcessEnv,
): void {
  const names = settingsFiles(folder, file, FILES)
  for (const name of names) {
    const table = settingsOf(folder, name)
    if (!table) continue
    const layers = [...extendedBy(table, folder, name, env, [name]), { name, table }]
    carried.sources.push(...layers.map(layer => layer.name))
    new FromRuff(folder, known, carried).carry(layers)
    return
  }
  throw noSettings('Ruff', names, FILES)
}

/** The settings of a file. */
interface Layer {
  readonly name: string
  readonly table: Table
}

/** What a file selects: words of Ruff's. */
interface Choice {
  readonly select: readonly string[]
  readonly ignore: readonly string[]
}

/** What a file extends, the most distant first. */
function extendedBy(
  { extend }: Table,
  folder: string,
  from: string,
  env: NodeJS.ProcessEnv,
  seen: readonly string[],
): Layer[] {
  if (typeof extend !== 'string') return []
  const path = expanded(extend, env)
  const name = isAbsolute(path) ? path : join(dirname(from), path)
  if (seen.includes(name)) throw new UserError(`${from}: it extends itself`)
  const table = settingsOf(folder, name) ?? {}
  return [...extendedBy(table, folder, name, env, [...seen, name]), { name, table }]
}

/** A path in which, as in a shell, `~` and `$NAME` stand for others. */
function expanded(path: string, env: NodeJS.ProcessEnv): string {
  return path
    .replace(/^~(?=\/|$)/, env.HOME ?? homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced, plain) => env[braced ?? plain] ?? all)
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
    private readonly folder: string,
    private readonly known: Known,
    private readonly carried: Carried,
  ) {}

  carry(layers: readonly Layer[]): void {
    this.selection(layers)
    for (const layer of layers) this.files(layer, layers)
    this.fixes(layers)
  }

  private files({ name, table }: Layer, layers: readonly Layer[]): void {
    const lint = lintOf(table)
    const isLast = (key: string, within: (table: Table) => Table | undefined = lintOf) =>
      layers.findLast(each => within(each.table)?.[key] !== undefined)?.name === name
    // Those of a file that extends others take the place of theirs.
    if (isLast('per-file-ignores'))
      this.perFile(tableIn(lint, 'per-file-ignores') ?? {}, name, 'per-file-ignores')
    this.perFile(tableIn(lint, 'extend-per-file-ignores') ?? {}, name, 'extend-per-file-ignores')
    if (isLast('exclude', each => each)) this.excludes(table, name, 'exclude')
    this.excludes(table, name, 'extend-exclude')
    const ofLinter = (each: Table) => tableIn(each, 'lint')
    if (isLast('exclude', ofLinter)) this.excludes(ofLinter(table), name, 'exclude', 'extend-exclude')
    for (const key of ['include', 'extend-include'])
      if (table[key] !== undefined)
        this.carried.leave(
          `${name}: ${key}`,
          'posse check looks for all Python files; leave out others with exclude',
        )
    this.options(tableIn(lint, 'flake8-bandit') ?? {}, tableIn(lint, 'ruff') ?? {}, name)
    for (const key of ['force-exclude', 'respect-gitignore']) {
      const value = table[key]
      if (typeof value === 'boolean') this.carried.set(key, value)
    }
    const version = table['target-version']
    if (typeof version === 'string' && VERSION.test(version)) this.carried.set('target-version', version)
  }

  /**
   * A file that selects takes the place of those that it extends; another one adds to them, and its words count more than
   * theirs.
   */
  private selection(layers: readonly Layer[]): void {
    let all: Choice = { select: DEFAULTS, ignore: [] }
    let isNamed = false
    for (const { name, table } of layers) {
      const lint = lintOf(table)
      const words = (keys: readonly string[]) => keys.flatMap(key => this.words(lint[key], `${name}: ${key}`))
      const select = words(['select', 'extend-select'])
      const ignore = words(['ignore', 'extend-ignore'])
      if (lint.select !== undefined) {
        all = { select, ignore }
        isNamed = select.length > 0
        continue
      }
      isNamed ||= select.length > 0
      all = {
        select: [...without(all.select, ignore), ...select],
        ignore: [...without(all.ignore, select), ...ignore],
      }
    }
    const chosen = [...new Set(all.select)].filter(word => !ALL.includes(word))
    const isAll = all.select.some(word => ALL.includes(word))
    const last = layers.findLast(({ table }) => lintOf(table).select !== undefined)
    if (!isNamed || all.select.length === 0)
      this.carried.leave(
        `${last?.name ?? layers.at(-1)?.name}: select`,
        'it names no security rule, so all rules of posse run',
      )
    else if (!isAll) this.carried.add('select', chosen)
    // A rule that is selected by its number stays, even if a prefix of it is ignored.
    else if (all.ignore.length > 0) this.carried.add('extend-select', chosen)
    this.carried.add('ignore', all.ignore)
  }

  /** What is mended. Ruff mends few of its security rules, so only what is said of them counts. */
  private fixes(layers: readonly Layer[]): void {
    for (const key of ['unfixable', 'extend-safe-fixes', 'extend-unsafe-fixes'])
      for (const { name, table } of layers)
        this.carried.add(
          key,
          this.words(lintOf(table)[key], `${name}: ${key}`).filter(word => word !== 'ALL'),
        )
  }

  /** The words in a list that select security rules. */
  private words(list: Plain | undefined, what: string): string[] {
    if (list !== undefined && !Array.isArray(list)) this.carried.leave(what, 'it must be a list')
    const all = plainTexts(list)
    const names = all.filter(word => /^[a-z]+(?:-[a-z]+)*$/.test(word))
    if (names.length > 0)
      this.carried.leave(
        what,
        `rules are carried over by their codes, such as S602, not by names: ${names.join(', ')}`,
      )
    return all.flatMap(word => {
      // Ruff's own B and P are about other things.
      if (!/^(ALL|S\d*|PLE?\d*)$/.test(word)) return []
      if (/^P/.test(word)) return 'PLE2502'.startsWith(word) ? ['PLE2502'] : []
      if (this.known.selectors.find(word) !== undefined) return [word]
      this.carried.leave(what, this.known.selectors.complaint(word))
      return []
    })
  }

  private perFile(table: Table, name: string, key: string): void {
    for (const [glob, list] of Object.entries(table)) {
      const words = this.words(list, `${name}: ${key}.${JSON.stringify(glob)}`)
      if (words.length === 0) continue
      for (const each of this.globs(glob, name, key)) this.carried.addTo('per-file-ignores', each, words)
    }
  }

  private excludes(from: Table | undefined, name: string, key: string, ours = key): void {
    const list = from?.[key]
    if (list === undefined) return
    if (!Array.isArray(list)) this.carried.leave(`${name}: ${key}`, 'it must be a list')
    const globs = plainTexts(list).flatMap(glob => this.globs(glob, name, key))
    if (ours === 'exclude') this.carried.set(ours, globs)
    else this.carried.add(ours, globs)
  }

  /** A glob in the words of our own. Those of a file in another folder are about paths below that folder. */
  private globs(glob: string, name: string, key: string): readonly string[] {
    const what = `${name}: ${key}: '${glob}'`
    const moved = fromFolder(glob, dirname(resolve(this.folder, name)), this.folder)
    if (moved === undefined) return []
    return this.carried.globsOf(fromRuff(moved), what)
  }

  private options(options: Table, ruff: Table, name: string): void {
    for (const [key, value] of Object.entries({ ...markupOf(ruff), ...options })) {
      const what = `${name}: flake8-bandit.${key}`
      const targets = OPTIONS[key]
      const isRight =
        key === 'check-typed-exception'
          ? typeof value === 'boolean'
          : Array.isArray(value) && value.every(isText)
      if (!targets) this.carried.leave(what, 'there is no such option')
      else if (!isRight) this.carried.leave(what, 'it has the wrong type')
      else
        for (const [table, option] of targets)
          this.carried.setOption(table, option, this.extended(key, value, options))
    }
  }

  /** The value of an option. What Ruff adds to a list is added here. */
  private extended(key: string, value: Plain, options: Table): Plain {
    if (key !== 'hardcoded-tmp-directory-extend') return value
    const base = options['hardcoded-tmp-directory'] ?? this.defaultOf('hardcoded_tmp_directory', 'tmp_dirs')
    return [...plainTexts(base), ...plainTexts(value)]
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

function plainTexts(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

const isText = (value: unknown) => typeof value === 'string'

/** The words of `list` that are not among those that `others` cover: S5 covers S506. */
function without(list: readonly string[], others: readonly string[]): string[] {
  return list.filter(word => !others.some(other => other === 'ALL' || word.startsWith(other)))
}

/**
 * A glob of a file in the folder `from`, relative to `folder`. Undefined if it is about files elsewhere. A name is one
 * anywhere.
 */
function fromFolder(glob: string, from: string, folder: string): string | undefined {
  if (from === folder || !glob.includes('/') || /^!?(?:\*\*|\/)/.test(glob)) return glob
  const [, not = '', path = ''] = /^(!?)(.*)$/s.exec(glob) ?? []
  const parts = resolve(from, path).split(sep)
  const above = folder.split(sep)
  for (const [at, part] of parts.entries()) {
    const own = above[at]
    // What is left is about the files in this folder.
    if (own === undefined || part === '**') {
      const start = part === '**' ? '' : './'
      return `${not}${start}${parts.slice(at).join('/')}${path.endsWith('/') ? '/' : ''}`
    }
    if (!matches(own, part)) return undefined
  }
  return `${not}*`
}

/** Whether a name is that of a part of a glob. */
function matches(name: string, part: string): boolean {
  const pattern = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${pattern}$`, 's').test(name)
}
