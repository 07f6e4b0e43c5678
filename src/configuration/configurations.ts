import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { RuleInfo } from '../rules/rule-info.js'
import { type Configuration, ResolvedConfiguration } from './configuration.js'
import { Files, type Loaded } from './files.js'
import { type Known, knownOf, knownWith, mayBeSkipped } from './kinds.js'
import { merged } from './merge.js'
import { comparePlaces, isOfFlag, type Mistake, type Place, type Report, topOf } from './mistakes.js'
import { type Overrides, tableOfFlags, tableOfSettings } from './overrides.js'
import { OwnRules } from './own-rule-words.js'
import type { Table } from './toml.js'

/** The most characters of a mistake that are told: values can be long. */
const MOST_TOLD = 1000

export interface ConfigurationsOptions {
  /** The working directory, absolute. */
  readonly cwd: string
  /** Reads no files: only defaults and the command line count. */
  readonly isolated?: boolean
  /** The configuration of all files, in place of those that are found. Its globs are relative to the working directory. */
  readonly file?: string
  readonly overrides?: Overrides
  readonly rules: readonly RuleInfo[]
}

/** The folders that a run has walked, and the files that it has found there, each with its configuration. */
export interface Walked {
  readonly folders: readonly string[]
  readonly files: () => Iterable<readonly [path: string, configuration: Configuration]>
}

/** A word of the command line that may select a rule of a configuration. */
interface Deferred {
  readonly place: Place
  readonly word: string
}

/** The configurations of a run. Each file is read once. */
export class Configurations {
  private readonly cwd: string
  private readonly known: Known
  private readonly found: (Mistake | Deferred)[] = []
  /** The rules of all configurations so far. */
  private readonly ownRules: OwnRules
  private readonly files: Files
  private readonly overrides: Overrides
  private readonly flags: Table
  private readonly settings: Table
  /** The configuration for all files, if it does not depend on their folder. */
  private readonly only: ResolvedConfiguration | undefined
  private readonly byFolder = new Map<string, ResolvedConfiguration>()
  /** By the folder of the file; undefined where none counts. */
  private readonly own = new Map<string, ResolvedConfiguration | undefined>()
  /** Without a file, by the folder that relative globs start in. */
  private readonly defaults = new Map<string, ResolvedConfiguration>()

  constructor({ cwd, isolated = false, file, overrides = {}, rules }: ConfigurationsOptions) {
    this.cwd = cwd
    this.overrides = overrides
    this.known = knownOf(rules, overrides.jsRules !== false)
    const report: Report = (place, what) => {
      this.found.push({ place, what })
    }
    this.ownRules = new OwnRules(rules, report, path => this.pathOf(path))
    const defer = (place: Place, word: string) => {
      this.found.push({ place, word })
    }
    this.flags = tableOfFlags(overrides, { ...this.known, defer }, report)
    this.settings = tableOfSettings(overrides.settings ?? [], { ...this.known, defer }, report)
    this.files = new Files(this.known, report)
    if (file !== undefined) this.only = this.resolved(cwd, this.files.named(resolve(cwd, file)))
    else if (isolated) this.only = this.resolved(cwd)
  }

  /**
   * The configuration for files directly in this absolute folder: that of the nearest file at or above it, but not above
   * its repository, or else the defaults.
   */
  at(folder: string): Configuration {
    return this.only ?? this.above(resolve(folder))
  }

  private above(folder: string): Configuration {
    const passed: string[] = []
    for (let path = folder; ; path = dirname(path)) {
      const found = this.byFolder.get(path) ?? this.inFolder(path)
      if (found) return this.remember(passed, found)
      passed.push(path)
      const isTop = existsSync(join(path, '.git'))
      if (isTop || path === dirname(path)) return this.withoutFile(folder, passed, isTop ? path : undefined)
    }
  }

  /** The configuration whose file is in exactly this absolute folder; undefined if there is none that counts. */
  in(folder: string): Configuration | undefined {
    return this.only ? undefined : this.inFolder(resolve(folder))
  }

  private inFolder(folder: string): ResolvedConfiguration | undefined {
    if (this.own.has(folder)) return this.own.get(folder)
    const loaded = this.files.in(folder)
    const configuration = loaded && this.resolved(folder, loaded)
    this.own.set(folder, configuration)
    return configuration
  }

  /**
   * All mistakes so far, each `file:line:column: what`. A run with any of them ends with exit code 2 after printing them.
   */
  get mistakes(): readonly string[] {
    // The configurations so far may have the rule.
    const { selectors } = this.found.some(each => 'word' in each)
      ? knownWith(this.known, this.ownRules.all)
      : this.known
    const told = this.found.flatMap(each => {
      if ('what' in each) return [each]
      const { place, word } = each
      return selectors.find(word) || mayBeSkipped(word, this.known)
        ? []
        : [{ place, what: selectors.complaint(word) }]
    })
    const inOrder = told.toSorted((a, b) => comparePlaces(a.place, b.place))
    return [...new Set(inOrder.map(each => this.shown(each)))]
  }

