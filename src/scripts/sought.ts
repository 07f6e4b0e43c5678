import type { OwnScriptRule } from '../../index.js'

/** The name that stands for all. */
export const ALL_NAMES = '**'

/** What a rule looks for of one subject, as the core takes it. `rule` is its number. */
export function soughtOf(rule: number, subject: string, names: readonly string[]): OwnScriptRule {
  return {
    rule,
    subject,
    all: names.includes(ALL_NAMES),
    names: names.filter(each => each !== ALL_NAMES),
  }
}
