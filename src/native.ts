import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Native from '../index.js'
import { UserError } from './errors.js'

/*
 * The native core. All of src/ imports it from here, so that both the command line and the API report a missing
 * binary in one line that says what to do.
 */

const require = createRequire(import.meta.filename)

/** Messages of the loader about a binary that is missing, or does not exist for this platform. */
const NOT_FOUND = /^(Cannot find native binding|Cannot find module '(.*[/\\]posse\.|@posse\/)|Unsupported )/

const native = load()

export const {
  Cache,
  Discovery,
  FindingField,
  FindingText,
  Identities,
  RecordQueue,
  Selection,
  Templates,
  Walk,
  commentPlaces,
  entriesToCompare,
  exchange,
  expressionMistake,
  fillRows,
  flowKinds,
  keywordMistake,
  lineHashes,
  mend,
  mostFlowRules,
  optionSections,
  placeIssues,
  recordKinds,
  regexMistake,
  rules,
  ruleTexts,
  scan,
  scriptSubjects,
  stringPlaces,
  sumRows,
  tomlPlaces,
  tomlValues,
  valueKinds,
} = native
export type Cache = Native.Cache
export type Discovery = Native.Discovery
export type FindingField = Native.FindingField
export type FindingText = Native.FindingText
export type RecordQueue = Native.RecordQueue
export type Selection = Native.Selection
export type Templates = Native.Templates
export type Walk = Native.Walk

function load(): typeof Native {
  try {
    return require('../index.js')
  } catch (error) {
    throw new UserError(reasonOf(error), { cause: error })
  }
}

interface Manifest {
  version: string
  /** The packages with the binaries. A clone has none, because it builds its own binary. */
  optionalDependencies?: Record<string, string>
}

/** Says why the binary cannot be loaded, and what to do. */
function reasonOf(error: unknown): string {
  const url = new URL('../package.json', import.meta.url)
  const { version, optionalDependencies }: Manifest = JSON.parse(readFileSync(url, 'utf8'))
  const attempts = [...causes(error)].map(({ message }) => message.split('\n', 1)[0] ?? '')
  const broken = attempts.find(attempt => !NOT_FOUND.test(attempt))
  if (broken) return `cannot load the native core: ${broken} (if the file is damaged, reinstall posse)`
  if (!optionalDependencies) return 'the native core has not been built; run npm run build'
  const packages = Object.keys(optionalDependencies)
  const wanted = packages.find(name => attempts.some(attempt => attempt.includes(`'${name}'`)))
  if (!wanted) {
    const known = packages.map(name => name.replace(/.*?binding-/, '')).join(', ')
    return `unsupported platform ${process.platform}-${process.arch}; posse supports ${known}`
  }
  const other = packages.find(isInstalled)
  const reason = other
    ? `node_modules was installed for another platform (it contains ${other})`
    : 'optional dependencies were omitted'
  return `the package ${wanted} is not installed: ${reason}; run npm install --include=optional ${wanted}@${version}`
}

/** The errors of all attempts. The loader chains them as causes. */
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
