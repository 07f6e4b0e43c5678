import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve, sep } from 'node:path'
import type { SelectOptions as Rules } from '../../index.js'
import { byCodePoint } from '../python/order.js'
import { fnmatch } from './fnmatch.js'

/** What to scan of the files that git lists: the same as of files on disk. */
export interface SelectOptions extends Rules {
  targets: readonly string[]
}

export interface Listed {
  /** Paths from the root of the repository, by the names that reports give them, sorted by name. */
  paths: Map<string, string>
  /** Names of the files that were left out, sorted. */
  excluded: string[]
  /** Targets that are folders and were left out because recursion is off. */
  skippedFolders: string[]
  /** Targets that are neither files nor folders of the list, and are not excluded. */
  missing: string[]
}

/**
 * Chooses among `files`, which are paths from `root`, as the discovery of the native side does among
 * files on disk (manager.discover_files of Bandit).
 */
export function selectListed(root: string, files: Iterable<string>, options: SelectOptions): Listed {
  const listing = new Listing(root, files)
  const excludes = [...options.exclude, ...options.excludeCli.map(item => withContent(item, listing))]
  const isExcluded = anyGlobOrPart(excludes)
  const isExcludedTarget = (target: string) =>
    isExcluded(target) || (options.forceExclude && isExcluded(asWalked(target)))
  const isIncluded = anyGlob(options.include)
  const found: [name: string, path: string][] = []
  const listed: Listed = { paths: new Map(), excluded: [], skippedFolders: [], missing: [] }
  for (const target of options.targets) {
    const named = listing.fileAt(target)
    if (named !== undefined) {
      if (isExcludedTarget(target)) listed.excluded.push(target)
      else found.push([fromHere(target), named])
    } else if (!listing.isFolder(target)) {
      if (isExcludedTarget(target)) listed.excluded.push(target)
      else listed.missing.push(target)
    } else if (!options.recursive) {
      listed.skippedFolders.push(target)
    } else {
      for (const [name, path] of listing.filesUnder(target)) {
        if (isIncluded(name) && !isExcluded(name)) found.push([name, path])
        else listed.excluded.push(name)
      }
    }
  }
  listed.paths = new Map(found.sort(([a], [b]) => byCodePoint(a, b)))
  listed.excluded = [...new Set(listed.excluded)].sort(byCodePoint)
  return listed
}

/** Files of a repository as they are, or would be, on disk. */
class Listing {
  /** Paths from the root by absolute paths. */
  private readonly files: Map<string, string>

  constructor(root: string, files: Iterable<string>) {
    this.files = new Map(Array.from(files, path => [join(root, path), path]))
  }

  fileAt(target: string): string | undefined {
    return this.files.get(real(target))
  }

  isFolder(target: string): boolean {
    if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) return true
    return !this.filesUnder(target).next().done
  }

  /** Names, as a walk of the target would give them, and paths. */
  *filesUnder(target: string): Generator<[name: string, path: string]> {
    const prefix = inside(real(target))
    for (const [file, path] of this.files) {
      if (file.startsWith(prefix)) yield [inside(target) + file.slice(prefix.length), path]
    }
  }
}

/** What a walk of `.` would call it. */
function asWalked(target: string): string {
  const here = inside(process.cwd())
  return fromHere(target.startsWith(here) ? target.slice(here.length) : target)
}

/** As Python's os.path.join('.', target). */
function fromHere(target: string): string {
  return isAbsolute(target) ? target : `.${sep}${target}`
}

const inside = (folder: string) => (folder.endsWith(sep) ? folder : folder + sep)

/** The absolute path, links followed where it exists. */
function real(target: string): string {
  try {
    return realpathSync(target)
  } catch {
    return resolve(target)
  }
}

function withContent(item: string, listing: Listing): string {
  return item !== '' && listing.isFolder(item) ? `${inside(item)}*` : item
}

type Test = (name: string) => boolean

function anyGlob(globs: readonly string[]): Test {
  const expressions = globs.map(fnmatch)
  return name => expressions.some(expression => expression.test(name))
}

function anyGlobOrPart(items: readonly string[]): Test {
  const matches = anyGlob(items)
  return name => items.some(item => name.includes(item)) || matches(name)
}
