// Compares posse with Bandit: reports of real projects, answers to command lines, and Bandit's own tests.
// `npm run conformance [-- NAME ...]`
import { runBanditTests } from './bandit-tests/run.js'
import { compareCommandLines } from './cli/run.js'
import { compare } from './compare.js'
import { prepareCorpus } from './corpora.js'
import { readKnown } from './known.js'
import { ourReport, theirReport } from './programs.js'
import { type Project, projectsNamed } from './projects.js'
import { prepareBandit } from './python.js'

/** How many differences to show for a project. */
const SHOWN = 10

/** Comparisons that are not of projects, by name. Each prints its results and counts its cases. */
const OTHERS = new Map<string, (python: string) => Promise<Tally> | Tally>([
  ['cli', compareCommandLines],
  ['bandit-tests', runBanditTests],
])

interface Tally {
  passed: number
  failed: number
}

/** Runs the named comparisons, or all, and prints the results. Returns whether nothing differs. */
async function main(names: readonly string[]): Promise<boolean> {
  const others = [...OTHERS].filter(([name]) => names.length === 0 || names.includes(name))
  const rest = names.filter(name => !OTHERS.has(name))
  const projects = names.length > 0 && rest.length === 0 ? [] : projectsNamed(rest)
  const python = prepareBandit()
  let same = projects.length === 0 || compareProjects(projects, python)
  for (const [, compareCases] of others) {
    const { passed, failed } = await compareCases(python)
    console.log(`${passed} cases passed, ${failed} failed`)
    same &&= failed === 0
  }
  return same
}

/** Compares the reports of both programs for projects. Returns whether all are the same. */
function compareProjects(projects: readonly Project[], python: string): boolean {
  const known = readKnown(new URL('known.json', import.meta.url))
  const failed = projects.filter(project => !isSame(project, python, Object.keys(known[project.name] ?? {})))
  const listed = Object.values(known).reduce((count, files) => count + Object.keys(files).length, 0)
  console.log(`known differences: ${listed} files`)
  console.log(`${projects.length - failed.length} projects passed, ${failed.length} failed`)
  return failed.length === 0
}

function isSame(project: Project, python: string, known: readonly string[]): boolean {
  const name = project.name.padEnd(32)
  try {
    const corpus = prepareCorpus(project, python)
    const theirs = theirReport(project.name, corpus, python)
    const ours = ourReport(project.name, corpus)
    const { rows, same, differences, stale } = compare(theirs, ours, new Set(known))
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
