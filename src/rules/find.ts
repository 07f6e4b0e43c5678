import { similar } from '../nearest.js'
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
  return (containing.length > 0 ? containing : similar(word, words)).slice(0, SUGGESTIONS)
}

/**
 * All words for a rule. In reports, some rules have a different name than in nosec comments. All rules of the tables
 * share one there, so that one does not count.
 */
function wordsFor({ id, name, testName }: RuleInfo): string[] {
  return [id, name, testName === 'blacklist' ? id : testName, ruffCode(id) ?? id]
}
