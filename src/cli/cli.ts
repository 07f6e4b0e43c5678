#!/usr/bin/env node
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { codeIn, FIRST_LINE, filesIn } from './start-code.js'

/*
 * Node takes longer to find and compile the program than the program takes to scan a small file, so the build stores
 * compiled code that this file loads. If another build of Node made that code, the files are loaded as usual. Node's
 * own compile cache would not do: it writes files that nobody asked for.
 */

/** Upper bound on the size of the compiled code, in bytes. Pages that are never written take no memory. */
const MAX_CODE_SIZE = 1 << 20

type Run = (exports: unknown, require: unknown, module: unknown, file: string, folder: string) => void

/** The script and the functions it returns, one for each file; undefined if there is none for this build of Node. */
export const code = compiled(codeIn(__dirname))

function compiled(name: string) {
  try {
    const source = readFileSync(`${name}.js`, 'utf8')
    if (!source.startsWith(FIRST_LINE)) return undefined
    const { Script } = process.getBuiltinModule('node:vm')
    const script = new Script(source, { filename: __dirname, cachedData: bytesOf(`${name}.bin`) })
    return { script, functions: script.runInThisContext() as Run[] }
  } catch {
    return undefined
  }
}

/** The bytes of a file; undefined if there is none. Faster than `readFileSync`. */
function bytesOf(file: string): Uint8Array | undefined {
  try {
    const bytes = new Uint8Array(MAX_CODE_SIZE)
    const opened = openSync(file, 'r')
    const length = readSync(opened, bytes)
    closeSync(opened)
    return bytes.subarray(0, length)
  } catch {
    return undefined
  }
}

const FILES = filesIn(__dirname)
const Module = module.constructor as typeof import('node:module').Module

/** Loads a file as `require` does, and registers it so that `require` finds it from then on. */
function load(file: string): unknown {
  if (file.endsWith('.node')) return addon(file)
  const known = require.cache[file]
  if (known) return known.exports
  const run = code?.functions[FILES.indexOf(file)]
  if (!run) return require(file)
  const folder = dirname(file)
  const localRequire = (id: string) => load(id.startsWith('.') ? resolve(folder, id) : id)
  const loaded = new Module(file)
  run.call(loaded.exports, loaded.exports, Object.assign(localRequire, require), loaded, file, folder)
  loaded.loaded = true
  require.cache[file] = loaded
  return loaded.exports
}

/** Loads a binary without searching the folders around it. If that fails, `require` reports why. */
function addon(file: string): unknown {
  const loaded = new Module(file)
  try {
    process.dlopen(loaded, file)
  } catch {
    return require(file)
  }
  return loaded.exports
}

load(resolve(__dirname, 'main.cjs'))
