import { firstPast } from '../python/bisect.js'
import { SPACE } from '../python/space.js'
import { didYouMeanRule } from '../rules/find.js'
import { banditsOf, type NodeKind, type RuleInfo } from '../rules/rule-info.js'

/** Bandit's NOSEC_COMMENT (core/manager.py). */
const COMMENT = new RegExp(`#${SPACE}*nosec:?${SPACE}*([^#]+)?#?`)
/**
 * Bandit's NOSEC_COMMENT_TESTS. In Python, \d matches digits of all scripts, and a case-insensitive [a-z] also matches
 * dotted capital I and dotless i. The inner group keeps only its last repetition: `B602,B607` means B607.
 * Compiled on use, because Unicode classes are slow to compile and most scans do not need it.
 */
const names = () => /(?:(B\p{Nd}+|[a-z\p{Nd}_\u0130\u0131]+),?)+/giu

/** The ids that a comment silences; empty means all. */
type Silenced = ReadonlySet<string>

/** The effect of nosec comments on a finding. */
export type Verdict = 'reported' | 'nosec' | 'skipped'

/** Parses `# nosec` comments. It knows all ids and names that they may contain. */
export class NosecReader {
  private readonly ids = new Map<string, string>([['B001', 'B001']])
  private readonly rules: readonly RuleInfo[]

  constructor(rules: readonly RuleInfo[]) {
    this.rules = banditsOf(rules)
    for (const { id, name } of this.rules) {
      this.ids.set(name, id)
      this.ids.set(id, id)
    }
  }

  /**
   * Returns undefined for a comment that is not a nosec comment. Ignores words that are neither an id nor a name, and
   * adds them to `unknown`.
   */
  parse(comment: string, unknown: string[] = []): Silenced | undefined {
    const match = COMMENT.exec(comment)
    if (!match) return undefined
    const silenced = new Set<string>()
    for (const [, word = ''] of match[1]?.matchAll(names()) ?? []) {
      const id = this.ids.get(word)
      if (id !== undefined) silenced.add(id)
      else unknown.push(word)
    }
    return silenced
  }

  /** The warning of Bandit for words of a comment that are neither an id nor a name, and what was probably meant. */
  warningOf(unknown: readonly string[], silenced: Silenced): string {
    const question = didYouMeanRule(unknown[0] ?? '', this.rules)
    const everything = silenced.size === 0 ? '; the comment silences everything' : ''
    return `Test in comment: ${unknown.join(', ')} is not a test name or id, ignoring${question}${everything}`
  }
}

interface Comment {
  text: string
  silenced: Silenced
}

/** Where a finding is: the kind of its node, the line that is reported, and the first and last line of the node. */
export interface Place {
  kind: NodeKind
  line: number
  first: number
  last: number
}

/** The nosec comments of one file, by line. */
export class Suppressions {
  private readonly lines: number[] = []
  private readonly comments: Comment[] = []

  /** Adds a comment. Comments must be added in the order of their lines. */
  add(line: number, silenced: Silenced, text = ''): void {
    this.lines.push(line)
    this.comments.push({ text, silenced })
  }

  get isEmpty(): boolean {
    return this.lines.length === 0
  }

  /**
   * Decides like Bandit's tester: by the first comment within the lines of the finding's node, together with the
   * comment on the line that the check reported.
   */
  verdict(id: string, place: Place): Verdict {
    const comments = this.near(place)
    if (comments.length === 0) return 'reported'
    if (comments.every(({ silenced }) => silenced.size === 0)) return 'nosec'
    return comments.some(({ silenced }) => silenced.has(id)) ? 'skipped' : 'reported'
  }

  /** The text of the comment that silences a finding whose verdict is not `reported`. */
  reason(id: string, place: Place): string {
    const comments = this.near(place)
    return (comments.find(({ silenced }) => silenced.has(id)) ?? comments[0])?.text ?? ''
  }

  private near({ kind, line, first, last }: Place): Comment[] {
    // Checks of strings report no line. The tester sets it, but only after it has looked for comments.
    const own = kind === 'Str' ? undefined : this.firstWithin(line, line)
    // A node for the whole file has no position. Bandit uses lines 0 and 1.
    const node = kind === 'File' ? this.firstWithin(0, 1) : this.firstWithin(first, last)
    return [own, node].filter(comment => comment !== undefined)
  }

  private firstWithin(first: number, last: number): Comment | undefined {
    const at = firstPast(this.lines.length, index => (this.lines[index] ?? 0) >= first)
    return (this.lines[at] ?? Number.POSITIVE_INFINITY) <= last ? this.comments[at] : undefined
  }
}
