import { ruffCode } from './ruff.js'
import type { RuleInfo } from './rule-info.js'

/** How many names an error suggests. */
const SUGGESTIONS = 3

/** The rule of this id, name or number in Ruff, in any case. */
export function findRule<R extends RuleInfo>(word: string, rules: readonly R[]): R | undefined {
  const wanted = word.toLowerCase()
  return rules.find(rule => wordsFor(rule).some(each => each.toLowerCase() === wanted))
}

/** Words for rules that are most like this one: those that hold it, or else those with few other letters. */
export function similarWords(word: string, rules: readonly RuleInfo[]): string[] {
  const wanted = word.toLowerCase()
  const words = [...new Set(rules.flatMap(rule => [rule.id, rule.name]))].sort()
  const holding = words.filter(each => wanted.length > 1 && each.toLowerCase().includes(wanted))
  const similar = words
    .map(each => ({ each, distance: distance(each.toLowerCase(), wanted) }))
    .filter(({ each, distance }) => distance <= Math.max(1, each.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .map(({ each }) => each)
  return (holding.length > 0 ? holding : similar).slice(0, SUGGESTIONS)
}

/** Reports use another name than nosec comments for a few; that of the tables is of many. */
function wordsFor({ id, name, testName }: RuleInfo): string[] {
  return [id, name, testName === 'blacklist' ? id : testName, ruffCode(id) ?? id]
}

/** How many letters have to be put in, left out or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
