import type { Configuration } from '../../configuration/configuration.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { type Directive, type DirectiveReader, isBlanket } from './directives.js'
import type { Idle } from './unused-suppression.js'

/** A comment that may suppress findings. */
export interface Comment {
  readonly text: string
  /** The number of its cell in a notebook, or 0. Lines count from the start of the cell. */
  readonly cell: number
  readonly line: number
  /** The column of its number sign, from 1. */
  readonly column: number
  /** The first and the last line of the statement that it speaks of; the first is after the last if there is none. */
  readonly first: number
  readonly last: number
}

/** What is wrong with a comment, as a finding of a rule of suppressions. */
export interface Fault<C extends Comment> {
  readonly comment: C
  readonly id: string
  readonly message: string
  /** What of the comment suppresses nothing. */
  readonly idle?: Idle
}

/** A directive, where it holds, and what it has suppressed. */
interface Suppression<C extends Comment> {
  readonly comment: C
  readonly directive: Directive
  readonly first: number
  readonly last: number
  /** The rules of which it has suppressed a finding. */
  readonly used: Set<string>
}

const END = Number.POSITIVE_INFINITY

/** The suppressions of one file. */
export class Suppressions<C extends Comment> {
  private readonly all: Suppression<C>[] = []
  private readonly unbalanced: { comment: C; directive: Directive }[] = []

  constructor(
    comments: readonly C[],
    private readonly reader: DirectiveReader,
    private readonly configuration: Configuration,
  ) {
    const open: { comment: C; directive: Directive }[] = []
    for (const comment of comments) {
      for (const directive of reader.read(comment.text, configuration.honorNoqa)) {
        const each = { comment, directive }
        if (directive.form === 'begin') open.push(each)
        else if (directive.form === 'end') this.close(open, each)
        else if (directive.form === 'file') this.add(each, 0, END)
        else this.add(each, comment.first, comment.last)
      }
    }
    this.unbalanced.push(...open)
  }

  /** Ends the last range that was opened with the same rules at the same indentation. */
  private close(
    open: { comment: C; directive: Directive }[],
    end: { comment: C; directive: Directive },
  ): void {
    const at = open.findLastIndex(
      ({ comment, directive }) =>
        comment.cell === end.comment.cell &&
        comment.column === end.comment.column &&
        keyOf(directive) === keyOf(end.directive),
    )
    const [begin] = at < 0 ? [] : open.splice(at, 1)
    if (begin) this.add(begin, begin.comment.line, end.comment.line)
    else this.unbalanced.push(end)
  }

  private add(each: { comment: C; directive: Directive }, first: number, last: number): void {
    this.all.push({ ...each, first, last, used: new Set() })
  }

  /**
   * The comment that suppresses a finding of this rule on these lines of a cell. A comment that names the rule, or one that it
   * replaces, comes before one about all rules. Every comment that suppresses the finding counts as used.
   */
  suppress(
    { id, replaces }: Pick<RuleInfo, 'id' | 'replaces'>,
    cell: number,
    first: number,
    last: number,
  ): C | undefined {
    const nameIn = ({ ids }: Directive) => (ids.has(id) ? id : replaces.find(other => ids.has(other)))
    let found: Suppression<C> | undefined
    for (const each of this.all) {
      if (each.first > last || each.last < first) continue
      if (each.comment.cell !== cell && each.directive.form !== 'file') continue
      const name = nameIn(each.directive)
      if (!name && (!isBlanket(each.directive) || id.startsWith('P0'))) continue
      each.used.add(name ?? id)
      if (!found || (name && !nameIn(found.directive))) found = each
    }
    return found?.comment
  }

  /** All directives in the order of their comments, with the rules of which they have suppressed findings. */
  list(): { comment: C; directive: Directive; used: ReadonlySet<string> }[] {
    const none: ReadonlySet<string> = new Set()
    const all = [...this.all, ...this.unbalanced.map(each => ({ ...each, used: none }))]
    return all.sort((a, b) => a.comment.cell - b.comment.cell || a.comment.line - b.comment.line)
  }

  /** What is wrong with the comments. `runs` says whether a rule has run on the file. Call it after all `suppress`. */
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
      else if (isIdle)
        yield {
          comment,
          id: 'P001',
          message: 'nothing to suppress here',
          idle: { directive, ids: new Set() },
        }
    }
  }
}

const keyOf = ({ ids, unknown }: Directive): string => [...ids, ...unknown].sort().join()
