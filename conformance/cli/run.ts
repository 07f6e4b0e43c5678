// Compares posse's answers to command lines with Bandit's: `npm run conformance -- cli`.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from '../cache.js'
import { BANDIT } from '../projects.js'
import { ourPrograms, theirPrograms } from '../stand-ins.js'
import { type Answer, atOurTime, Workplace } from './answer.js'
import { differences, failures } from './judge.js'
import { REASONS, type Row, type Topic } from './row.js'
import { TOPICS } from './rows/index.js'
import { digestFiles, makeTree, readFiles } from './tree.js'

/** How many differences to show for a row. */
const SHOWN = 3

interface Verdict {
  topic: Topic
  row: Row
  wrong: string[]
}

/**
 * Runs all rows of the table with both programs, and prints the differences. Bandit's answers are cached until the
 * row, the tree, Bandit or its CPython (version `python`) changes. Returns the numbers of rows that passed and that
 * failed.
 */
export async function compareCommandLines(python: string): Promise<{ passed: number; failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'posse-cli-'))
  try {
    const tree = join(folder, 'tree')
    makeTree(tree)
    const oracle = new Oracle(`${digestFiles(readFiles(tree))} bandit ${BANDIT} python ${python}`)
    return report(await judgeAll(folder, oracle).finally(() => oracle.save()))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Bandit's answers, cached between runs. */
class Oracle {
  private readonly file = cached('oracle', 'cli-answers.json')
  private readonly answers: Record<string, Answer>

  /** `world` identifies everything except the row that an answer depends on. */
  constructor(private readonly world: string) {
    const kept = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : {}
    this.answers = kept.world === world ? kept.answers : {}
  }

  async answer(line: string, topic: Topic, place: Workplace): Promise<Answer> {
    const key = [topic.setup ?? 'tree', line].join('\n')
    this.answers[key] ??= atOurTime(await place.ask(line, topic, theirPrograms()))
    return this.answers[key]
  }

  save(): void {
    writeFileSync(this.file, JSON.stringify({ world: this.world, answers: this.answers }))
  }
}

/** Runs as many rows in parallel as there are processors. Verdicts are in the table's order. */
async function judgeAll(folder: string, oracle: Oracle): Promise<Verdict[]> {
  const programs = ourPrograms(join(folder, 'programs'))
  const rows = TOPICS.flatMap(topic => topic.rows.map(row => ({ topic, row })))
  const verdicts: Verdict[] = []
  let next = 0
  const work = async (worker: number): Promise<void> => {
    const place = new Workplace(join(folder, String(worker)))
    for (let index = next++; index < rows.length; index = next++) {
      const { topic, row } = rows[index] as (typeof rows)[number]
      const line = typeof row === 'string' ? row : row.line
      const theirs = await oracle.answer(line, topic, place)
      const ours = await place.ask(line, topic, programs)
      const wrong = typeof row === 'string' ? differences(theirs, ours) : failures(row, theirs, ours)
      verdicts[index] = { topic, row, wrong }
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, (_, worker) => work(worker)))
  return verdicts
}

function report(verdicts: readonly Verdict[]): { passed: number; failed: number } {
  const failed = verdicts.filter(({ wrong }) => wrong.length > 0)
  for (const { topic, row, wrong } of failed) {
    console.log(`  ${topic.about}: ${typeof row === 'string' ? row : row.line}`)
    for (const line of wrong.slice(0, SHOWN)) console.log(`      ${line}`)
  }
  const deliberate = verdicts.flatMap(({ row }) => (typeof row === 'string' ? [] : [row.because]))
  const equal = verdicts.length - deliberate.length
  const unequal = failed.filter(({ row }) => typeof row === 'string').length
  console.log(`command lines: ${equal - unequal} / ${equal} equal; ${deliberate.length} differ by design:`)
  for (const [key, reason] of Object.entries(REASONS)) {
    const count = deliberate.filter(because => because === key).length
    if (count > 0) console.log(`    ${count}, as ${reason}`)
  }
  return { passed: verdicts.length - failed.length, failed: failed.length }
}
