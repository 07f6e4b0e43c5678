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

/** Suppressions that hold in the same lines. They say the same of every finding of a rule. */
class Group<C extends Comment> {
  private readonly all: Suppression<C>[] = []
  private readonly answers = new Map<string, Answer<C> | undefined>()

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

/** Where the suppressions of a cell hold. Their lines may be nested in one another. */
class Lines<C extends Comment> {
  /** The lines in which one begins, in order, and those that begin there. */
  private readonly beginnings: number[]
  private readonly begun = new Map<number, Group<C>>()
  /** The lines in which one begins or has just ended, in order. From each to the next, the same ones hold. */
  private readonly edges: number[]
  /** A segment tree over what is between the edges: what holds in a line is in the leaf of its edge, and in the nodes above. */
  private readonly nodes: (Group<C> | undefined)[] = []

  constructor(all: readonly Suppression<C>[]) {
    this.beginnings = inOrder(all.map(({ first }) => first))
    this.edges = inOrder(all.flatMap(({ first, last }) => [first, last + 1]))
    const places = new Map(this.edges.map((line, at) => [line, this.edges.length + at]))
    for (const each of all) {
      this.begin(each)
      let low = places.get(each.first) ?? 0
      let high = places.get(each.last + 1) ?? 0
      for (; low < high; low >>= 1, high >>= 1) {
        if (low & 1) this.hold(low++, each)
        if (high & 1) this.hold(--high, each)
      }
    }
  }

  private begin(each: Suppression<C>): void {
    const group = this.begun.get(each.first) ?? new Group<C>()
    group.add(each)
    this.begun.set(each.first, group)
  }

  private hold(node: number, each: Suppression<C>): void {
    const group = this.nodes[node] ?? new Group<C>()
    group.add(each)
    this.nodes[node] = group
  }

  /** Those that hold in one of these lines. */
  *in(first: number, last: number): Generator<Group<C>> {
    const edge = countUpTo(this.edges, first) - 1
    for (let node = edge < 0 ? 0 : this.edges.length + edge; node > 0; node >>= 1) {
      const group = this.nodes[node]
      if (group) yield group
    }
    for (let at = countUpTo(this.beginnings, first); ; at++) {
      const line = this.beginnings[at]
      const group = line !== undefined && line <= last ? this.begun.get(line) : undefined
      if (!group) return
      yield group
    }
  }
}

function inOrder(lines: readonly number[]): number[] {
  return [...new Set(lines)].sort((a, b) => a - b)
}

/** How many of some lines in order are not after a line. */
function countUpTo(lines: readonly number[], line: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return low
}

/** Where suppressions hold. A file may have thousands of them, and of findings. */
export class Places<C extends Comment> {
  private readonly everywhere = new Group<C>()
  private readonly cells = new Map<number, Lines<C>>()

  constructor(all: readonly Suppression<C>[]) {
    const byCell = new Map<number, Suppression<C>[]>()
    for (const each of all) {
      const { first, last, comment, directive } = each
      if (directive.form === 'file') this.everywhere.add(each)
      else if (first <= last) {
        const same = byCell.get(comment.cell)
        if (same) same.push(each)
        else byCell.set(comment.cell, [each])
      }
    }
    for (const [cell, some] of byCell) this.cells.set(cell, new Lines(some))
  }

  /** What suppresses findings of a rule on these lines of a cell. All that do count as used. */
  answer(
    rule: Pick<RuleInfo, 'id' | 'replaces'>,
    cell: number,
    first: number,
    last: number,
  ): Suppression<C> | undefined {
    let found = this.everywhere.answer(rule)
    for (const group of this.cells.get(cell)?.in(first, last) ?? []) {
      const answer = group.answer(rule)
      if (answer && (!found || isBefore(answer, found))) found = answer
    }
    return found?.by
  }
}
