import type { Comparer } from './batch.js'
import { tokensOf } from './tokens.js'

/** How many shorter texts are tried at once. */
const AT_ONCE = 60

/** The most rounds for one text. */
const ROUNDS = 30

/** A short text that differs in the same way: first lines are left out, then tokens. */
export async function minimise(text: string, signature: string, pair: Comparer): Promise<string> {
  const byLines = await shorten(text.split('\n'), '\n', signature, pair)
  return shorten(tokensOf(byLines), '', signature, pair)
}

/** Like `minimise`, and then replaces runs of tokens with a name, for as long as the difference stays. */
export async function simplify(text: string, signature: string, pair: Comparer): Promise<string> {
  const short = await minimise(text, signature, pair)
  const simple = await shorten(tokensOf(short), '', signature, pair, ['x'])
  return simple === text ? text : simplify(simple, signature, pair)
}

/** Leaves out halves, then ever smaller runs of the pieces, or replaces them, for as long as the difference stays. */
async function shorten(
  pieces: string[],
  glue: string,
  signature: string,
  pair: Comparer,
  substitute: readonly string[] = [],
): Promise<string> {
  let kept = pieces
  let size = Math.max(1, kept.length >> 1)
  for (let round = 0; round < ROUNDS && kept.length > 1; round++) {
    const starts = Array.from({ length: Math.ceil(kept.length / size) }, (_, at) => at * size)
    let shorter: string[] | undefined
    for (let at = 0; at < starts.length && !shorter; at += AT_ONCE) {
      const tried = starts.slice(at, at + AT_ONCE).map(start => kept.toSpliced(start, size, ...substitute))
      const texts = new Map(tried.map(one => [one.join(glue), one]))
      texts.delete(kept.join(glue))
      const found = await pair.differences([...texts.keys()])
      const same = found.find(one => one.signature === signature)
      shorter = same && texts.get(same.text)
    }
    if (shorter) kept = shorter
    else if (size === 1) break
    else size = Math.max(1, size >> 1)
  }
  return kept.join(glue)
}
