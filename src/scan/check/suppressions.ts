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

/** A directive and its comment. */
interface Directed<C extends Comment> {
  readonly comment: C
  readonly directive: Directive
}

/** A directive, where it holds, and what it has suppressed. */
interface Suppression<C extends Comment> extends Directed<C> {
  /** Its place among those of the file. */
  readonly at: number
  readonly first: number
  readonly last: number
  /** The rules of which it has suppressed a finding. */
  readonly used: Set<string>
}

const END = Number.POSITIVE_INFINITY

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
        } else if (directive.form === 'file') this.add(each, 0, END)
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
    let found: Answer<C> | undefined
    for (const group of this.places.at(cell, first, last)) {
      const answer = group.answer(rule)
      if (answer && (!found || isBefore(answer, found))) found = answer
    }
    return found?.by.comment
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

/** The suppression that counts, and whether it names the rule. */
interface Answer<C extends Comment> {
  readonly by: Suppression<C>
  readonly isNamed: boolean
}

function isBefore<C extends Comment>(one: Answer<C>, other: Answer<C>): boolean {
  return one.isNamed === other.isNamed ? one.by.at < other.by.at : one.isNamed
}

/** The suppressions that hold in the same lines. They say the same of every finding of a rule. */
class Group<C extends Comment> {
  private readonly all: Suppression<C>[] = []
  private readonly answers = new Map<string, Answer<C> | undefined>()

  constructor(
    readonly first: number,
    readonly last: number,
  ) {}

  add(each: Suppression<C>): void {
    this.all.push(each)
  }

  /** What suppresses findings of a rule. All that do count as used. */
  answer({ id, replaces }: Pick<RuleInfo, 'id' | 'replaces'>): Answer<C> | undefined {
    if (this.answers.has(id)) return this.answers.get(id)
    let found: Answer<C> | undefined
    for (const by of this.all) {
      const { ids } = by.directive
      const name = ids.has(id) ? id : replaces.find(other => ids.has(other))
      if (!name && (!isBlanket(by.directive) || id.startsWith('P0'))) continue
      by.used.add(name ?? id)
      const answer = { by, isNamed: name !== undefined }
      if (!found || isBefore(answer, found)) found = answer
    }
    this.answers.set(id, found)
    return found
  }
}

/** More lines than this are many: few suppressions hold in so many. */
const MANY_LINES = 64

/** Where suppressions hold. A file may have thousands of them, and of findings. */
class Places<C extends Comment> {
  private readonly everywhere = new Group<C>(0, END)
  /** By cell: those that hold in few lines, by the first of them, and the others. */
  private readonly cells = new Map<number, { few: Group<C>[]; many: Group<C>[] }>()

  constructor(all: readonly Suppression<C>[]) {
    const groups = new Map<string, Group<C>>()
    for (const each of all) {
      const { first, last, comment, directive } = each
      if (directive.form === 'file') {
        this.everywhere.add(each)
        continue
      }
      const key = `${comment.cell}:${first}:${last}`
      const group = groups.get(key) ?? new Group<C>(first, last)
      group.add(each)
      if (groups.has(key)) continue
      groups.set(key, group)
      const cell = this.cells.get(comment.cell) ?? { few: [], many: [] }
      this.cells.set(comment.cell, cell)
      ;(last - first < MANY_LINES ? cell.few : cell.many).push(group)
    }
    for (const { few } of this.cells.values()) few.sort((a, b) => a.first - b.first)
  }

  /** Those that hold in one of these lines of a cell. */
  *at(cell: number, first: number, last: number): Generator<Group<C>> {
    yield this.everywhere
    const { few, many } = this.cells.get(cell) ?? { few: [], many: [] }
    for (const group of many) if (group.first <= last && group.last >= first) yield group
    let [low, high] = [0, few.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((few[middle]?.first ?? 0) <= first - MANY_LINES) low = middle + 1
      else high = middle
    }
    for (let group = few[low]; group && group.first <= last; group = few[++low])
      if (group.last >= first) yield group
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
