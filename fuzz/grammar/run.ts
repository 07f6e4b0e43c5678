import { prepareBandit } from '../../conformance/python.js'
import type { Difference } from '../differential/batch.js'
import { kindOf } from '../differential/kinds.js'
import { simplify } from '../differential/minimise.js'
import { tokensOf } from '../differential/tokens.js'
import { type Random, randomFor } from '../random.js'
import { generate } from './generate.js'
import { mutate } from './mutate.js'
import { Parsers } from './oracle.js'

/** How many sources both parsers get at once. */
const BATCH = 2000

/** How many sources with one signature are made shorter, to see in how many ways they differ. */
const SHORTENED = 100

/** How many sources are between two lines of progress. */
const PROGRESS = 50_000

interface Group {
  count: number
  signature: string
  shortest: string
}

/**
 * Compares which of this many sources CPython and posse refuse, and prints each way in which they differ with a short example.
 * Returns whether all of them are known.
 */
export async function compareGrammar(
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<boolean> {
  prepareBandit()
  const parsers = new Parsers()
  try {
    const seeds = await parsers.seeds()
    const found = new Map<string, Difference[]>()
    for (let done = 0; done < count; ) {
      const size = Math.min(BATCH, count - done)
      const texts = Array.from({ length: size }, (_, at) => source(seeds, randomFor(seed, done + at)))
      for (const difference of await parsers.differences(texts)) {
        const same = found.get(difference.signature) ?? []
        found.set(difference.signature, same)
        same.push(difference)
      }
      done += size
      if (done % PROGRESS === 0) log(`${done} sources, ${found.size} kinds of differences`)
    }
    const { accepted } = parsers
    const unknown = await report(found, parsers, log)
    log(`${count} sources, of which CPython accepts ${accepted}; ${unknown} unknown kinds of differences`)
    return unknown === 0
  } finally {
    await parsers.stop()
  }
}

/** Code of CPython's tests, or generated, mostly mutated. */
function source(seeds: string[][], random: Random): string {
  const one = () => (random.once(2) ? generate(random) : random.pick(random.pick(seeds)))
  const text = one()
  return random.once(4) ? text : mutate(text, random, one())
}

/** Prints the differences by what remains of them, and returns how many kinds nobody has explained. */
async function report(
  found: ReadonlyMap<string, Difference[]>,
  parsers: Parsers,
  log: (line: string) => void,
): Promise<number> {
  const groups = new Map<string, Group>()
  for (const [signature, differences] of found) {
    const shortest = differences.sort((a, b) => a.text.length - b.text.length)
    const step = Math.max(1, Math.ceil(shortest.length / SHORTENED))
    for (const { text } of shortest.filter((_, at) => at % step === 0)) {
      const short = await simplify(text, signature, parsers)
      const shape = kindOf(signature, short) || `${signature} ${shapeOf(short)}`
      const group = groups.get(shape) ?? { count: 0, signature, shortest: short }
      groups.set(shape, group)
      group.count += step
      if (short.length < group.shortest.length) group.shortest = short
    }
  }
  let unknown = 0
  for (const { count, signature, shortest } of [...groups.values()].sort((a, b) => b.count - a.count)) {
    const kind = kindOf(signature, shortest)
    if (kind === '') unknown++
    log(`${kind || 'UNEXPLAINED'}: about ${count} sources: ${signature}\n  ${JSON.stringify(shortest)}`)
  }
  return unknown
}

/** A text with one name for all names, and one number for all numbers. */
function shapeOf(text: string): string {
  const words = tokensOf(text).map(token =>
    /^[a-z_]\w*$/i.test(token) && !KEYWORDS.has(token) ? 'x' : token.replace(/^[\d.]*\d\w*$/, '1'),
  )
  return words.join('').replace(/\s+/g, ' ')
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match case type nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)
