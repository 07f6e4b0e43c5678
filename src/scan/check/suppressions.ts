import type { Configuration } from '../../configuration/configuration.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { type Directive, type DirectiveReader, isBlanket } from './directives.js'
import { type Comment, type Directed, Places, type Suppression } from './suppression-places.js'
import type { Idle } from './unused-suppression.js'

/** What is wrong with a comment, as a finding of a rule of suppressions. */
export interface Fault<C extends Comment> {
  readonly comment: C
  readonly id: string
  readonly message: string
  /** What of the comment suppresses nothing. */
  readonly idle?: Idle
}

/** The suppressions of one file. */
export class Suppressions<C extends Comment> {
  private readonly all: Suppression<C>[] = []
  private readonly unbalanced: Directed<C>[] = []
  private places: Places<C> | undefined

  constructor(
    comments: readonly C[],
    private readonly reader: DirectiveReader,
    private readonly configuration: Configuration,
  ) {
    const open = new OpenRanges<C>()
    for (const comment of comments) {
      for (const directive of reader.read(comment.text, configuration.honorNoqa)) {
        const each = { comment, directive }
        if (directive.form === 'begin') open.add(each)
        else if (directive.form === 'end') {
          const begin = open.take(each)
          if (begin) this.add(begin, begin.comment.line, comment.line)
          else this.unbalanced.push(each)
        } else if (directive.form === 'file') this.add(each, 0, Number.POSITIVE_INFINITY)
        else this.add(each, comment.first, comment.last)
      }
    }
    for (const each of open.rest()) this.unbalanced.push(each)
  }

  private add(each: Directed<C>, first: number, last: number): void {
    this.all.push({ ...each, at: this.all.length, first, last, used: new Set() })
  }

  /**
   * The comment that suppresses a finding of this rule on these lines of a cell. A comment that names the rule, or one that it
   * replaces, comes before one about all rules. Every comment that suppresses the finding counts as used.
   */
  suppress(
    rule: Pick<RuleInfo, 'id' | 'replaces'>,
    cell: number,
    first: number,
    last: number,
  ): C | undefined {
    if (this.all.length === 0) return undefined
    this.places ??= new Places(this.all)
    return this.places.answer(rule, cell, first, last)?.comment
  }

  /** All directives in the order of their comments, with the rules of which they have suppressed findings. */
  list(): { comment: C; directive: Directive; used: ReadonlySet<string> }[] {
    const none: ReadonlySet<string> = new Set()
    const all = [...this.all, ...this.unbalanced.map(each => ({ ...each, used: none }))]
    return all.sort((a, b) => a.comment.cell - b.comment.cell || a.comment.line - b.comment.line)
  }

  /**
   * What is wrong with the comments. `runs` says whether a rule has run on the file, to its end: only then is it known that a
   * comment suppresses nothing. Call it after all `suppress`.
   */
  *faults(runs: (id: string) => boolean): Generator<Fault<C>> {
    const { requireNosecIds, requireNosecReason } = this.configuration
    for (const { comment, directive } of this.unbalanced) {
      const other = directive.form === 'begin' ? 'nosec-end' : 'nosec-begin'
      yield {
        comment,
        id: 'P005',
        message: `nosec-${directive.form} has no ${other} with the same rules and indentation`,
      }
    }
    for (const { comment, directive, used } of this.all) {
      const { word, ids, unknown, reason } = directive
      if (word !== 'nosec') continue
      for (const name of unknown)
        yield { comment, id: 'P002', message: `'${name}' is no rule${this.reader.questionOf(name)}` }
      // One that suppresses nothing has no rules to name: P001 says that it can go.
      const isIdle = isBlanket(directive) && used.size === 0
      if (requireNosecIds && isBlanket(directive) && !(isIdle && runs('P001')))
        yield { comment, id: 'P003', message: 'nosec suppresses all rules; name those that it is about' }
      if (requireNosecReason && reason === '')
        yield { comment, id: 'P004', message: 'the suppression has no reason; add one after --' }
      // Whether there is a finding of a rule of suppressions is known only after this.
      const idle = [...ids].filter(id => !id.startsWith('P0') && !used.has(id) && runs(id))
      if (idle.length > 0)
        yield {
          comment,
          id: 'P001',
          message: `nothing to suppress here for ${idle.join(', ')}`,
          idle: { directive, ids: new Set(idle) },
        }
      else if (isIdle && runs('P001'))
        yield {
          comment,
          id: 'P001',
          message: 'nothing to suppress here',
          idle: { directive, ids: new Set() },
        }
    }
  }
}

/** The ranges that have begun. */
class OpenRanges<C extends Comment> {
  private readonly all = new Set<Directed<C>>()
  private readonly byKey = new Map<string, Directed<C>[]>()

  add(begin: Directed<C>): void {
    this.all.add(begin)
    const key = keyOf(begin)
    const same = this.byKey.get(key)
    if (same) same.push(begin)
    else this.byKey.set(key, [begin])
  }

  /** Takes out the last one that was opened with the same rules at the same indentation. */
  take(end: Directed<C>): Directed<C> | undefined {
    const begin = this.byKey.get(keyOf(end))?.pop()
    if (begin) this.all.delete(begin)
    return begin
  }

  rest(): Iterable<Directed<C>> {
    return this.all
  }
}

const keyOf = ({ comment: { cell, column }, directive: { ids, unknown } }: Directed<Comment>): string =>
  `${cell}:${column}:${[...ids, ...unknown].sort().join()}`
