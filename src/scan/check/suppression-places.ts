import type { RuleInfo } from '../../rules/rule-info.js'
import { type Directive, isBlanket } from './directives.js'

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

/** A directive and its comment. */
export interface Directed<C extends Comment> {
  readonly comment: C
  readonly directive: Directive
}

/** A directive, where it holds, and what it has suppressed. */
export interface Suppression<C extends Comment> extends Directed<C> {
  /** Its place among those of the file. */
  readonly at: number
  readonly first: number
  readonly last: number
  /** The rules of which it has suppressed a finding. */
  readonly used: Set<string>
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
export class Places<C extends Comment> {
  private readonly everywhere = new Group<C>(0, Number.POSITIVE_INFINITY)
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

  /** What suppresses findings of a rule on these lines of a cell. All that do count as used. */
  answer(
    rule: Pick<RuleInfo, 'id' | 'replaces'>,
    cell: number,
    first: number,
    last: number,
  ): Suppression<C> | undefined {
    let found: Answer<C> | undefined
    for (const group of this.at(cell, first, last)) {
      const answer = group.answer(rule)
      if (answer && (!found || isBefore(answer, found))) found = answer
    }
    return found?.by
  }

  /** Those that hold in one of these lines of a cell. */
  private *at(cell: number, first: number, last: number): Generator<Group<C>> {
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
