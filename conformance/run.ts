// Compares posse with Bandit: reports of real projects, answers to command lines, and Bandit's own tests.
// `npm run conformance [-- [--with-posse-files | --profiles | --fixes] [NAME ...]]`
import { parseArgs } from 'node:util'
import { runBanditTests } from './bandit-tests/run.js'
import { compareCommandLines } from './cli/run.js'
import { type Comparison, compare } from './compare.js'
import { type Corpus, prepareCorpus } from './corpora.js'
import { judgePairs } from './fixes/pairs.js'
import { judgeFixes } from './fixes/projects.js'
import { readKnown } from './known.js'
import { withPosseFiles } from './overlay.js'
import { compareProfiles } from './profiles.js'
import { ourReport, theirReport } from './programs.js'
import { type Project, projectsNamed } from './projects.js'
import { prepareBandit } from './python.js'
import type { Report } from './report.js'

/** How many differences to show for a project. */
const SHOWN = 10

/** Comparisons that are not of projects, by name. Each prints its results and counts its cases. */
const OTHERS = new Map<string, (python: string) => Promise<Tally> | Tally>([
  ['cli', compareCommandLines],
  ['bandit-tests', runBanditTests],
  ['fixes', judgePairs],
])

interface Tally {
  passed: number
  failed: number
}

/** Compares a project with Bandit's report of it. `known` are the files that may differ. */
type Judge = (name: string, corpus: Corpus, theirs: Report, known: ReadonlySet<string>) => Comparison

/** Our report of the project is Bandit's. */
const asItIs: Judge = (name, corpus, theirs, known) => compare(theirs, ourReport(name, corpus), known)

/** Comparisons of projects that are made instead, by option. */
const ON_REQUEST = {
  // Our report is Bandit's also in a tree with files that only `posse check` reads.
  'with-posse-files': (name, corpus, theirs, known) =>
    compare(theirs, ourReport(name, withPosseFiles(name, corpus)), known),
  profiles: compareProfiles,
  // Fixes leave valid code, and bring nothing that Bandit reports.
  fixes: judgeFixes,
} as const satisfies Record<string, Judge>

/** Runs the named comparisons, or all, and prints the results. Returns whether nothing differs. */
async function main(words: string[]): Promise<boolean> {
  const { values, positionals: names } = parseArgs({
    args: words,
    options: {
      'with-posse-files': { type: 'boolean' },
      profiles: { type: 'boolean' },
      fixes: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const judges = Object.entries(ON_REQUEST).flatMap(([option, judge]) =>
    values[option as keyof typeof ON_REQUEST] ? [judge] : [],
  )
  const isOnRequest = judges.length > 0
  const others = [...OTHERS].filter(([name]) => names.includes(name) || (names.length === 0 && !isOnRequest))
  const rest = names.filter(name => !OTHERS.has(name))
  const projects = names.length > 0 && rest.length === 0 ? [] : projectsNamed(rest)
  const python = prepareBandit()
  let same = true
  if (projects.length > 0)
    for (const judge of isOnRequest ? judges : [asItIs])
      same = compareProjects(projects, python, judge) && same
  for (const [, compareCases] of others) {
    const { passed, failed } = await compareCases(python)
    console.log(`${passed} cases passed, ${failed} failed`)
    same &&= failed === 0
  }
  return same
}

/** Compares the reports of both programs for projects. Returns whether all are the same. */
function compareProjects(projects: readonly Project[], python: string, judge: Judge): boolean {
  const known = readKnown(new URL('known.json', import.meta.url))
  const failed = projects.filter(
    project => !isSame(project, python, judge, new Set(Object.keys(known[project.name] ?? {}))),
  )
  const listed = Object.values(known).reduce((count, files) => count + Object.keys(files).length, 0)
  console.log(`known differences: ${listed} files`)
  console.log(`${projects.length - failed.length} projects passed, ${failed.length} failed`)
  return failed.length === 0
}

function isSame(project: Project, python: string, judge: Judge, known: ReadonlySet<string>): boolean {
  const name = project.name.padEnd(32)
  try {
    const corpus = prepareCorpus(project, python)
    const theirs = theirReport(project.name, corpus, python)
    const { rows, same, differences, stale } = judge(project.name, corpus, theirs, known)
    const verdict = differences.length + stale.length === 0 ? 'same' : `${differences.length} differences`
    const files = Object.keys(theirs.metrics).length - 1
    console.log(`${name} ${same} / ${rows} rows, ${files} files, ${theirs.errors.length} skipped: ${verdict}`)
    for (const difference of differences.slice(0, SHOWN)) console.log(`    ${difference}`)
    if (differences.length > SHOWN) console.log(`    and ${differences.length - SHOWN} more`)
    for (const file of stale) console.log(`    ${file} does not differ: remove it from the known list`)
    return differences.length + stale.length === 0
  } catch (error) {
    console.log(`${name} was not compared: ${messageOf(error)}`)
    return false
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 2
}
