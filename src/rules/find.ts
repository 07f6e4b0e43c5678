import { ruffCode } from './ruff.js'
import type { RuleInfo } from './rule-info.js'

/** Finds a rule by its id, its name or its code in Ruff, ignoring case. */
export function findRule<R extends RuleInfo>(word: string, rules: readonly R[]): R | undefined {
  const wanted = word.toLowerCase()
  return rules.find(rule => wordsFor(rule).some(each => each.toLowerCase() === wanted))
}

/**
 * A question after a message about an unknown word, if the word stands for a rule elsewhere: its name, its code in
 * Ruff, or its id with other letters. Empty for any other word.
 */
export function didYouMeanRule(word: string, rules: readonly RuleInfo[]): string {
  const rule = findRule(word, rules) ?? findRule(word.replace(/^s/i, 'B'), rules)
  return rule ? ` (did you mean '${rule.id}'?)` : ''
}

/**
 * All words for a rule. In reports, some rules have a different name than in nosec comments. All rules of the tables
 * share one there, so that one does not count.
 */
export function wordsFor({ id, name, testName }: RuleInfo): string[] {
  return [id, name, testName === 'blacklist' ? id : testName, ruffCode(id) ?? id]
}
