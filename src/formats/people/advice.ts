import { visibleInLine } from '../../output/visible.js'
import { type Advice, adviceOf } from '../../rules/advice.js'
import { docOf, proseOf } from '../../rules/doc.js'
import { type DocumentedRule, documentedRules } from '../../rules/documented.js'
import type { RuleInfo } from '../../rules/rule-info.js'

/** Returns a function that finds the advice of a rule. Rules of a profile's own tables have none; those of a configuration have the help that it gives. */
export function advices(): (rule: RuleInfo) => Advice | undefined {
  let documented: Map<string, DocumentedRule> | undefined
  return rule => {
    if (rule.message !== undefined)
      return rule.help ? { fix: visibleInLine(firstParagraph(rule.help)) } : undefined
    documented ??= new Map(documentedRules().map(each => [each.id, each]))
    const found = documented.get(rule.id)
    return found && adviceOf(docOf(found))
  }
}

function firstParagraph(help: string): string {
  const [paragraph = ''] = proseOf(help).split('\n\n')
  return paragraph.trim()
}
