import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Native from '../index.cjs'
import { UserError } from './errors.js'

/*
 * The native core. All of src/ has it from here, so that a binary that is missing is told in one line which
 * says what to do, in the command line as in the API.
 */

const require = createRequire(import.meta.filename)

/** How the loader words that a binary is not there, or not made. */
const FOUND_NOTHING =
  /^(Cannot find native binding|Cannot find module '(.*[/\\]posse\.|@posse\/)|Unsupported )/

const native = load()

export const {
  Cache,
  Discovery,
  Selection,
  defaultSettings,
  exchange,
  fillRows,
  lineHashes,
  rules,
  ruleTexts,
  scan,
  sumRows,
} = native
export type Cache = Native.Cache
export type Discovery = Native.Discovery
export type Selection = Native.Selection

function load(): typeof Native {
  try {
    return require('../index.cjs')
  } catch (error) {
    throw new UserError(reasonOf(error), { cause: error })
  }
}

interface Manifest {
  version: string
  /** The packages of the binaries; a clone has none, and builds its own. */
  optionalDependencies?: Record<string, string>
}

/** Why there is no binary, and what to do. */
function reasonOf(error: unknown): string {
  const url = new URL('../package.json', import.meta.url)
  const { version, optionalDependencies }: Manifest = JSON.parse(readFileSync(url, 'utf8'))
  const attempts = [...causes(error)].map(({ message }) => message.split('\n', 1)[0] ?? '')
  const broken = attempts.find(attempt => !FOUND_NOTHING.test(attempt))
  if (broken) return `the native core does not load; if its file is damaged, install posse again: ${broken}`
  if (!optionalDependencies) return 'the native core is not built: run npm run build'
  const packages = Object.keys(optionalDependencies)
  const wanted = packages.find(name => attempts.some(attempt => attempt.includes(`'${name}'`)))
  if (!wanted) {
    const known = packages.map(name => name.replace(/.*?binding-/, '')).join(', ')
    return `there is no native core for ${process.platform}-${process.arch}, only for ${known}`
  }
  const other = packages.find(isInstalled)
  const reason = other
    ? `node_modules was installed for another platform (${other} is there)`
    : 'optional dependencies were left out'
  return `the package ${wanted} is not installed: ${reason}; run npm install --include=optional ${wanted}@${version}`
}

/** The loader tells every attempt, each as the cause of another. */
function* causes(error: unknown): Generator<Error> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) yield cause
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`)
    return true
  } catch {
    return false
  }
}
