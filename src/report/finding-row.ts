import type { Batch } from '../../index.js'
import { FindingField, FindingText } from '../native.js'
import { bytesAt, decode } from './texts.js'

/*
 * The fields of findings, as the core declares them: a new one needs no code here.
 */

/** Rows of findings, and the texts that they refer to. */
export type FindingRows = Pick<
  Batch,
  'rows' | 'codeStart' | 'codeEnd' | 'resultEnd' | 'text' | 'sharedEnd' | 'sharedText'
>

type FieldName = Uncapitalize<keyof typeof FindingField>
type TextName = Uncapitalize<keyof typeof FindingText>

/** All numbers and all texts by name. */
type Fields = { readonly [Name in FieldName]: number } & { readonly [Name in TextName]: string }

/** The numbers of a row by name, in their order. */
export const FIELDS = namesOf(FindingField) as readonly FieldName[]
/** Its texts. */
export const TEXTS = namesOf(FindingText) as readonly TextName[]
/** The length of a row: its numbers, then the places of its texts among the shared ones. */
export const WIDTH = FIELDS.length + TEXTS.length

function namesOf(members: object): string[] {
  return Object.keys(members).map(name => name.charAt(0).toLowerCase() + name.slice(1))
}

/** The rows that a finding is in. */
let rowsOf: (row: Row) => FindingRows
/** Its place among them. */
let placeOf: (row: Row) => number

/** One row. Nothing is decoded before it is asked for. */
class Row {
  readonly #rows: FindingRows
  readonly #at: number

  constructor(rows: FindingRows, at: number) {
    this.#rows = rows
    this.#at = at
  }

  /** Numbered lines of code around the finding, each as `12 import os`. */
  get code(): string {
    return decode(this.codeBytes)
  }

  /** The same as ASCII, escaped as in JSON, without its quotes. */
  get codeBytes(): Uint8Array {
    const { text, codeStart, codeEnd } = this.#rows
    return text.subarray(codeStart[this.#at] ?? 0, codeEnd[this.#at] ?? 0)
  }

  static {
    rowsOf = row => row.#rows
    placeOf = row => row.#at
    for (const [field, name] of FIELDS.entries()) {
      define(name, row => row.#rows.rows[row.#at * WIDTH + field] ?? 0)
    }
    for (const [field, name] of TEXTS.entries()) define(name, row => decode(textBytes(row, field)))

    function define(name: string, get: (row: Row) => unknown): void {
      Object.defineProperty(Row.prototype, name, {
        get(this: Row) {
          return get(this)
        },
        configurable: true,
      })
    }
  }
}

/** A row with its fields by name. */
export const FindingRow = Row as new (
  rows: FindingRows,
  at: number,
) => Row & Omit<Fields, 'rule' | 'kind' | 'severity' | 'confidence'>
export type FindingRow = InstanceType<typeof FindingRow>

/** A number of a finding. */
export function numberOf(finding: FindingRow, field: FindingField): number {
  return rowsOf(finding).rows[placeOf(finding) * WIDTH + field] ?? 0
}

/** All numbers of a finding, in their order. */
export function numbersOf(finding: FindingRow): Uint32Array {
  const start = placeOf(finding) * WIDTH
  return rowsOf(finding).rows.subarray(start, start + FIELDS.length)
}

/** A text of a finding as ASCII, escaped as in JSON, without its quotes. */
export function textBytes(finding: Row, field: FindingText): Uint8Array {
  const { rows, sharedText: text, sharedEnd: end } = rowsOf(finding)
  return bytesAt({ text, end }, rows[placeOf(finding) * WIDTH + FIELDS.length + field] ?? 0)
}

/**
 * The results that the scan wrote for a finding and for those behind it in a list, as far as they are side by side in
 * memory and `joins` agrees; `end` is the place in the list behind the last of them. Undefined if the scan wrote none.
 */
export function writtenFrom<F extends FindingRow>(
  findings: readonly F[],
  start: number,
  joins: (finding: F) => boolean,
): { bytes: Uint8Array; end: number } | undefined {
  const first = findings[start] as F
  const rows = rowsOf(first)
  const at = placeOf(first)
  const { text, resultEnd } = rows
  if (!resultEnd) return undefined
  let end = start + 1
  for (let next = findings[end]; next && joins(next); next = findings[++end]) {
    if (rowsOf(next) !== rows || placeOf(next) !== at + end - start) break
  }
  return { bytes: text.subarray(resultEnd[at - 1] ?? 0, resultEnd[at + end - start - 1] ?? 0), end }
}
