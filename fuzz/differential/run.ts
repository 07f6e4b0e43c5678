import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareBandit } from '../../conformance/python.js'
import { awkwardFiles, KEPT, libraryTexts, textOf } from '../corpus.js'
import { randomFor } from '../random.js'
import { type Difference, Pair } from './batch.js'
import { kindOf } from './kinds.js'
import { minimise } from './minimise.js'
import { excerpt, mutate } from './mutate.js'

/** How many files both programs get at once. */
const BATCH = 500

/** How many texts of one signature are looked at to find the shortest. */
const KEPT_OF_EACH = 5

/** Kinds whose examples are not made shorter, which takes longest. */
const UNINTERESTING: ReadonlySet<string> = new Set([
  'codec nobody has',
  'skipped by both, for another reason',
])

interface Group {
  count: number
  examples: string[]
}

/**
 * Compares Bandit and posse on this many mutated files, or fewer if time is up, and prints each way in which they differ with a short example.
 * Returns whether all of them are known.
 */
export async function compareMutations(
  count: number,
  { seed, until }: { seed: number; until: number },
  log: (line: string) => void,
): Promise<boolean> {
  const seeds = seedTexts(prepareBandit())
  const folder = mkdtempSync(join(tmpdir(), 'posse-fuzz-'))
  const pair = new Pair(folder, log)
  const groups = new Map<string, Group>()
  try {
    for (let done = 0; done < count && Date.now() < until; ) {
      const size = Math.min(BATCH, count - done)
      const texts = Array.from({ length: size }, (_, at) => mutated(seeds, seed, done + at))
      for (const difference of await pair.differences(texts)) add(groups, difference)
      done += size
      log(`${done} files, ${groups.size} kinds of differences`)
    }
    return await report(groups, pair, log)
  } finally {
    pair.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Awkward code is half of the seeds. */
function seedTexts(python: string): [string[], string[]] {
  return [
    awkwardFiles(python)
      .filter(file => file.endsWith('.py'))
      .map(textOf),
    libraryTexts(),
  ]
}

function mutated(seeds: [string[], string[]], seed: number, index: number): string {
  const random = randomFor(seed, index)
  const text = excerpt(random.pick(random.pick(seeds)), random)
  return mutate(text, random, random.pick(random.pick(seeds)))
}

function add(groups: Map<string, Group>, { signature, text }: Difference): void {
  const group = groups.get(signature) ?? { count: 0, examples: [] }
  groups.set(signature, group)
  group.count++
  group.examples = [...group.examples, text].sort((a, b) => a.length - b.length).slice(0, KEPT_OF_EACH)
}

async function report(groups: Map<string, Group>, pair: Pair, log: (line: string) => void): Promise<boolean> {
  const kept = join(KEPT, 'differential')
  rmSync(kept, { recursive: true, force: true })
  mkdirSync(kept, { recursive: true })
  let explained = true
  for (const [at, [signature, { count, examples }]] of [...groups].entries()) {
    const [shortest = ''] = examples
    const text = UNINTERESTING.has(kindOf(signature, shortest))
      ? shortest
      : await minimise(shortest, signature, pair)
    const kind = kindOf(signature, text)
    explained &&= kind !== ''
    const file = join(kept, `${String(at).padStart(3, '0')}.py`)
    writeFileSync(file, text, 'latin1')
    log(
      `${kind || 'UNEXPLAINED'}: ${count} files, ${file}\n  ${signature}\n  ${JSON.stringify(text.slice(0, 300))}`,
    )
  }
  return explained
}