  /**
   * What is odd, at the end of a run: a selector that selects nothing, or no rule at all, a file that does not count, and a
   * glob of `per-file-ignores` that matches no file.
   */
  warnings(walk?: Walked): string[] {
    const used = [...this.own.values(), this.only, ...this.defaults.values()].filter(
      each => each !== undefined,
    )
    const skipped = [...this.known.scripts.skipped].map(path => ({
      place: topOf(path),
      what: 'these rules in JavaScript did not run (--no-js-rules)',
    }))
    const idle = used.flatMap(each => each.idleSelectors())
    const isEmpty = used.every(({ rules }) => rules.size === 0)
    return [
      ...skipped,
      ...this.files.shadowed,
      ...(idle.length === 0 && isEmpty ? used.map(emptyMistake) : idle),
      ...(walk ? this.idleGlobs(used, walk) : []),
    ]
      .map(each => this.shown(each))
      .filter((each, at, all) => all.indexOf(each) === at)
  }

  /**
   * Globs that match no file of any configuration that has them. They are judged only if all of the files of these
   * configurations were walked. The command line may leave out any of them.
   */
  private idleGlobs(used: readonly ResolvedConfiguration[], { folders, files }: Walked): Mistake[] {
    if (this.flags.has('exclude') || this.flags.has('extend-exclude')) return []
    const isWalked = ({ root }: Configuration) =>
      folders.some(folder => root === folder || root.startsWith(folder.replace(/[/\\]?$/, sep)))
    const unsure = new Set(used.filter(each => isWalked(each) && each.idleGlobs().length > 0))
    // Only files with findings were asked for.
    if (unsure.size > 0)
      for (const [path, configuration] of files())
        if (unsure.has(configuration as ResolvedConfiguration)) configuration.ignoredIn(path)
    const needed = new Set<Place>()
    for (const each of used) {
      const idle = new Set(unsure.has(each) ? each.idleGlobs().map(({ place }) => place) : [])
      for (const place of each.globPlaces()) if (!idle.has(place)) needed.add(place)
    }
    return [...unsure].flatMap(each => each.idleGlobs()).filter(({ place }) => !needed.has(place))
  }

  /** A path as messages show it: relative if it is below the working directory. */
  pathOf(path: string): string {
    const inside = relative(this.cwd, path)
    return isOfFlag(path) || inside.startsWith('..') || inside === '' ? path : inside
  }

  private shown({ place: { file, line, column }, what }: Mistake): string {
    const told = what.length > MOST_TOLD ? `${what.slice(0, MOST_TOLD)}…` : what
    return `${this.pathOf(file)}${line > 0 ? `:${line}:${column}` : ''}: ${told}`
  }

  /**
   * The defaults for a folder without a configuration. Relative globs start in the working directory; for a folder
   * elsewhere, in its repository, or in itself.
   */
  private withoutFile(folder: string, passed: readonly string[], top: string | undefined): Configuration {
    const isInside = folder === this.cwd || folder.startsWith(this.cwd.replace(/[/\\]?$/, sep))
    const root = isInside ? this.cwd : (top ?? folder)
    let found = this.defaults.get(root)
    if (!found) {
      found = this.resolved(root)
      this.defaults.set(root, found)
    }
    // Folders above may be asked for as well, and then have files elsewhere below them.
    const sharing = passed.filter(path => path === root || path.startsWith(root.replace(/[/\\]?$/, sep)))
    return this.remember(sharing, found)
  }

  private remember(folders: readonly string[], configuration: ResolvedConfiguration): ResolvedConfiguration {
    for (const folder of folders) this.byFolder.set(folder, configuration)
    return configuration
  }

  private resolved(root: string, loaded?: Loaded): ResolvedConfiguration {
    const configuration = new ResolvedConfiguration(
      {
        root,
        files: loaded?.files ?? [],
        table: merged(loaded?.table ?? new Map(), this.settings),
        flags: this.flags,
        cwd: this.cwd,
        noDefaultExcludes: this.overrides.defaultExcludes === false,
      },
      this.known,
    )
    this.ownRules.add([...new Set([...(loaded?.rules ?? []), ...configuration.ownRules])])
    return configuration
  }
}

/** What is odd about a configuration without rules, where no other has any. */
function emptyMistake({ table, root }: Configuration): Mistake {
  const place = ['select', 'ignore', 'extend-ignore', 'severity'].flatMap(
    key => table.get(key)?.place ?? [],
  )[0]
  return { place: place ?? topOf(root), what: 'no rule is selected: nothing is checked' }
}
