import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder outside of git that keeps what took long to fetch or to compute. */
const CACHE =
  process.env.POSSE_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'posse')

/** The path of an entry of the cache; the folder that it lies in is made. */
export function cached(folder: string, name = ''): string {
  mkdirSync(join(CACHE, folder), { recursive: true })
  return join(CACHE, folder, name)
}

/**
 * Makes `path` by `make` unless it is there and `key` is what it was made for; what lies there without a key was
 * put there by hand, and is taken. `make` gets a path beside it to write to, so that a run cut short leaves nothing
 * that looks whole.
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
