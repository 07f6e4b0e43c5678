// Judges the examples of fixes in the files of the rules with CPython and Bandit: `npm run conformance -- fixes`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, venv } from '../python.js'
import { type Case, judge } from './judge.js'

/** The examples of a rule: code before and after, which are the same where nothing may be mended. */
interface Examples {
  rule: string
  class: string
  pairs: [before: string, after: string][]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

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

function readExamples(folder: string): Examples[] {
  const { status, stderr } = spawnSync(
    'cargo',
    ['test', '--quiet', '--package', 'posse_core', '--lib', 'fixes'],
    {
      cwd: ROOT,
      env: { ...process.env, POSSE_FIX_PAIRS: folder },
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`the tests of the fixes failed\n${stderr.slice(-2000)}`)
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return files.map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Examples)
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
    const more = [...is].filter(([id, count]) => count > (was.get(id) ?? 0)).map(([id]) => `${id} has come`)
    const left = isMended && rule.startsWith('B') && is.has(rule) ? [`${rule} is still there`] : []
    return [...more, ...left].map(
      problem => `${name}: ${problem}: ${JSON.stringify(readFileSync(now, 'utf8'))}`,
    )
  })
}
