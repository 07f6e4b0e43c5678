import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { encodeName } from './names.js'
import { isFile, isLink } from './objects.js'
import type { Tracked } from './tracked.js'

/*
 * The files on disk, compared with the index without git: git would run the filters that the repository's settings and
 * attributes name, to learn what it would store.
 */

/** What a file on disk is, compared with its entry in the index. */
export type State = 'same' | 'edited' | 'gone'

/** Larger files are not read: one whose times the index does not know counts as edited. */
const MAX_COMPARED = 2 ** 28

export class WorkTree {
  private readonly folders = new Map<string, boolean>()

  constructor(readonly root: string) {}

  stateOf(entry: Tracked): State {
    const stat = this.isFolder(parentOf(entry.path)) ? this.lstat(entry.path) : undefined
    if (!stat) return entry.sparse ? 'same' : 'gone'
    if (stat.isSymbolicLink()) return isLink(entry.mode) ? 'same' : 'gone'
    if (!stat.isFile()) return 'gone'
    if (!isFile(entry.mode) || entry.nameOnly || entry.conflict) return 'edited'
    return this.holds(entry.path, entry.id) ? 'same' : 'edited'
  }

  /** Whether the file on disk is this blob, apart from the ends of lines. */
  holds(path: string, blob: string): boolean {
    const bytes = this.read(path)
    if (!bytes) return false
    return idOf(bytes, blob) === blob || (bytes.includes('\r\n') && idOf(withoutCr(bytes), blob) === blob)
  }

  /** The content of a file that can be read and is not too large to be compared. */
  read(path: string): Buffer | undefined {
    try {
      const stat = lstatSync(this.onDisk(path))
      return !stat.isFile() || stat.size > MAX_COMPARED ? undefined : readFileSync(this.onDisk(path))
    } catch {
      return undefined
    }
  }

  /** The absolute path. */
  onDisk(path: string): string | Buffer {
    const full = `${this.root}/${path}`
    return SURROGATE.test(full) ? encodeName(full) : full
  }

  /** Whether this is a folder that no link leads to. */
  private isFolder(path: string): boolean {
    if (path === '') return true
    const known = this.folders.get(path)
    if (known !== undefined) return known
    const is = this.isFolder(parentOf(path)) && (this.lstat(path)?.isDirectory() ?? false)
    this.folders.set(path, is)
    return is
  }

  /** Undefined also for what may not be looked at. */
  private lstat(path: string): Stats | undefined {
    try {
      return lstatSync(this.onDisk(path), { throwIfNoEntry: false })
    } catch {
      return undefined
    }
  }
}

const SURROGATE = /[\udc80-\udcff]/

const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))

/** The id that git gives to a blob, by the hash of another id. */
function idOf(bytes: Buffer, { length }: string): string {
  const hash = createHash(length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** Returns the content with line feeds as line ends. */
export function withoutCr(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
}
