import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readExamples } from '../../conformance/fixes/examples.js'
import { prepareBandit, venv } from '../../conformance/python.js'
import type { Batch, WantedFix } from '../../index.js'
import { FindingField, mend, Selection, scan } from '../../src/native.js'
import { WIDTH } from '../../src/report/finding-row.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { randomFor } from '../random.js'
import { mutate } from './mutate.js'

/** How many sources are mended and judged at once. */
const BATCH = 2000
/** How many faults are shown. */
const SHOWN = 10

interface Case {
  before: string
  after: string
  /** The lines of findings. */
  lines: number[]
  /** Whether a fix may change comments. */
  comments: boolean
}

/**
 * Mends this many mutations of the examples of fixes, and checks with CPython that each stays valid, keeps its comments, and
 * changes nothing outside the statements of its findings. Returns whether all do.
 */
export async function judgeMutations(
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<boolean> {
  prepareBandit()
  const seeds = examples()
  const judge = startJudge()
  let [changed, valid, faults] = [0, 0, 0]
  for (let done = 0; done < count; ) {
    const size = Math.min(BATCH, count - done)
    const texts = Array.from({ length: size }, (_, at) => {
      const random = randomFor(seed, done + at)
      return mutate(random.pick(seeds), seeds, random)
    })
    const cases = await mended(texts)
    const verdicts = await judge.of(cases)
    for (const [at, verdict] of verdicts.entries()) {
      if (verdict !== 0) valid++
      if (typeof verdict !== 'string') continue
      const { before, after } = cases[at] as Case
      if (++faults <= SHOWN) log(`${verdict}\n${JSON.stringify(before)}\n${JSON.stringify(after)}`)
    }
    changed += cases.length
    done += size
  }
  judge.stop()
  log(`${count} mutations, of which ${changed} were mended, ${valid} valid before; ${faults} faults`)
  return faults === 0
}

function examples(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'posse-fixes-'))
  try {
    return readExamples(folder).flatMap(({ pairs }) => pairs.map(([before]) => before))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const RULES = builtinRules()
const OPTIONS = {
  rules: RULES.map(({ id }) => id),
  severity: 0,
  confidence: 0,
  contextLines: 1,
  ignoreNosec: true,
  notebooks: true,
  judges: true,
  settings: [],
  fixes: { target: 12, defusedxml: true, written: true },
}
/** Rules whose fixes change comments. */
const OF_COMMENTS = ['P001', 'B613']

/** The texts that fixes change. */
async function mended(texts: readonly string[]): Promise<Case[]> {
  const sources = texts.map((text, at) => ({ name: `${at}.py`, content: Buffer.from(text) }))
  const selection = Selection.of(sources)
  const found = findingsOf(await scan(selection, OPTIONS))
  const wanted: WantedFix[] = found.map(({ line, ...wish }) => ({ ...wish, class: 2 }))
  const files = await mend(selection, OPTIONS, wanted)
  const lines = new Map<number, number[]>()
  const changing = new Set<number>()
  for (const { file, line, rule } of found) {
    lines.set(file, [...(lines.get(file) ?? []), line])
    if (OF_COMMENTS.includes(RULES[rule]?.id ?? '')) changing.add(file)
  }
  return files.flatMap(({ after }, file) => {
    if (!after) return []
    const before = texts[file] ?? ''
    const own = lines.get(file) ?? []
    return [{ before, after: Buffer.from(after).toString(), lines: own, comments: changing.has(file) }]
  })
}

interface Found {
  file: number
  rule: number
  start: number
  end: number
  line: number
}

function findingsOf(batches: readonly Batch[]): Found[] {
  return batches.flatMap(batch => {
    const all: Found[] = []
    for (const [at, place] of batch.found.entries()) {
      const end = batch.findingEnd[at] ?? 0
      for (let row = at > 0 ? (batch.findingEnd[at - 1] ?? 0) : 0; row < end; row++) {
        const number = (field: FindingField) => batch.rows[row * WIDTH + field] ?? 0
        all.push({
          file: batch.firstFile + place,
          rule: number(FindingField.Rule),
          start: number(FindingField.StartByte),
          end: number(FindingField.EndByte),
          line: number(FindingField.SpanLine),
        })
      }
    }
    return all
  })
}

/** Starts CPython, which judges one batch after the other. */
function startJudge() {
  const script = fileURLToPath(new URL('judge.py', import.meta.url))
  const child = spawn(venv('python'), [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async of(cases: readonly Case[]): Promise<(string | null | 0)[]> {
      child.stdin.write(`${JSON.stringify(cases)}\n`)
      const { value } = await lines.next()
      return JSON.parse(value)
    },
    stop: () => child.stdin.end(),
  }
}
