import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached } from '../cache.js'
import type { Comparison } from '../compare.js'
import type { Corpus } from '../corpora.js'
import { run, venv } from '../python.js'
import { type Report, readReport } from '../report.js'
import { rulesThatBring } from './expected.js'
import { type Case, judge } from './judge.js'

/*
 * What fixes make of a project: CPython compiles it, twice is once, and Bandit finds nothing new.
 */

const CLI = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url))
const EVERYTHING = ['--isolated', '--profile', 'audit', '--no-default-excludes', '--no-respect-gitignore']

/** Mends a copy of a project with all fixes, and another one with the safe ones, and judges both. */
export function judgeFixes(name: string, corpus: Corpus, theirs: Report): Comparison {
  const differences: string[] = []
  let rows = 0
  for (const safe of [true, false]) {
    const path = cached('fixed', name)
    rmSync(path, { recursive: true, force: true })
    mkdirSync(path, { recursive: true })
    cpSync(join(corpus.parent, name), join(path, name), { recursive: true, verbatimSymlinks: true })
    if (!safe) console.log(tableOf(name, path))
    const problems = mend(name, path, safe)
    const changed = changedFiles(join(corpus.parent, name), join(path, name))
    const cases: Case[] = changed.map(file => ({
      name: join(name, file),
      before: join(corpus.parent, name, file),
      after: join(path, name, file),
      safe,
    }))
    rows += cases.length
    differences.push(...problems, ...judge(cases.filter(({ after }) => !after.endsWith('.ipynb'))))
    if (!safe && changed.length > 0) {
      const report = join(path, 'bandit.json')
      run(venv('bandit'), ['-r', name, '-f', 'json', '-o', report, '--exit-zero', '-q'], path)
      differences.push(...newIds(theirs, readReport(report)))
    }
  }
  return { rows, same: rows - differences.length, differences, stale: [] }
}

/** Applies fixes twice. Returns what is wrong. */
function mend(name: string, path: string, safe: boolean): string[] {
  const words = [CLI, 'check', name, ...EVERYTHING, '--fix-only', ...(safe ? [] : ['--unsafe-fixes'])]
  console.log(`    ${safe ? 'safe' : 'all'}: ${run(process.execPath, words, path).trim()}`)
  const again = run(process.execPath, words, path).trim()
  return again === 'Nothing to mend' ? [] : [`the second time: ${again}`]
}

/** How many findings there are of each rule, and how many of them have a fix of which class. */
function tableOf(name: string, path: string): string {
  const file = join(path, 'check.json')
  run(process.execPath, [CLI, 'check', name, ...EVERYTHING, '--exit-zero', '-f', 'json', '-o', file], path)
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    results: { test_id: string; fix_class?: string }[]
  }
  const counts = new Map<string, Map<string, number>>()
  for (const { test_id, fix_class = 'none' } of results) {
    const own = counts.get(test_id) ?? new Map<string, number>()
    counts.set(test_id, own)
    own.set(fix_class, (own.get(fix_class) ?? 0) + 1)
  }
  const fixable = [...counts].filter(([, own]) => own.size > 1 || !own.has('none')).sort()
  return fixable
    .map(
      ([id, own]) => `    ${id}: ${[...own].map(([fixClass, count]) => `${count} ${fixClass}`).join(', ')}`,
    )
    .join('\n')
}

/** The files that differ between two trees, by their names in them. */
function changedFiles(one: string, other: string): string[] {
  return readdirSync(one, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(?:py|pyi|pyw|ipynb)$/.test(entry.name))
    .map(entry => relative(one, join(entry.parentPath, entry.name)))
    .filter(file => !readFileSync(join(one, file)).equals(readFileSync(join(other, file))))
}

/** What Bandit finds in a file more often than before, unless a fix in that file is known to bring it. */
function newIds(before: Report, after: Report): string[] {
  const counted = ({ results }: Report) => {
    const counts = new Map<string, number>()
    for (const { filename, test_id } of results) {
      const key = `${filename}: ${test_id}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return counts
  }
  const [was, is] = [counted(before), counted(after)]
  const more = (key: string) => (is.get(key) ?? 0) - (was.get(key) ?? 0)
  return [...is.keys()]
    .filter(key => {
      const [file, id] = [key.slice(0, -4), key.slice(-4)]
      const mended = rulesThatBring(id).reduce((sum, rule) => sum - Math.min(0, more(file + rule)), 0)
      return more(key) > mended
    })
    .map(key => `${key} has come`)
}
