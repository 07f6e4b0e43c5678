import type { FileRecords } from './records.js'
import type { Entry, Position } from './rules.js'

/*
 * The nodes that checks get. They are views of records: a getter reads the columns, and makes no more than it returns.
 */

/** What nodes are, in the order of the core. Threads with rules do not load the core to ask it. */
export const RECORD_KINDS: readonly string[] =
  'call import string assignment function class decorator parameter bytes number bool none constant list tuple set dict lambda built name starred unpacked other'.split(
    ' ',
  )

/** The node at a place among all of the batch. */
export function nodeAt(file: FileRecords, at: number): RecordNode {
  return new RecordNode(file, at)
}

/** What a number is that stands for no string. */
export const NONE = 0xffff_ffff

/** Parts of functions and classes that are no arguments. */
const NO_ARGUMENTS = ['decorator', 'parameter']

/** Whether a part is an argument by position. */
const isPositional = (kind: string, isNamed: boolean) =>
  !isNamed && kind !== 'unpacked' && !NO_ARGUMENTS.includes(kind)

/** A node, or a value in one. It has the properties of all kinds of nodes; types show those of its own. */
export class RecordNode {
  constructor(
    /** The file that it is in. Rules do not see it. */
    readonly file: FileRecords,
    private readonly at: number,
  ) {}

  private column(name: keyof FileRecords['all']['nodes']): number {
    return this.file.all.nodes[name][this.at] ?? 0
  }

  get kind(): string {
    return RECORD_KINDS[this.column('kind')] ?? 'other'
  }

  /** Where it begins and ends, in bytes. */
  get offsets(): [start: number, end: number] {
    return [this.column('start'), this.column('end')]
  }

  get start(): Position {
    return this.file.position(this.column('start'))
  }

  get end(): Position {
    return this.file.position(this.column('end'))
  }

  get text(): string {
    return this.file.codeAt(...this.offsets)
  }

  get name(): string | undefined {
    if (this.kind === 'assignment') return this.child('target')?.text
    if (this.kind === 'parameter') return this.label
    return this.file.string(this.column('name'))
  }

  private get label(): string | undefined {
    return this.file.string(this.column('label'))
  }

  private get said(): string | undefined {
    return this.file.string(this.column('value'))
  }

  get value(): string | number | boolean | null | undefined | RecordNode {
    switch (this.kind) {
      case 'assignment':
        return this.child('value')
      case 'bool':
        return this.said === 'true'
      case 'none':
        return null
      case 'number':
        return Number(this.said)
      case 'string':
      case 'bytes':
        return this.said ?? ''
      default:
        return undefined
    }
  }

  private get children(): RecordNode[] {
    const first = this.column('first')
    return Array.from({ length: this.column('count') }, (_, at) => this.file.node(first + at))
  }

  private child(label: string): RecordNode | undefined {
    return this.children.find(child => child.label === label)
  }

  /** Whether anything follows from a value that is not known. */
  private get hides(): boolean {
    const { kind } = this
    return kind === 'starred' || (kind === 'unpacked' && this.column('count') === 0)
  }

  get elements(): RecordNode[] {
    return this.children
  }

  get entries(): Entry[] {
    return this.children.map(child => ({ key: child.label, value: child as unknown as Entry['value'] }))
  }

  get(key: string): RecordNode | undefined {
    return this.children.findLast(child => child.label === key)
  }

  get arguments(): RecordNode[] {
    return this.children.filter(({ label, kind }) => isPositional(kind, label !== undefined))
  }

  get bases(): RecordNode[] {
    return this.arguments
  }

  get keywords(): { name: string; value: RecordNode }[] {
    return this.children.flatMap(child =>
      child.label === undefined || NO_ARGUMENTS.includes(child.kind)
        ? []
        : [{ name: child.label, value: child }],
    )
  }

  get isOpen(): boolean {
    return this.children.some(child => child.hides)
  }

  argument(position: number): RecordNode | undefined {
    const { kind: kinds, label: labels } = this.file.all.nodes
    const first = this.file.placeOf(this.column('first'))
    let left = position
    for (let at = first; at < first + this.column('count'); at++) {
      const kind = RECORD_KINDS[kinds[at] ?? 0] ?? ''
      if (!isPositional(kind, labels[at] !== NONE)) continue
      if (kind === 'starred') return undefined
      if (left-- === 0) return nodeAt(this.file, at)
    }
    return undefined
  }

  keyword(name: string): RecordNode | undefined {
    for (const child of this.children) {
      if (child.label === name && !NO_ARGUMENTS.includes(child.kind)) return child
      const entry = child.kind === 'unpacked' ? child.get(name) : undefined
      if (entry) return entry
    }
    return undefined
  }

  get module(): string | undefined {
    return this.said
  }

  get alias(): string | undefined {
    return this.label
  }

  get place(): string | undefined {
    return this.file.string(this.column('name'))
  }

  get target(): string | undefined | RecordNode {
    return this.kind === 'assignment' ? this.child('target') : this.label
  }

  get isAsync(): boolean {
    return this.said === 'async'
  }

  get parameters(): RecordNode[] {
    return this.children.filter(({ kind }) => kind === 'parameter')
  }

  get form(): string {
    return this.said ?? ''
  }

  get default(): RecordNode | undefined {
    return this.child('default')
  }

  get annotation(): RecordNode | undefined {
    return this.child('annotation')
  }

  get decorators(): RecordNode[] {
    return this.children.filter(({ kind }) => kind === 'decorator')
  }

  get returns(): RecordNode | undefined {
    return this.child('returns')
  }
}
