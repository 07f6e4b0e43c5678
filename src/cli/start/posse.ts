import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

/*
 * Compiling posse takes Node longer than posse takes to scan a small file. Therefore a scan stores V8's code cache, and
 * later runs with the same Node start from it. As with Python's `__pycache__`, the cache is next to the code: anyone who
 * can write there can also change posse itself. Nothing is written anywhere else. If the folder is read-only, or if
 * NODE_DISABLE_COMPILE_CACHE is set, every run compiles the code.
 *
 * Node's own `module.enableCompileCache` saves less time, and Node 20 does not have it.
 */

type Run = (exports: unknown, require: unknown, module: unknown, file: string, folder: string) => void

/** Chunks by the id that they are required with. */
type Chunks = Partial<Record<string, Run>>

/** More bytes than the file ever has. Unused ones take no memory. */
const ROOM = 1 << 20

/** Which mode is started. Each loads a script of its own. */
const MODE = process.argv[2] === 'check' ? '-check' : ''
/**
 * The chunks that every scan of this mode loads, in one script, because finding a file takes longer than reading it.
 */
const SCRIPT = `${__dirname}/start${MODE}.cjs`
const FOLDER = `${__dirname}/.cache`
const CACHE = `${FOLDER}/${process.version}-${process.platform}-${process.arch}${MODE}`

/** Runs the command line. */
export function startPosse(): void {
  const source = readFileSync(SCRIPT, 'utf8')
  const key = keyOf(source)
  const cachedData = isOff() ? undefined : readCache(key)
  const script = new Script(source, { filename: SCRIPT, cachedData })
  const { start } = loaderOf(script.runInThisContext())('./main.cjs') as typeof import('../main.js')
  start(() => {
    if (!isOff() && (!cachedData || script.cachedDataRejected)) storeCache(key, script)
  })
}

/** Returns a function that loads chunks as `require` does, and that shares the loaded chunks with `require`. */
function loaderOf(chunks: Chunks): (id: string) => unknown {
  const Module = module.constructor as typeof import('node:module').Module
  const ownRequire = Object.assign(load, require)
  return load

  function load(id: string): unknown {
    const run = chunks[id]
    const file = join(__dirname, id)
    if (!run) return (id.endsWith('.node') && loadAddon(file)) || require(id)
    const known = require.cache[file]
    if (known) return known.exports
    const chunk = new Module(file)
    require.cache[file] = chunk
    try {
      run.call(chunk.exports, chunk.exports, ownRequire, chunk, file, __dirname)
      chunk.loaded = true
    } finally {
      if (!chunk.loaded) delete require.cache[file]
    }
    return chunk.exports
  }
}

/** Loads an addon without looking at the folders around it. Returns nothing if that fails; then `require` says why. */
function loadAddon(file: string): unknown {
  const addon = { exports: {} }
  try {
    process.dlopen(addon, file)
    return addon.exports
  } catch {
    return undefined
  }
}

/** Whether the user has switched off code caches, Node's own ones included. */
const isOff = () => Boolean(process.env.NODE_DISABLE_COMPILE_CACHE)

/** What the code cache depends on: the script, which starts with its own hash, and Node's binary. */
function keyOf(source: string): Buffer {
  const { size, mtimeMs } = statSync(process.execPath)
  return Buffer.from(`${source.slice(0, source.indexOf('\n'))} ${size} ${mtimeMs}\n`)
}

/** Returns the code cache stored under this key, if there is one. Faster than `readFileSync`. */
function readCache(key: Buffer): Uint8Array | undefined {
  try {
    const bytes = new Uint8Array(ROOM)
    const file = openSync(CACHE, 'r')
    const length = readSync(file, bytes)
    closeSync(file)
    return key.equals(bytes.subarray(0, key.length)) ? bytes.subarray(key.length, length) : undefined
  } catch {
    return undefined
  }
}

/** Stores the code cache. If that fails, later runs just start more slowly. */
function storeCache(key: Buffer, script: Script): void {
  const temporary = `${CACHE}.${process.pid}`
  try {
    mkdirSync(FOLDER, { recursive: true })
    accessSync(FOLDER, constants.W_OK)
    try {
      // Other runs may be reading or writing the same file, so it must appear all at once.
      writeFileSync(temporary, Buffer.concat([key, script.createCachedData()]), { flag: 'wx' })
      renameSync(temporary, CACHE)
    } finally {
      rmSync(temporary, { force: true })
    }
  } catch {
    // The folder is read-only, or the disk is full.
  }
}
