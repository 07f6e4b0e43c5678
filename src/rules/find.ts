import { ruffCode } from './ruff.js'
import type { RuleInfo } from './rule-info.js'

/** The maximum number of suggestions in an error. */
const SUGGESTIONS = 3

/** Finds a rule by its id, its name or its code in Ruff, ignoring case. */
export function findRule<R extends RuleInfo>(word: string, rules: readonly R[]): R | undefined {
  const wanted = word.toLowerCase()
  return rules.find(rule => wordsFor(rule).some(each => each.toLowerCase() === wanted))
}

/**
 * The ids and names of rules most similar to a word: those that contain it, or else those with few different letters.
 */
export function similarWords(word: string, rules: readonly RuleInfo[]): string[] {
  const wanted = word.toLowerCase()
  const words = [...new Set(rules.flatMap(rule => [rule.id, rule.name]))].sort()
  const containing = words.filter(each => wanted.length > 1 && each.toLowerCase().includes(wanted))
  const similar = words
    .map(each => ({ each, distance: distance(each.toLowerCase(), wanted) }))
    .filter(({ each, distance }) => distance <= Math.max(1, each.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .map(({ each }) => each)
  return (containing.length > 0 ? containing : similar).slice(0, SUGGESTIONS)
}

/**
 * All words for a rule. In reports, some rules have a different name than in nosec comments. All rules of the tables
 * share one there, so that one does not count.
 */
function wordsFor({ id, name, testName }: RuleInfo): string[] {
  return [id, name, testName === 'blacklist' ? id : testName, ruffCode(id) ?? id]
}

/** The Levenshtein distance: how many letters to insert, delete or replace. */
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
