import { rules } from '../native.js'
import type { RuleInfo } from './rule-info.js'

/** All built-in rules, in the order that findings number them by: Bandit's order of running. */
export function builtinRules(): RuleInfo[] {
  return JSON.parse(rules())
}
