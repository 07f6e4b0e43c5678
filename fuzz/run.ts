// Fuzzes the core and the readers of texts, or compares posse with Bandit on mutated files or on templates of reports, with
// PyYAML on settings, or with CPython on what is Python; or mends mutated code, which CPython judges.
// `npm run fuzz -- --minutes N [--target NAME] [--seed N]`, `npm run fuzz -- --differential FILES [--minutes N] [--seed N]`,
// `npm run fuzz -- --settings FILES [--seed N]`, `npm run fuzz -- --templates N [--seed N]`,
// `npm run fuzz -- --grammar SOURCES [--seed N]`, `npm run fuzz -- --fixes MUTATIONS [--seed N]`
import { readArguments } from './arguments.js'
import { compareMutations } from './differential/run.js'
import { judgeMutations } from './fixes/run.js'
import { compareGrammar } from './grammar/run.js'
import { buildTargets, fuzzNative, NATIVE_TARGETS, SANITIZERS, type Sanitizer } from './native.js'
import { type Row, tableOf } from './row.js'
import { compareSettings } from './settings/run.js'
import { compareTemplates } from './templates/run.js'
import { fuzzText } from './text/run.js'
import { TEXT_TARGETS } from './text/targets.js'

/** Runs the targets in turn and prints a table. Returns whether none failed. */
async function fuzz(targets: readonly string[], seed: number, minutes: number): Promise<boolean> {
  const all = [...Object.keys(NATIVE_TARGETS), ...Object.keys(TEXT_TARGETS)]
  const chosen = targets.length > 0 ? targets : all
  const share = minutes / chosen.length
  const rows: Row[] = []
  const add = (row: Row) => {
    rows.push(row)
    console.error(tableOf([row]))
    for (const line of row.kept) console.error(`  ${line}`)
  }
  const native = chosen.filter(name => name in NATIVE_TARGETS)
  for (const sanitizer of native.length > 0 ? (Object.keys(SANITIZERS) as Sanitizer[]) : []) {
    buildTargets(sanitizer)
    for (const name of native) add(await fuzzNative(name, sanitizer, seed, share * SANITIZERS[sanitizer]))
  }
  for (const name of chosen.filter(name => name in TEXT_TARGETS)) add(await fuzzText(name, seed, share))
  console.log(tableOf(rows))
  return rows.every(({ crashes, hangs, leaks }) => crashes + hangs + leaks === 0)
}

async function main(words: readonly string[]): Promise<boolean> {
  const known = [...Object.keys(NATIVE_TARGETS), ...Object.keys(TEXT_TARGETS)]
  const { minutes, targets, differential, settings, templates, grammar, fixes, seed } = readArguments(
    words,
    known,
  )
  if (settings > 0) return compareSettings(settings, seed, line => console.log(line))
  if (templates > 0) return compareTemplates(templates, seed, line => console.log(line))
  if (fixes > 0) return judgeMutations(fixes, seed, line => console.log(line))
  if (grammar > 0) return compareGrammar(grammar, seed, line => console.log(line))
  if (differential === 0) return fuzz(targets, seed, minutes)
  const until = Date.now() + minutes * 60_000
  return compareMutations(differential, { seed, until }, line => console.log(line))
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
