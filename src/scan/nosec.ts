import { firstPast } from '../python/bisect.js'
import { SPACE } from '../python/space.js'
import type { RuleInfo } from '../rules/rule-info.js'

/** Bandit's NOSEC_COMMENT (core/manager.py). */
const COMMENT = new RegExp(`#${SPACE}*nosec:?${SPACE}*([^#]+)?#?`)
/**
 * Bandit's NOSEC_COMMENT_TESTS. Python's digits are of every script, and its [a-z] without case takes in
 * two dotted and dotless i. The inner group keeps its last repetition: `B602,B607` means B607 only.
 * Made where it is used: most scans have no use for it, and Unicode's classes take their time.
 */
const names = () => /(?:(B\p{Nd}+|[a-z\p{Nd}_\u0130\u0131]+),?)+/giu

/** Ids that a comment silences; empty for all of them. */
type Silenced = ReadonlySet<string>

/** What a comment does to a finding. */
export type Verdict = 'reported' | 'nosec' | 'skipped'

/** Reads `# nosec` comments: knows every id and name that may stand in one. */
export class NosecReader {
  private readonly ids = new Map<string, string>([['B001', 'B001']])

  constructor(rules: readonly RuleInfo[]) {
    for (const { id, name } of rules) {
      this.ids.set(name, id)
      this.ids.set(id, id)
    }
  }

  /** Undefined where the comment is no nosec comment. Words that are neither id nor name are dropped. */
  parse(comment: string): Silenced | undefined {
    const match = COMMENT.exec(comment)
    if (!match) return undefined
    const silenced = new Set<string>()
    for (const [, word] of match[1]?.matchAll(names()) ?? []) {
      const id = this.ids.get(word ?? '')
      if (id !== undefined) silenced.add(id)
    }
    return silenced
  }
}

interface Comment {
  text: string
  silenced: Silenced
}

/** The nosec comments of one file, by line. */
export class Suppressions {
  private readonly lines: number[] = []
  private readonly comments: Comment[] = []

  /** Comments are added from the top of the file down. */
  add(line: number, silenced: Silenced, text = ''): void {
    this.lines.push(line)
    this.comments.push({ text, silenced })
  }

  get isEmpty(): boolean {
    return this.lines.length === 0
  }

  /**
   * Decides as Bandit's tester does: by the first comment within the lines of the finding's node, united
   * with the one on the line that the check itself named.
   */
  verdict(rule: RuleInfo, line: number, first: number, last: number): Verdict {
    const comments = this.near(rule, line, first, last)
    if (comments.length === 0) return 'reported'
    if (comments.every(({ silenced }) => silenced.size === 0)) return 'nosec'
    return comments.some(({ silenced }) => silenced.has(rule.id)) ? 'skipped' : 'reported'
  }

  /** The text of the comment that silences a finding whose verdict is not `reported`. */
  reason(rule: RuleInfo, line: number, first: number, last: number): string {
    const comments = this.near(rule, line, first, last)
    return (comments.find(({ silenced }) => silenced.has(rule.id)) ?? comments[0])?.text ?? ''
  }

  private near(rule: RuleInfo, line: number, first: number, last: number): Comment[] {
    // Checks of strings leave their line to the tester, which sets it after it has looked for comments.
    const own = rule.kind === 'Str' ? undefined : this.firstWithin(line, line)
    // The whole file as a node has no position: Bandit makes it lines 0 and 1.
    const node = rule.kind === 'File' ? this.firstWithin(0, 1) : this.firstWithin(first, last)
    return [own, node].filter(comment => comment !== undefined)
  }

  private firstWithin(first: number, last: number): Comment | undefined {
    const at = firstPast(this.lines.length, place => (this.lines[place] ?? 0) >= first)
    return (this.lines[at] ?? Number.POSITIVE_INFINITY) <= last ? this.comments[at] : undefined
  }
}
