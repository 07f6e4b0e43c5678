import { dirname, isAbsolute, relative, sep } from 'node:path'
import type { FlowModels, GivenOption } from '../../index.js'
import { RANKING } from '../rules/levels.js'
import type { FixClass, RuleInfo } from '../rules/rule-info.js'
import { flowModels } from './flow-models.js'
import { compileGlob, type Glob, type Matched, type RootedGlob } from './globs.js'
import { DEFAULT_EXCLUDE, type KeyName } from './keys.js'
import { type Known, knownWith, type LEVELS, rulesIn } from './kinds.js'
import { merged } from './merge.js'
import { isOfFlag, type Mistake, type Place } from './mistakes.js'
import { type OwnRule, withExtensions } from './own-rules.js'
import type { PROFILES } from './profiles.js'
import { requiredPython } from './requires-python.js'
import { ALL, type Choice } from './selectors.js'
import type { Located, Table } from './toml.js'
import { quoted } from './write.js'

export type Profile = (typeof PROFILES)[number]
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH'

/** What holds for the files of a folder: everything is resolved. */
export interface Configuration {
  /** The folder of the configuration file; the working directory if there is none. Absolute. */
  readonly root: string
  /** The configuration file and those that it extends, nearest first. Empty for the defaults. */
  readonly files: readonly string[]
  readonly profile: Profile
  /** Ids of the selected rules. */
  readonly rules: ReadonlySet<string>
  /** Ids of the rules that a selector names alone: whoever names a rule wants to see what it finds. */
  readonly named: ReadonlySet<string>
  /** Globs to leave out, gitignore syntax, each with the folder that it is anchored in. */
  readonly exclude: readonly RootedGlob[]
  readonly forceExclude: boolean
  readonly respectGitignore: boolean
  /** Rules to leave out in a file, by its absolute path. Cheap for many files. */
  ignoredIn(path: string): ReadonlySet<string>
  /** The entries of `per-file-ignores` that apply to a file. */
  ignoresFor(path: string): readonly PerFileIgnore[]
  /** The glob of `exclude` or `extend-exclude` that leaves a file out, by its absolute path. */
  excludedBy(path: string): Exclude | undefined
  /** Severities that the configuration gives. */
  readonly severity: ReadonlyMap<string, Severity>
  /** The lowest levels that make a run fail, as indexes into the ranking. */
  readonly failOn: { readonly severity: number; readonly confidence: number }
  readonly failOnError: boolean
  readonly honorNoqa: boolean
  readonly requireNosecIds: boolean
  readonly requireNosecReason: boolean
  /** The oldest Python that the code must run on, such as `py312`. */
  readonly targetVersion: string | undefined
  /** How many seconds fixes let a request take that has no timeout; undefined if nothing is written. */
  readonly fixTimeout: number | undefined
  /** Options of rules, as the core takes them. */
  readonly ruleOptions: readonly GivenOption[]
  /** What it says of the program's own code, as the core takes it; undefined if it says nothing. */
  readonly flowModels: FlowModels | undefined
  /** The class that a fix of a rule has here, by the class that the rule gives it; undefined if it is not to be shown. */
  fixClass(id: string, own: FixClass): FixClass | undefined
  /** The rules that it has of its own. */
  readonly ownRules: readonly OwnRule[]
  /** Where each value is written, by its path of keys, such as `severity.B404`. Defaults are written nowhere. */
  readonly origins: ReadonlyMap<string, Place>
  /** What is written, by key. */
  readonly table: Table
}

/** A glob to leave out. */
export interface Exclude extends RootedGlob {
  /** Where it is written, if it is not one of the default ones. */
  readonly place?: Place
}

/** An entry of `per-file-ignores`. */
export interface PerFileIgnore {
  readonly glob: string
  readonly place: Place
  readonly ids: ReadonlySet<string>
}

/** What a configuration is made from. */
export interface Parts {
  readonly root: string
  readonly files: readonly string[]
  /** What the files say. */
  readonly table: Table
  /** What the command line says. */
  readonly flags: Table
  /** The folder that relative globs of the command line are anchored in. */
  readonly cwd: string
  /** Leaves out the default list of `exclude`. */
  readonly noDefaultExcludes: boolean
}

const NOTHING: ReadonlySet<string> = new Set()

