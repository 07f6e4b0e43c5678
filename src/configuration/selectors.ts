import { didYouMean } from '../nearest.js'
import { GROUPS, groupOf } from '../rules/group.js'
import { ruffCode } from '../rules/ruff.js'
import type { RuleInfo } from '../rules/rule-info.js'

/** What a selector stands for. */
export interface Selected {
  readonly ids: ReadonlySet<string>
  /** How precise it is: of two selectors for a rule, the one with the higher number wins. */
  readonly precision: number
}

/** The selector of all rules. */
export const ALL = 'ALL'

const OF_ALL = 0
const OF_GROUP = 1
/** Of a prefix without digits; each digit adds one. */
const OF_PREFIX = 2
const OF_RULE = 9

/** Numbers that once were rules. */
const REMOVED: ReadonlyMap<string, string> = new Map([
  ...['B109', 'B111', 'B309', 'B320', 'B322', 'B325', 'B410', 'B414'].map(
    id => [id, 'was removed from Bandit'] as const,
  ),
  ...['S320', 'S410'].map(id => [id, 'was removed from Ruff'] as const),
])

/** The id that Bandit gives to all rules of its tables of calls and imports together, and their selectors. */
export const BLACKLIST = { id: 'B001', selectors: ['B30', 'B31', 'B321', 'B323', 'B4'] } as const

const NOTHING: ReadonlySet<string> = new Set()

/** What a word stands for. */
interface Meaning {
  ids: Set<string>
  precision: number
  /** Whether other words have the same set: those of one rule. */
  isShared: boolean
}

/** The words that select rules. Made once, because it holds every word. */
export class Selectors {
  private made: Map<string, Meaning> | undefined

  private allIds: ReadonlySet<string> | undefined
  private readonly resolved = new Map<string, ReadonlySet<string>>()

  constructor(readonly rules: readonly RuleInfo[]) {}

  private get ids(): ReadonlySet<string> {
    this.allIds ??= new Set(this.rules.map(({ id }) => id))
    return this.allIds
  }

  /** Made when the first word is looked up. */
  private get byWord(): Map<string, Meaning> {
    if (this.made) return this.made
    const words = new Map<string, Meaning>()
    for (const { id, name, testName } of this.rules) {
      add(words, ALL, OF_ALL, id)
      const group = groupOf(id)
      if (group !== undefined) add(words, group, OF_GROUP, id)
      const alone = { ids: new Set([id]), precision: OF_RULE, isShared: true }
      for (const code of new Set([id, ruffCode(id) ?? id])) {
        const [letters = ''] = /^[A-Z]*/.exec(code) ?? []
        for (let length = letters.length; length < code.length; length++) {
          if (length > 0) add(words, code.slice(0, length), OF_PREFIX + length - letters.length, id)
        }
        add(words, code, OF_RULE, id, alone)
      }
      add(words, name, OF_RULE, id, alone)
      // In reports, the rules of Bandit's tables all have this name.
      if (testName !== 'blacklist') add(words, testName, OF_RULE, id, alone)
    }
    this.made = words
    return words
  }

  /** All selectors: `ALL`, groups, prefixes, ids, numbers in Ruff and names. */
  words(): string[] {
    return [...this.byWord.keys()]
  }

  /** What a selector stands for; undefined for a word that is none. */
  find(word: string): Selected | undefined {
    // Most configurations select by no other word.
    if (word === ALL) return { ids: this.ids, precision: OF_ALL }
    return this.byWord.get(word)
  }

  /** What is wrong with a word that is no selector. */
  complaint(word: string): string {
    const removed = REMOVED.get(word)
    if (removed !== undefined) return `'${word}' ${removed}`
    if (word === BLACKLIST.id)
      return `'${word}' is not a rule: for Bandit's tables of calls and imports, write ${BLACKLIST.selectors.join(', ')}`
    if (Object.hasOwn(GROUPS, word)) return `the group '${word}' has no rules yet`
    return `unknown rule, prefix or group '${word}'${didYouMean(word, this.words())}`
  }

  /**
   * The ids of the rules that are selected and not ignored, in addition to those before; a rule that is only ignored is
   * taken away. Words that are no selectors count for nothing. Most configurations of a run choose the same rules, so
   * each choice is resolved once.
   */
  resolve(choice: Choice, before?: ReadonlySet<string>): ReadonlySet<string> {
    if (before) return this.changed(choice, before)
    const key = JSON.stringify(choice)
    const known = this.resolved.get(key)
    if (known) return known
    const result = this.changed(choice, NOTHING)
    this.resolved.set(key, result)
    return result
  }

  private changed({ select, ignore }: Choice, before: ReadonlySet<string>): ReadonlySet<string> {
    if (select.length + ignore.length === 0) return before
    // Most configurations choose nothing, and may have thousands of rules.
    if (ignore.length === 0 && select.every(word => word === ALL)) return this.ids
    const selecting = this.precisions(select)
    const ignoring = this.precisions(ignore)
    const result = new Set(before)
    for (const { id } of this.rules) {
      const forIt = selecting.get(id)
      const against = ignoring.get(id)
      if (forIt === undefined && against === undefined) continue
      if ((forIt ?? -1) > (against ?? -1)) result.add(id)
      else result.delete(id)
    }
    return result
  }

  /** The precision of the most precise of some selectors for each rule. */
  private precisions(words: readonly string[]): Map<string, number> {
    const best = new Map<string, number>()
    for (const word of words) {
      const { ids, precision } = this.find(word) ?? { ids: [], precision: 0 }
      for (const id of ids) if (precision > (best.get(id) ?? -1)) best.set(id, precision)
    }
    return best
  }
}

/** What to select, and what not to. */
export interface Choice {
  readonly select: readonly string[]
  readonly ignore: readonly string[]
}

/** Lets a word stand for a rule. `alone` is what it stands for if that is nothing else. */
function add(
  words: Map<string, Meaning>,
  word: string,
  precision: number,
  id: string,
  alone?: Meaning,
): void {
  const known = words.get(word)
  // The id of a rule may be the beginning of another's: then it stands for that rule only.
  if (!known || known.precision < precision)
    words.set(word, alone ?? { ids: new Set([id]), precision, isShared: false })
  else if (known.precision === precision && !known.ids.has(id)) {
    if (known.isShared) words.set(word, { ids: new Set([...known.ids, id]), precision, isShared: false })
    else known.ids.add(id)
  }
}
