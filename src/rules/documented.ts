import type { RuleTexts } from '../../index.js'
import { ruleTexts } from '../native.js'
import { builtinRules } from './builtin.js'
import type { RuleInfo } from './rule-info.js'

/** A rule with what people read of it. */
export interface DocumentedRule extends RuleInfo, RuleTexts {
  message: string
  doc: string
}

/** All rules, in the order of running. */
export function documentedRules(): DocumentedRule[] {
  const texts = ruleTexts()
  return builtinRules().map((rule, place) => ({ ...rule, ...(texts[place] as RuleTexts) }))
}
