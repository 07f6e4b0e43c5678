import type { Batch } from '../../index.js'
import { type Level, RANKING } from '../rules/levels.js'
import { NODE_KINDS, type NodeKind, type RuleInfo } from '../rules/rule-info.js'
import { bytesAt, decode } from './texts.js'

/** The columns of a batch that findings have. */
export type FindingColumns = Omit<
  Batch,
  | 'firstFile'
  | 'status'
  | 'metrics'
  | 'reasons'
  | 'found'
  | 'findingEnd'
  | 'nosecEnd'
  | 'limited'
  | 'nosecLine'
  | 'nosecText'
  | 'rule'
>

/** The longest line range that is listed for a finding of a file with too much to show. */
const LIMITED_RANGE = 1000

/**
 * One finding: a view of its row in a batch's columns. Nothing is decoded before it is asked for.
 * The fields are Bandit's; `start` and `end` are the finding's own node.
 */
export class Finding {
  constructor(
    private readonly source: { readonly name: string },
    readonly rule: RuleInfo,
    private readonly batch: FindingColumns,
    private readonly row: number,
  ) {}

  /** The file's name as reported. */
  get file(): string {
    return this.source.name
  }

  get id(): string {
    return this.rule.id
  }

  get testName(): string {
    return this.rule.testName
  }

  /** The number of the weakness; 0 where none is known. */
  get cwe(): number {
    return this.rule.cwe
  }

  /** The page about the weakness. */
  get cweLink(): string {
    return cweLink(this.rule)
  }

  /** The weakness as Bandit prints it. */
  get cweText(): string {
    return this.cwe === 0 ? '' : `CWE-${this.cwe} (${this.cweLink})`
  }

  get severity(): Level {
    return RANKING[this.batch.severity[this.row] ?? 0] ?? 'UNDEFINED'
  }

  get confidence(): Level {
    return RANKING[this.batch.confidence[this.row] ?? 0] ?? 'UNDEFINED'
  }

  /** The message. */
  get text(): string {
    return decode(this.textBytes)
  }

  /** The message as ASCII, escaped as in JSON, without its quotes. */
  get textBytes(): Uint8Array {
    const { message, messageEnd, messageText } = this.batch
    return bytesAt({ text: messageText, end: messageEnd }, message[this.row] ?? 0)
  }

  /** The kind of node that it was found at. */
  get kind(): NodeKind {
    return NODE_KINDS[this.batch.kind[this.row] ?? 0] ?? 'Call'
  }

  /** The reported line, from 1. */
  get line(): number {
    return this.batch.line[this.row] ?? 0
  }

  /** Column of the node in UTF-8 bytes, from 0. */
  get column(): number {
    return this.batch.column[this.row] ?? 0
  }

  get endColumn(): number {
    return this.batch.endColumn[this.row] ?? 0
  }

  /** First and last line of the range that Bandit gives the finding. */
  get lineRange(): { first: number; last: number } {
    const first = this.batch.rangeStart[this.row] ?? 0
    const last = this.batch.rangeEnd[this.row] ?? 0
    return {
      first,
      last: this.batch.rangeLimited[this.row] ? Math.min(last, first + LIMITED_RANGE - 1) : last,
    }
  }

  /** Every line of that range. */
  get lines(): number[] {
    const { first, last } = this.lineRange
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  }

  /** Start of the finding's own node: line from 1, column from 1 in UTF-16 units. */
  get start(): { line: number; column: number } {
    return { line: this.batch.nodeLine[this.row] ?? 0, column: this.batch.nodeColumn[this.row] ?? 0 }
  }

  /** End of the finding's own node, the column being the first one after it. */
  get end(): { line: number; column: number } {
    return { line: this.batch.nodeEndLine[this.row] ?? 0, column: this.batch.nodeEndColumn[this.row] ?? 0 }
  }

  /** Numbered lines of code around the finding, each as `12 import os`. */
  get code(): string {
    return decode(this.codeBytes)
  }

  /** The same as ASCII, escaped as in JSON, without its quotes. */
  get codeBytes(): Uint8Array {
    const { text, codeStart, codeEnd } = this.batch
    return text.subarray(codeStart[this.row] ?? 0, codeEnd[this.row] ?? 0)
  }

  /** Whether the scan found it right after another one. */
  follows(other: Finding): boolean {
    return this.batch === other.batch && this.row === other.row + 1
  }

  /** Whether the scan has made its result in Bandit's JSON (`Options.jsonRows`). */
  get isWritten(): boolean {
    return this.batch.rowEnd !== undefined
  }

  /** The results that the scan has made, from this one to that of the last of the findings that follow it. */
  jsonTo(last: Finding): Uint8Array {
    const { text, rowEnd } = this.batch
    return text.subarray(rowEnd?.[this.row - 1] ?? 0, rowEnd?.[last.row] ?? 0)
  }
}

/** What stands before and behind the number of a weakness in the address of the page about it. */
export const CWE_PAGE = ['https://cwe.mitre.org/data/definitions/', '.html'] as const

/** The page about a rule's weakness; empty where none is known. */
export function cweLink({ cwe }: RuleInfo): string {
  return cwe === 0 ? '' : CWE_PAGE.join(String(cwe))
}