/** A configuration that is computed from checked tables. */
export class ResolvedConfiguration implements Configuration {
  readonly root: string
  readonly files: readonly string[]
  readonly table: Table
  readonly profile: Profile
  readonly rules: ReadonlySet<string>
  readonly named: ReadonlySet<string>
  readonly exclude: readonly Exclude[]
  readonly severity: ReadonlyMap<string, Severity>
  readonly ruleOptions: readonly GivenOption[]
  readonly flowModels: FlowModels | undefined
  readonly ownRules: readonly OwnRule[]
  readonly forceExclude: boolean
  readonly respectGitignore: boolean
  readonly failOn: { readonly severity: number; readonly confidence: number }
  readonly failOnError: boolean
  readonly honorNoqa: boolean
  readonly requireNosecIds: boolean
  readonly requireNosecReason: boolean
  readonly fixTimeout: number | undefined
  private readonly known: Known
  private perFileIgnores: FileIgnores | undefined
  private fixes: ReturnType<ResolvedConfiguration['readFixes']> | undefined
  private version: { value: string | undefined } | undefined

  constructor(
    private readonly parts: Parts,
    known: Known,
  ) {
    const table = merged(parts.table, parts.flags)
    this.table = table
    this.ownRules = rulesIn(table.get('rules')?.node, known)
    this.known = knownWith(known, this.ownRules)
    this.root = parts.root
    this.files = parts.files
    this.profile = (textOf(table, 'profile') ?? 'recommended') as Profile
    const levels = this.levels()
    this.named = this.namedAlone()
    this.rules = this.selected([...levels].filter(([, level]) => level === 'off').map(([id]) => id))
    this.severity = new Map(
      [...levels].flatMap(([id, level]) =>
        level === 'off' ? [] : [[id, level.toUpperCase() as Severity] as const],
      ),
    )
    this.exclude = this.globs()
    this.ruleOptions = this.options()
    this.flowModels = withExtensions(flowModels(table.get('flow')?.node), table.get('rules')?.node)
    this.forceExclude = isOn(table, 'force-exclude', true)
    this.respectGitignore = isOn(table, 'respect-gitignore', true)
    this.failOn = thresholds(textOf(table, 'fail-on') ?? 'low')
    this.failOnError = isOn(table, 'fail-on-error', true)
    this.honorNoqa = isOn(table, 'honor-noqa', true)
    this.requireNosecIds = isOn(table, 'require-nosec-ids', true)
    this.fixTimeout = table.get('fix-timeout')?.node.value as number | undefined
    this.requireNosecReason = isOn(table, 'require-nosec-reason', false)
  }

  get targetVersion(): string | undefined {
    this.version ??= { value: textOf(this.table, 'target-version') ?? requiredPython(this.root) }
    return this.version.value
  }

  get origins(): ReadonlyMap<string, Place> {
    const origins = new Map<string, Place>()
    collect(this.table, '', origins)
    return origins
  }

  ignoredIn(path: string): ReadonlySet<string> {
    return this.fileIgnores.ids(path)
  }

  ignoresFor(path: string): readonly PerFileIgnore[] {
    return this.fileIgnores.entries(path)
  }

  excludedBy(path: string): Exclude | undefined {
    return excludeOf(path, this.exclude)
  }

  fixClass(id: string, own: FixClass): FixClass | undefined {
    this.fixes ??= this.readFixes()
    const { fixable, safe, unsafe } = this.fixes
    if (!fixable.has(id)) return undefined
    if (own === 'unsafe' && safe.has(id)) return 'safe'
    return own === 'safe' && unsafe.has(id) ? 'unsafe' : own
  }

  private readFixes() {
    const { selectors } = this.known
    const words = (name: KeyName) => listOf(this.table, name).map(({ value }) => String(value))
    const select = this.table.has('fixable') ? words('fixable') : [ALL]
    const safe = words('extend-safe-fixes')
    const unsafe = words('extend-unsafe-fixes')
    return {
      fixable: selectors.resolve({ select, ignore: words('unfixable') }),
      safe: selectors.resolve({ select: safe, ignore: unsafe }),
      unsafe: selectors.resolve({ select: unsafe, ignore: safe }),
    }
  }

  /** Mistakes that only show when everything is put together: selectors that select nothing. */
  idleSelectors(): Mistake[] {
    const { table, flags } = this.parts
    const choices = (flags.has('select') ? [flags] : [table, flags]).flatMap(each => [
      ...listOf(each, 'select'),
      ...listOf(each, 'extend-select'),
    ])
    return choices
      .filter(({ value }) => {
        // The command line may select rules that other configurations have.
        const found = this.known.selectors.find(String(value))
        return found !== undefined && ![...found.ids].some(id => this.rules.has(id))
      })
      .map(({ place, value }) => ({
        place,
        what: `'${value}' selects nothing: its rules are ignored, or not in the profile '${this.profile}'`,
      }))
  }

  /** Globs of `per-file-ignores` that have matched no file so far. */
  idleGlobs(): Mistake[] {
    return this.fileIgnores
      .idle()
      .map(({ glob, place }) => ({ place, what: `'${glob}' in 'per-file-ignores' matches no file` }))
  }

