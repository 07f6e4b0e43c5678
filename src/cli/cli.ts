#!/usr/bin/env node
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { codeIn, FIRST_LINE, filesIn } from './start-code.js'

/*
 * Node takes longer to find and compile the program than the program to scan a small file. So it starts with what the
 * build has compiled. Where that was made by another Node, the files are loaded as usual; Node's own cache would write
 * files that nobody asked for.
 */

/** More than V8 ever has compiled of a script, in bytes: what is not used of it takes no memory. */
const ROOM = 1 << 20

type Run = (exports: unknown, require: unknown, module: unknown, file: string, folder: string) => void

/** The script, and the files as functions that it makes; nothing where there is none for this Node. */
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

/** The bytes of a file, sooner than by `readFileSync`; nothing where there is none. */
function bytesOf(file: string): Uint8Array | undefined {
  try {
    const bytes = new Uint8Array(ROOM)
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

/** Loads a file as `require` does, which finds it here from then on. */
function load(file: string): unknown {
  if (file.endsWith('.node')) return addon(file)
  const known = require.cache[file]
  if (known) return known.exports
  const run = code?.functions[FILES.indexOf(file)]
  if (!run) return require(file)
  const folder = dirname(file)
  const own = (id: string) => load(id.startsWith('.') ? resolve(folder, id) : id)
  const loaded = new Module(file)
  run.call(loaded.exports, loaded.exports, Object.assign(own, require), loaded, file, folder)
  loaded.loaded = true
  require.cache[file] = loaded
  return loaded.exports
}

/** A binary, without a look at the folders around it. Where it does not load, `require` says why. */
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
