import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { didYouMean } from '../nearest.js'
import { candidatesIn, FileError, isFolder, isThere, namesIn, readTable, siblings } from './file.js'
import { checkTable, type Known, knownWith, rulesIn } from './kinds.js'
import { merged } from './merge.js'
import { type Mistake, type Report, topOf } from './mistakes.js'
import type { OwnRule } from './own-rules.js'
import type { Located, Table } from './toml.js'

/** What a file says, with what it extends. */
export interface Loaded {
  readonly table: Table
  /** The rules that they have of their own, with those that have mistakes. */
  readonly rules: readonly OwnRule[]
  /** The file and those that it extends, nearest first. */
  readonly files: readonly string[]
}

/** A file can extend another, and so on, this many times. */
const MAX_LEVELS = 16

/** After this many mistakes, the rest of a file is not checked. */
const MAX_MISTAKES = 100

/** A file has too many mistakes. */
class TooMany extends Error {}

/** In `extend`: the topmost configuration of the repository. */
const TOPMOST = '//'

/** In `extend`: a package of npm with a scope, and perhaps a file in it. Nothing in it is executed. */
const PACKAGE = /^@[\w.-]+\/[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/
/** The file of a package that counts if no other is named. */
const PACKAGE_FILE = 'posse.toml'

/** Configuration files, each read and checked once. */
export class Files {
  /** What is odd about files that do not count, because another one in their folder does. */
  readonly shadowed: Mistake[] = []
  /** What files say, by path; undefined for a `pyproject.toml` without our table. */
  private readonly written = new Map<string, Table | undefined>()
  /** What is right of it. */
  private readonly tables = new Map<string, Table>()
  private readonly loaded = new Map<string, Loaded>()
  /** The file that counts in a folder. */
  private readonly counting = new Map<string, string | undefined>()

  constructor(
    private readonly known: Known,
    private readonly report: Report,
  ) {}

  /** The configuration in a folder; undefined if none counts. A file with mistakes counts. */
  in(folder: string): Loaded | undefined {
    const file = this.fileIn(folder)
    return file === undefined ? undefined : this.load(file, [])
  }

  /** A configuration that somebody names. */
  named(path: string): Loaded {
    if (this.tableOf(path) === undefined) {
      this.report(topOf(path), isThere(path) ? "has no table 'tool.posse'" : 'no such file')
      this.tables.set(path, new Map())
    }
    return this.load(path, [])
  }

  private fileIn(folder: string): string | undefined {
    if (this.counting.has(folder)) return this.counting.get(folder)
    const candidates = candidatesIn(folder)
    const at = candidates.findIndex(path => this.writtenIn(path) !== undefined)
    const file = candidates[at]
    this.counting.set(folder, file)
    for (const other of at < 0 ? [] : candidates.slice(at + 1)) {
      if (basename(other) === 'pyproject.toml' && !hasOwnTable(other)) continue
      this.shadowed.push({ place: topOf(other), what: `is not read, because of ${basename(file ?? '')}` })
    }
    return file
  }

  /** What a file says, checked. */
  private tableOf(path: string): Table | undefined {
    const written = this.tables.has(path) ? undefined : this.writtenIn(path)
    if (written) this.tables.set(path, this.checked(path, written))
    return this.tables.get(path)
  }

  /** What a file says, not checked yet. */
  private writtenIn(path: string): Table | undefined {
    if (!this.written.has(path)) this.written.set(path, this.read(path))
    return this.written.get(path)
  }

  /** The same, without a word about what is wrong. */
  private lookInto(path: string): Table | undefined {
    if (this.written.has(path)) return this.written.get(path)
    try {
      const table = isThere(path) ? readTable(path) : undefined
      if (table) this.written.set(path, table)
      return table
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }

  private read(path: string): Table | undefined {
    if (!isThere(path)) return undefined
    try {
      return readTable(path)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      this.report(error.place, error.message)
      return new Map()
    }
  }

  private checked(path: string, written: Table): Table {
    let count = 0
    const report: Report = (place, what) => {
      if (++count > MAX_MISTAKES) throw new TooMany()
      this.report(place, what)
    }
    // Its selectors may be about rules of the files that it extends.
    const known = knownWith(this.known, this.rulesBelow(path, written, new Set()))
    try {
      return checkTable(written, known, report)
    } catch (error) {
      if (!(error instanceof TooMany)) throw error
      this.report(topOf(path), `has more than ${MAX_MISTAKES} mistakes`)
      return new Map()
    }
  }

  /** The rules of the files that a file extends, and of those that they extend. Whatever is wrong is told elsewhere. */
  private rulesBelow(path: string, written: Table, seen: Set<string>): OwnRule[] {
    seen.add(path)
    return extended(written).flatMap(({ value }) => {
      const base = typeof value === 'string' ? this.pathOf(value, path) : undefined
      const table = base === undefined || seen.has(base) ? undefined : this.lookInto(base)
      if (base === undefined || !table) return []
      return [...rulesIn(table.get('rules')?.node, this.known), ...this.rulesBelow(base, table, seen)]
    })
  }

  /** The file that a name in `extend` stands for; undefined if there is none. */
  private pathOf(name: string, from: string): string | undefined {
    const folder = dirname(from)
    if (name === TOPMOST) return this.topmost(folder)
    return PACKAGE.test(name) ? inPackage(name, folder) : resolve(folder, name)
  }

  /** A file with what it extends. `chain` are the files that extend it. */
  private load(path: string, chain: readonly string[]): Loaded {
    const known = this.loaded.get(path)
    if (known) return known
    const own = this.tableOf(path) ?? new Map()
    const bases = extended(own).flatMap(item => this.base(item, path, [...chain, path]))
    const written = rulesIn(this.writtenIn(path)?.get('rules')?.node, this.known)
    const loaded = {
      rules: [...new Set([...bases.flatMap(({ rules }) => rules), ...written])],
      table: [...bases.map(({ table }) => table), own].reduce(merged, new Map()),
      files: [...new Set([path, ...bases.toReversed().flatMap(({ files }) => files)])],
    }
    this.loaded.set(path, loaded)
    return loaded
  }

  private base({ place, value }: Located, from: string, chain: readonly string[]): Loaded[] {
    const wrong = (what: string) => {
      this.report(place, what)
      return []
    }
    const name = String(value)
    const path = this.pathOf(name, from)
    if (path === undefined && PACKAGE.test(name)) {
      const near = didYouMean(packageOf(name), packagesBeside(name, dirname(from)))
      return wrong(
        `no package '${packageOf(name)}' is in a folder node_modules here or above: install it${near}`,
      )
    }
    if (path === undefined || (name === TOPMOST && path === from))
      return wrong(`no configuration is above this one in the repository, which '${TOPMOST}' asks for`)
    if (chain.includes(path)) return wrong(`'${name}' extends itself, directly or through others`)
    if (chain.length > MAX_LEVELS) return wrong(`more than ${MAX_LEVELS} configurations extend each other`)
    if (!isThere(path)) return wrong(`no such file: '${name}'${meantWith(name, path, dirname(from))}`)
    if (isFolder(path)) return wrong(`'${name}' is a folder`)
    if (this.tableOf(path) === undefined) return wrong(`'${name}' has no table 'tool.posse'`)
    return [this.load(path, chain)]
  }

  /** The file of the topmost folder of a repository that has a configuration. */
  private topmost(folder: string): string | undefined {
    let found: string | undefined
    for (let path = folder; ; path = dirname(path)) {
      found = this.fileIn(path) ?? found
      if (existsSync(join(path, '.git')) || path === dirname(path)) return found
    }
  }
}

function packageOf(name: string): string {
  return name.split('/').slice(0, 2).join('/')
}

/** The file of a package, which Node would find from a folder: `posse.toml` if the name says no other. */
function inPackage(name: string, folder: string): string | undefined {
  const file = name.slice(packageOf(name).length + 1)
  const root = modulesAbove(folder)
    .map(modules => join(modules, packageOf(name)))
    .find(each => existsSync(each))
  return root === undefined ? undefined : join(root, file === '' ? PACKAGE_FILE : file)
}

/** The folders in which Node would look for packages from a folder, the nearest first. */
function modulesAbove(folder: string): string[] {
  const above = dirname(folder)
  return [join(folder, 'node_modules'), ...(above === folder ? [] : modulesAbove(above))]
}

/** The installed packages with the same scope. */
function packagesBeside(name: string, folder: string): string[] {
  const [scope = ''] = name.split('/')
  return modulesAbove(folder).flatMap(modules =>
    namesIn(join(modules, scope)).map(each => `${scope}/${each}`),
  )
}

/** What was probably meant by a name that leads to no file. */
function meantWith(name: string, path: string, folder: string): string {
  if (/^[a-z]+:\/\//i.test(name)) return ' (no file is fetched from an address; a package can have one)'
  const isPackage = modulesAbove(folder).some(modules => isFolder(join(modules, name)))
  return isPackage
    ? " (only packages with a scope, such as '@acme/posse-config', can be extended; a path can lead into others)"
    : didYouMean(basename(path), siblings(path))
}

function extended(table: Table): readonly Located[] {
  const node = table.get('extend')?.node
  if (!node) return []
  return Array.isArray(node.value) ? (node.value as readonly Located[]) : [node]
}

function hasOwnTable(path: string): boolean {
  try {
    return readTable(path) !== undefined
  } catch {
    return true
  }
}
