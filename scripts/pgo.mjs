#!/usr/bin/env node
// Checks that the recorded profile still fits the core: prints one line, and exits with 1 if it does not.
//
// LLVM looks up each function in the profile by its name and by a hash of its control flow. It compiles a function that
// it does not find without a profile, silently. So a profile wears out when modules move, when much code changes, and
// when dependencies or the compiler are updated.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * How much of the recorded execution must still be found, in percent, in our crates and in all others. Changing a rule
 * costs less than 1. Moving a module, or changing what runs for every node, costs far more than 10.
 */
const REQUIRED = 90

const OURS = /\d+posse_(core|region|node)\d/

const file = (target, extension) => join(root, 'crates', 'node', 'pgo', `${target}.${extension}`)

/** The profile for LLVM. */
export const profileOf = target => file(target, 'profdata')

/** How much each function in the profile ran, as lines of a count and a name. */
const weightsOf = target => file(target, 'txt')

/** The names of the functions that the last release build found in the profile. */
const foundOf = target => join(root, 'target', 'pgo', `${target}.txt`)

/** The target for which cargo builds by default. */
export function hostTarget() {
  const { stdout = '' } = spawnSync('rustc', ['--version', '--verbose'], { encoding: 'utf8' })
  return /^host: (.+)$/m.exec(stdout)?.[1]
}

/** Makes LLVM print the functions that it finds in the profile, with their counts. */
export const PRINT_FOUND = '-Cllvm-args=-pgo-view-counts=text'

/** Collects the functions that LLVM prints. */
export class FoundFunctions {
  #names = new Set()
  #inside = false

  /** Takes a line of the compiler's output. Returns whether it is part of the printed functions. */
  take(line) {
    const name = /^pgo-view-counts: (.+)$/.exec(line)?.[1]
    if (name) this.#names.add(name)
    this.#inside = name !== undefined || (this.#inside && /^($|block-frequency-info: | - )/.test(line))
    return this.#inside
  }

  save(target) {
    mkdirSync(dirname(foundOf(target)), { recursive: true })
    writeFileSync(foundOf(target), `${[...this.#names].sort().join('\n')}\n`)
  }
}

/** Stores the weights in the output of `llvm-profdata show --all-functions --counts`. */
export function saveWeights(target, shown) {
  const weights = new Map()
  let name
  for (const line of shown.split('\n')) {
    // The name of an internal function follows the name of its file.
    name = /^ {2}(?:.*;)?(\S+):$/.exec(line)?.[1] ?? name
    const counts = /^ {4}Block counts: \[(.*)\]$/.exec(line)?.[1]
    if (counts === undefined) continue
    const weight = counts.split(', ').reduce((sum, count) => sum + Number(count), 0)
    weights.set(name, (weights.get(name) ?? 0) + weight)
  }
  const rows = Array.from(weights).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  writeFileSync(weightsOf(target), rows.map(([name, weight]) => `${weight} ${name}\n`).join(''))
}

/** Describes in one line how well the profile fits the last release build, and says whether that is enough. */
export function fit(target) {
  if (!existsSync(profileOf(target))) return { fits: true, line: `there is no profile for ${target}` }
  for (const needed of [weightsOf(target), foundOf(target)]) {
    if (!existsSync(needed)) return { fits: false, line: `${needed} is missing: run npm run profile` }
  }
  const shares = sharesOf(target)
  const fits = shares.every(([, percent]) => percent >= REQUIRED)
  const parts = shares.map(([crates, percent]) => `${percent.toFixed(1)} % of ${crates}`).join(', ')
  const advice = fits ? '' : `; ${REQUIRED} % are required: run npm run profile`
  return { fits, line: `the profile fits ${parts}${advice}` }
}

/** How much of the recorded execution is still found, in percent. */
function sharesOf(target) {
  const found = new Set(readFileSync(foundOf(target), 'utf8').split('\n'))
  const groups = { 'our crates': { all: 0, found: 0 }, 'other crates': { all: 0, found: 0 } }
  for (const row of readFileSync(weightsOf(target), 'utf8').trim().split('\n')) {
    const [weight, name] = row.split(' ')
    const group = groups[OURS.test(name) ? 'our crates' : 'other crates']
    group.all += Number(weight)
    if (found.has(name)) group.found += Number(weight)
  }
  return Object.entries(groups).map(([crates, { all, found }]) => [crates, (100 * found) / all])
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { fits, line } = fit(hostTarget())
  console.log(line)
  process.exitCode = fits ? 0 : 1
}
