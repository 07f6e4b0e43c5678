// Compares our report with Bandit's on real projects: `npm run conformance [-- NAME ...]`.
import { compare } from './compare.js'
import { prepareCorpus } from './corpora.js'
import { readKnown } from './known.js'
import { ourReport, theirReport } from './programs.js'
import { type Project, projectsNamed } from './projects.js'
import { prepareBandit } from './python.js'

/** How many differences of a project are shown. */
const SHOWN = 10

/** Compares the projects of these names and prints what came of it. Returns whether all are the same. */
function main(names: readonly string[]): boolean {
  const known = readKnown(new URL('known.json', import.meta.url))
  const projects = projectsNamed(names)
  const python = prepareBandit()
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
    for (const file of stale) console.log(`    ${file} does not differ: take it off the known list`)
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
  process.exitCode = main(process.argv.slice(2)) ? 0 : 1
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 2
}