  /** Where the globs of `per-file-ignores` are written. */
  globPlaces(): Place[] {
    return [...tableOf(this.table, 'per-file-ignores').values()].map(({ place }) => place)
  }

  /** Made when a file is asked for: most configurations never see a finding. */
  private get fileIgnores(): FileIgnores {
    this.perFileIgnores ??= new FileIgnores(this.perFile())
    return this.perFileIgnores
  }

  private namedAlone(): ReadonlySet<string> {
    const { selectors } = this.known
    const named = new Set<string>()
    for (const table of [this.parts.table, this.parts.flags])
      for (const selector of choiceOf(table).select) {
        const ids = selectors.resolve({ select: [selector], ignore: [] })
        if (ids.size === 1) for (const id of ids) named.add(id)
      }
    return named
  }

  private selected(off: readonly string[]): ReadonlySet<string> {
    const { selectors } = this.known
    const { table, flags } = this.parts
    const { select, ignore } = choiceOf(table)
    const own = { select: table.has('select') ? select : [ALL, ...select], ignore }
    const before = flags.has('select') ? NOTHING : selectors.resolve(own)
    const rules = selectors.resolve(choiceOf(flags), before)
    const isOfProfile = ({ id, origin, profile }: RuleInfo) =>
      (this.profile !== 'bandit' || origin === 'bandit') &&
      (this.profile !== 'recommended' || profile !== 'audit' || this.named.has(id))
    const ofProfile = selectors.rules.filter(isOfProfile).map(({ id }) => id)
    return new Set(ofProfile.filter(id => rules.has(id) && !off.includes(id)))
  }

  /** The level that is written for each rule. The most precise selector wins, or else the last one. */
  private levels(): Map<string, 'off' | (typeof LEVELS)[number]> {
    const levels = new Map<string, { precision: number; level: 'off' | (typeof LEVELS)[number] }>()
    for (const [word, { node }] of tableOf(this.table, 'severity')) {
      const { ids, precision } = this.known.selectors.find(word) ?? { ids: [], precision: 0 }
      for (const id of ids) {
        if (precision < (levels.get(id)?.precision ?? 0)) continue
        levels.set(id, { precision, level: node.value as (typeof LEVELS)[number] })
      }
    }
    return new Map([...levels].map(([id, { level }]) => [id, level]))
  }

  private globs(): Exclude[] {
    const given = this.table.has('exclude')
    const defaults = given || this.parts.noDefaultExcludes ? [] : DEFAULT_EXCLUDE
    return [
      ...defaults.map(glob => ({ glob, root: this.root })),
      ...[...listOf(this.table, 'exclude'), ...listOf(this.table, 'extend-exclude')].map(
        ({ value, place }) => ({ ...this.rooted(String(value), place), place }),
      ),
    ]
  }

  /**
   * Globs are relative to the configuration of the files, also those of files that it extends. One that starts with a
   * slash is anchored where it is written, and so is one of the command line that has a slash.
   */
  private rooted(glob: string, { file }: Place): RootedGlob {
    const isFlag = isOfFlag(file)
    const isAnchored = isFlag ? /\/./.test(glob) : /^!?\//.test(glob)
    return { glob, root: isAnchored ? (isFlag ? this.parts.cwd : dirname(file)) : this.root }
  }

  private perFile(): FileIgnore[] {
    return [...tableOf(this.table, 'per-file-ignores')].map(([key, { place, node }]) => {
      const ids = new Set<string>()
      for (const { value } of node.value as readonly Located[])
        for (const id of this.known.selectors.find(String(value))?.ids ?? []) ids.add(id)
      const { glob, root } = this.rooted(key, place)
      return { glob, place, ids, root, compiled: compileGlob(glob) }
    })
  }

  private options(): GivenOption[] {
    const given = tableOf(this.table, 'options')
    return this.known.options.flatMap(({ name, section }) => {
      const table = given.get(name)?.node.value
      if (!(table instanceof Map)) return []
      return [...(table as Table)].map(([key, { node }]) => ({
        section: section.name,
        key,
        value: plainOption(node),
      }))
    })
  }
}

interface FileIgnore extends PerFileIgnore, RootedGlob {
  readonly compiled: Glob
}

/**
 * What the globs have matched of a folder, or `in` if they match it or a folder above: one entry for each, in their order;
 * undefined outside of its root.
 */
type FolderState = readonly (Matched | 'in' | undefined)[]

