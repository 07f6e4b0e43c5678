#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Script } from 'node:vm'

/*
 * Node takes longer to find and compile the program than the program to scan a small file. So what every scan loads is
 * one script here, and the build leaves beside it what V8 has compiled of it (scripts/code-cache.mjs). Without that,
 * or with another Node, it is compiled as usual; Node's own cache would write files that nobody asked for.
 */

const FILES = ['main', 'command-line', 'scanner', 'rolldown-runtime', '../index'].map(name =>
  resolve(__dirname, `${name}.cjs`),
)

/** What the cache ends with, from the last: what tells this build of Node from others of its version, and the files. */
export const key = [Buffer.from(JSON.stringify(process.config)), ...FILES.map(file => readFileSync(file))]

export const cacheFile = resolve(
  __dirname,
  `code-${process.platform}-${process.arch}-${process.versions.v8}.bin`,
)

/** The files as functions. V8 takes in Latin-1 the soonest; what is not ASCII in them is in comments. */
export const script = new Script(`[${key.slice(1).map(asFunction)}]`, {
  filename: __dirname,
  cachedData: cachedCode(),
})

function asFunction(content: Buffer): string {
  return `(function(exports,require,module,__filename,__dirname){${content.toString('latin1')}\n})`
}

/** What V8 has compiled, without the key behind it: V8 itself compares no more of the source than its length. */
function cachedCode(): Buffer | undefined {
  try {
    const content = readFileSync(cacheFile)
    let end = content.length
    for (const part of key) {
      const start = end - part.length
      if (part.compare(content, start, end) !== 0) return undefined
      end = start
    }
    return content.subarray(0, end)
  } catch {
    return undefined
  }
}

const functions = script.runInThisContext()
const Module = module.constructor as typeof import('node:module').Module

/** Runs one of the files as `require` would, which finds the module here from then on. */
function load(file: string): unknown {
  const known = require.cache[file]
  if (known) return known.exports
  const folder = dirname(file)
  const others = folder === __dirname ? require : Module.createRequire(file)
  const own = (id: string) => {
    const path = resolve(folder, id)
    return FILES.includes(path) ? load(path) : others(id)
  }
  const loaded = new Module(file)
  const run = functions[FILES.indexOf(file)]
  run.call(loaded.exports, loaded.exports, Object.assign(own, others), loaded, file, folder)
  loaded.loaded = true
  require.cache[file] = loaded
  return loaded.exports
}

load(resolve(__dirname, 'main.cjs'))
