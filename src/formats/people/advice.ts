import { type Advice, adviceOf } from '../../rules/advice.js'
import { docOf } from '../../rules/doc.js'
import { documentedRules } from '../../rules/documented.js'
import type { RuleInfo } from '../../rules/rule-info.js'

/** Returns a function that finds the advice of a rule. Rules of a profile's own tables have none. */
export function advices(): (rule: RuleInfo) => Advice | undefined {
  let docs: Map<string, Advice> | undefined
  return rule => {
    if (rule.message !== undefined) return undefined
    docs ??= new Map(documentedRules().map(each => [each.id, adviceOf(docOf(each))]))
    return docs.get(rule.id)
  }
}
