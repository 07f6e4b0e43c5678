import { mostFlowRules } from '../native.js'
import { wordsFor } from '../rules/find.js'
import { GROUPS } from '../rules/group.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { comparePlaces, type Place, type Report } from './mistakes.js'
import { excessFlowRules, type OwnRule } from './own-rules.js'
import { ALL } from './selectors.js'

/** The rules of the configurations of a run. No two of them, and no built-in rule, may have a word in common. */
export class OwnRules {
  readonly all: OwnRule[] = []
  private readonly byWord = new Map<string, OwnRule>()
  /** The places of words of which it was told that others have them, too. */
  private readonly clashing = new Set<Place>()
  private readonly added = new Set<OwnRule>()
  /** What the words of other rules and of groups stand for. */
  private taken: Map<string, string> | undefined

  constructor(
    private readonly builtin: readonly RuleInfo[],
    private readonly report: Report,
    /** How messages name a path. */
    private readonly nameOf: (path: string) => string,
  ) {}

  /** Adds the rules of a configuration. Reports words that are taken, at each place where they are. */
  add(rules: readonly OwnRule[]): void {
    for (const { place } of excessFlowRules(rules))
      this.report(
        place,
        `a configuration may have ${mostFlowRules()} rules that follow values, and this is one more`,
      )
    const news = rules.filter(rule => !this.added.has(rule))
    for (const rule of news) {
      this.added.add(rule)
      this.all.push(rule)
      for (const key of ['id', 'name'] as const) {
        // Without a name, the id is the only word.
        if (!Object.hasOwn(rule.plain, key)) continue
        const word = rule.info[key]
        const small = word.toLowerCase()
        this.taken ??= takenBy(this.builtin)
        const other = this.taken.get(small)
        if (other !== undefined)
          this.report(
            rule.table.get(key)?.node.place ?? rule.place,
            `the ${key} '${word}' is taken by ${other}`,
          )
        const before = this.byWord.get(small)
        if (!before) this.byWord.set(small, rule)
        // Projects beside one another may have copies of a rule.
        else if (!isOne(before, rule) && (rules.includes(before) || !isSame(before, rule)))
          this.clash(key, word, before, rule)
      }
    }
  }

  private clash(key: string, word: string, before: OwnRule, rule: OwnRule): void {
    const [first, second] = [before, rule].map(each => each.table.get(key)?.node.place ?? each.place)
    if (!first || !second) return
    const says = ({ file, line }: Place) =>
      `the ${key} '${word}' is also that of another rule, in ${this.nameOf(file)}${line > 0 ? `:${line}` : ''}`
    // Of three rules, the first clashes with two.
    if (!this.clashing.has(first)) this.report(first, says(second))
    this.report(second, says(first))
    this.clashing.add(first)
  }
}

function takenBy(builtin: readonly RuleInfo[]): Map<string, string> {
  const words = builtin.flatMap(rule => wordsFor(rule).map(word => [word, `the rule ${rule.id}`] as const))
  const groups = [...Object.keys(GROUPS), ALL].map(word => [word, 'a group of rules'] as const)
  return new Map([...groups, ...words].map(([word, what]) => [word.toLowerCase(), what]))
}

/** Whether two are the same table, perhaps before and after it was checked. */
function isOne(one: OwnRule, other: OwnRule): boolean {
  // The rules of a module have no lines of their own.
  return one === other || (one.place.line > 0 && comparePlaces(one.place, other.place) === 0)
}

function isSame(one: OwnRule, other: OwnRule): boolean {
  const [a, b] = [one, other].map(({ kind, plain }) => JSON.stringify([kind, plain]))
  return a === b
}
