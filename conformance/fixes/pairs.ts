// Judges the examples of fixes in the files of the rules with CPython and Bandit: `npm run conformance -- fixes`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, venv } from '../python.js'
import { readExamples } from './examples.js'
import { isExpected } from './expected.js'
import { type Case, judge } from './judge.js'

/** Compares what Bandit finds in the code before and after: the rule is gone, and nothing has come. */
export function judgePairs(): { passed: number; failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'posse-fixes-'))
  try {
    const examples = readExamples(folder)
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    for (const tree of [before, after]) mkdirSync(tree)
    const cases: Case[] = []
    for (const { rule, class: fixClass, pairs } of examples)
      for (const [at, [old, now]] of pairs.entries()) {
        const name = `${rule}_${cases.length}_${at}.py`
        writeFileSync(join(before, name), old)
        writeFileSync(join(after, name), now)
        cases.push({ name, before: join(before, name), after: join(after, name), safe: fixClass === 'safe' })
      }
    const problems = [...judge(cases), ...compareIds(cases, idsIn(before), idsIn(after))]
    for (const problem of problems) console.log(`    ${problem}`)
    return { passed: cases.length - problems.length, failed: problems.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How often Bandit finds each rule in each file of a folder. */
function idsIn(folder: string): Map<string, Map<string, number>> {
  const report = join(folder, 'report.json')
  run(venv('bandit'), ['-r', '.', '-f', 'json', '-o', report, '--exit-zero', '--ignore-nosec', '-q'], folder)
  const { results } = JSON.parse(readFileSync(report, 'utf8')) as {
    results: { filename: string; test_id: string }[]
  }
  const files = new Map<string, Map<string, number>>()
  for (const { filename, test_id } of results) {
    const name = filename.replace(/^\.\//, '')
    const ids = files.get(name) ?? new Map<string, number>()
    files.set(name, ids)
    ids.set(test_id, (ids.get(test_id) ?? 0) + 1)
  }
  return files
}

function compareIds(
  cases: readonly Case[],
  before: ReadonlyMap<string, ReadonlyMap<string, number>>,
  after: ReadonlyMap<string, ReadonlyMap<string, number>>,
): string[] {
  return cases.flatMap(({ name, before: old, after: now }) => {
    const rule = name.slice(0, 4)
    const isMended = readFileSync(old, 'utf8') !== readFileSync(now, 'utf8')
    const [was, is] = [before.get(name) ?? new Map(), after.get(name) ?? new Map<string, number>()]
    const isNew = ([id, count]: [string, number]) => count > (was.get(id) ?? 0) && !isExpected(rule, id)
    const more = [...is].filter(isNew).map(([id]) => `${id} has come`)
    const left = isMended && rule.startsWith('B') && is.has(rule) ? [`${rule} is still there`] : []
    return [...more, ...left].map(
      problem => `${name}: ${problem}: ${JSON.stringify(readFileSync(now, 'utf8'))}`,
    )
  })
}