/** Which entries of `per-file-ignores` apply to files. Remembers what the globs have matched of their folders. */
class FileIgnores {
  private readonly folders = new Map<string, FolderState>()
  private readonly matched = new Set<FileIgnore>()
  /** The union of the entries that apply, by which they are. */
  private readonly unions = new Map<string, ReadonlySet<string>>()

  constructor(private readonly all: readonly FileIgnore[]) {}

  ids(path: string): ReadonlySet<string> {
    if (this.all.length === 0) return NOTHING
    const found = this.places(path)
    if (found.length === 0) return NOTHING
    const key = found.join()
    let union = this.unions.get(key)
    if (!union) {
      union = new Set(found.flatMap(at => [...(this.all[at]?.ids ?? [])]))
      this.unions.set(key, union)
    }
    return union
  }

  entries(path: string): FileIgnore[] {
    return this.places(path).flatMap(at => this.all[at] ?? [])
  }

  idle(): FileIgnore[] {
    return this.all.filter(each => !this.matched.has(each))
  }

  private places(path: string): number[] {
    const cut = path.lastIndexOf(sep)
    const state = this.folder(path.slice(0, cut))
    const name = path.slice(cut + 1)
    const places: number[] = []
    for (const [at, each] of this.all.entries()) {
      const before = state[at]
      if (before === undefined) continue
      const { compiled } = each
      const matches = before === 'in' || compiled.ends(compiled.step(before, name), false)
      if (matches === compiled.negated) continue
      this.matched.add(each)
      places.push(at)
    }
    return places
  }

  private folder(path: string): FolderState {
    const known = this.folders.get(path)
    if (known) return known
    const cut = path.lastIndexOf(sep)
    const above = cut < 0 ? undefined : this.folder(path.slice(0, cut))
    const name = path.slice(cut + 1)
    const state = this.all.map(({ root, compiled }, at) => {
      // The root of a file system has no name after its slash.
      if (path === root || `${path}${sep}` === root) return compiled.start
      const before = above?.[at]
      if (before === undefined || before === 'in') return before
      const matched = compiled.step(before, name)
      return compiled.ends(matched, true) ? 'in' : matched
    })
    this.folders.set(path, state)
    return state
  }
}

/**
 * The glob that leaves out a path, or a folder that it is in. Of several for the same one, the last counts, which a
 * negated glob takes back.
 */
function excludeOf(path: string, excludes: readonly Exclude[]): Exclude | undefined {
  const globs = excludes.flatMap(exclude => {
    const below = relative(exclude.root, path)
    if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return []
    const compiled = compileGlob(exclude.glob)
    return [{ exclude, compiled, names: below.split(sep), state: compiled.start }]
  })
  // All end at the same file, so names are counted from there.
  const longest = Math.max(0, ...globs.map(({ names }) => names.length))
  for (let left = longest; left > 0; left--) {
    let found: Exclude | undefined
    for (const each of globs) {
      const name = each.names.at(-left)
      if (name === undefined) continue
      each.state = each.compiled.step(each.state, name)
      if (each.compiled.ends(each.state, left > 1)) found = each.compiled.negated ? undefined : each.exclude
    }
    if (found) return found
  }
  return undefined
}

function choiceOf(table: Table): Choice {
  const words = (name: KeyName) => listOf(table, name).map(({ value }) => String(value))
  return {
    select: [...words('select'), ...words('extend-select')],
    ignore: [...words('ignore'), ...words('extend-ignore')],
  }
}

function thresholds(text: string): { severity: number; confidence: number } {
  const [severity, confidence] = text
    .split(':')
    .map(level => RANKING.indexOf(level.toUpperCase() as (typeof RANKING)[number]))
  return { severity: severity ?? 0, confidence: confidence ?? 0 }
}

function plainOption({ value }: Located): GivenOption['value'] {
  return Array.isArray(value) ? value.map((item: Located) => String(item.value)) : (value as number | boolean)
}

function textOf(table: Table, name: KeyName): string | undefined {
  return table.get(name)?.node.value as string | undefined
}

function isOn(table: Table, name: KeyName, standard: boolean): boolean {
  return (table.get(name)?.node.value as boolean | undefined) ?? standard
}

function listOf(table: Table, name: KeyName): readonly Located[] {
  const value = table.get(name)?.node.value
  return Array.isArray(value) ? value : []
}

function tableOf(table: Table, name: KeyName): Table {
  const value = table.get(name)?.node.value
  return value instanceof Map ? value : new Map()
}

function collect(table: Table, before: string, origins: Map<string, Place>): void {
  for (const [key, { place, node }] of table) {
    const path = `${before}${quoted(key)}`
    if (node.value instanceof Map) collect(node.value as Table, `${path}.`, origins)
    else origins.set(path, place)
  }
}
