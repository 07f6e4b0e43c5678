import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder, outside the repository, for whatever takes long to fetch or compute. */
const CACHE =
  process.env.POSSE_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'posse')

/** Returns the path of a cache entry, and creates its parent folder. */
export function cached(folder: string, name = ''): string {
  mkdirSync(join(CACHE, folder), { recursive: true })
  return join(CACHE, folder, name)
}

/**
 * Creates `path` with `make`, unless it exists and was made for the same `key`. An existing entry without a key was
 * put there by hand, and is used as it is. `make` writes to a path next to it, so that an interrupted run leaves
 * nothing that looks complete.
 */
export function keep(path: string, key: string, make: (path: string) => void): void {
  const keyFile = `${path}.key`
  const kept = existsSync(keyFile) ? readFileSync(keyFile, 'utf8') : key
  if (!existsSync(path) || kept !== key) {
    const partial = `${path}.partial`
    rmSync(partial, { recursive: true, force: true })
    make(partial)
    rmSync(path, { recursive: true, force: true })
    renameSync(partial, path)
  }
  writeFileSync(keyFile, key)
}
