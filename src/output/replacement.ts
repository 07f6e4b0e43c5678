import {
  chmodSync,
  chownSync,
  closeSync,
  lstatSync,
  openSync,
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

/** Where files may be replaced: in these folders, and not where a link leads out of them. */
export class Replacer {
  readonly #roots: readonly string[]

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
   * owner of the file. Throws a UserError that says why the file is left alone, or a system error.
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
    const temporary = join(dirname(real), `.posse-${process.pid}-${Date.now().toString(36)}.tmp`)
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
      if (!readFileSync(real).equals(before)) throw new UserError('it has changed since it was scanned')
      renameSync(temporary, real)
      renamed = true
    } finally {
      if (!renamed) rmSync(temporary, { force: true })
    }
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
