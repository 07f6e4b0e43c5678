import {
  chmodSync,
  chownSync,
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { UserError } from '../errors.js'
import { whenKilled } from './signals.js'

/** The name of a temporary file, with the number of its process. */
const TEMPORARY = /^\.posse-mend-(\d+)-[\da-z]+\.tmp$/

/** The age in milliseconds from which on a temporary file is one that a killed run has left: it takes a moment to write. */
const LEFT = 60_000

/**
 * Replaces files in some folders, but not where a link leads out of them. Until `close` is called, a signal does not kill
 * the process while it replaces a file. Where files are replaced, temporary files of runs that were killed otherwise are
 * removed.
 */
export class Replacer {
  readonly #roots: readonly string[]
  /** The files that have been replaced. */
  readonly #replaced = new Set<string>()
  /** The folders in which nothing is left of other runs. */
  readonly #clean = new Set<string>()
  readonly close = whenKilled(() => undefined)

  /** @param targets files and folders, as absolute paths */
  constructor(targets: readonly string[]) {
    this.#roots = targets.flatMap(target => {
      try {
        return realpathSync.native(statSync(target).isDirectory() ? target : dirname(target))
      } catch {
        return []
      }
    })
  }

  /**
   * Puts `after` in the place of a file's content, all at once, if the content still is `before`. Keeps the mode and the
   * owner of the file. A link may lead to a file that has been replaced under another name. Throws a UserError that says
   * why the file is left alone, or a system error.
   */
  replace(path: string, before: Uint8Array, after: Uint8Array): void {
    const real = realpathSync.native(path)
    if (!this.#roots.some(root => isWithin(root, real)))
      throw new UserError('it is a link that leads out of what is checked')
    const stat = lstatSync(real)
    if (!stat.isFile()) throw new UserError('it is not a regular file')
    // Whoever replaces a file with several names leaves the others with the old content.
    if (stat.nlink > 1) throw new UserError('it has several names (hard links)')
    if ((stat.mode & 0o222) === 0) throw new UserError('it is read-only')
    const folder = dirname(real)
    if (!this.#clean.has(folder)) removeLeft(folder)
    this.#clean.add(folder)
    const temporary = join(folder, `.posse-mend-${process.pid}-${Date.now().toString(36)}.tmp`)
    const file = openSync(temporary, 'wx', stat.mode & 0o777)
    let renamed = false
    try {
      try {
        for (let done = 0; done < after.length; ) done += writeSync(file, after, done)
      } finally {
        closeSync(file)
      }
      keepOwner(temporary, stat)
      chmodSync(temporary, stat.mode & 0o7777)
      // Nothing can come between the last look and the new file but another rename.
      const now = readFileSync(real)
      if (this.#replaced.has(real) && now.equals(after)) return
      if (!now.equals(before)) throw new UserError('it has changed since it was scanned')
      renameSync(temporary, real)
      renamed = true
      this.#replaced.add(real)
    } finally {
      if (!renamed) rmSync(temporary, { force: true })
    }
  }
}

/** Removes the temporary files in a folder that belong to no running process. */
function removeLeft(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = TEMPORARY.exec(name)?.[1]
    if (pid === undefined) continue
    const path = join(folder, name)
    try {
      const stat = lstatSync(path)
      if (stat.isFile() && Date.now() - stat.mtimeMs >= LEFT && !isRunning(Number(pid))) rmSync(path)
    } catch {
      // It is gone, or belongs to somebody else. It does no harm.
    }
  }
}

/** The names in a folder, or none if it cannot be listed. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function keepOwner(path: string, { uid, gid }: Stats): void {
  const own = statSync(path)
  if (own.uid === uid && own.gid === gid) return
  try {
    chownSync(path, uid, gid)
  } catch {
    throw new UserError('it belongs to another user or group')
  }
}

function isWithin(root: string, path: string): boolean {
  const route = relative(root, resolve(path))
  return route !== '..' && !route.startsWith(`..${sep}`)
}
