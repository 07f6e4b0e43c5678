import type * as Native from '../../index.js'
import { FindingField, FindingText } from '../native.js'
import { bytesAt, decode } from './texts.js'

/*
 * The fields of findings, as the core declares them. A new field needs no code here.
 */

/** Rows of findings, and the texts that they refer to. */
export type FindingRows = Native.FindingRows & Pick<Native.Batch, 'resultEnd'>

type FieldName = Uncapitalize<keyof typeof FindingField>
type TextName = Uncapitalize<keyof typeof FindingText>

/** All numbers and texts, by name. */
type Fields = { readonly [Name in FieldName]: number } & { readonly [Name in TextName]: string }

/** The names of the numbers of a row, in order. */
export const FIELDS = namesOf(FindingField) as readonly FieldName[]
/** The names of the texts of a row, in order. */
export const TEXTS = namesOf(FindingText) as readonly TextName[]
/** The length of a row: its numbers, then the indices of its texts among the shared ones. */
export const WIDTH = FIELDS.length + TEXTS.length

function namesOf(members: object): string[] {
  return Object.keys(members).map(name => name.charAt(0).toLowerCase() + name.slice(1))
}

/** Returns the rows that contain a finding. */
let rowsOf: (row: Row) => FindingRows
/** Returns its index in them. */
let placeOf: (row: Row) => number

/** One row. Fields are decoded on access. */
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

  /** The code as ASCII, escaped as in JSON, without quotes. */
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
) => Row & Omit<Fields, 'rule' | 'kind' | 'severity' | 'confidence' | 'steps'>
export type FindingRow = InstanceType<typeof FindingRow>

/** Returns a number of a finding. */
export function numberOf(finding: FindingRow, field: FindingField): number {
  return rowsOf(finding).rows[placeOf(finding) * WIDTH + field] ?? 0
}

/** Returns all numbers of a finding, in order. */
export function numbersOf(finding: FindingRow): Uint32Array {
  const start = placeOf(finding) * WIDTH
  return rowsOf(finding).rows.subarray(start, start + FIELDS.length)
}

/** Returns a text of a finding as ASCII, escaped as in JSON, without quotes. */
export function textBytes(finding: Row, field: FindingText): Uint8Array {
  const { rows, sharedText: text, sharedEnd: end } = rowsOf(finding)
  return bytesAt({ text, end }, rows[placeOf(finding) * WIDTH + FIELDS.length + field] ?? 0)
}

/** Whether a text of a finding is not empty. */
export function hasText(finding: Row, field: FindingText): boolean {
  const { rows, sharedEnd: end } = rowsOf(finding)
  const place = rows[placeOf(finding) * WIDTH + FIELDS.length + field] ?? 0
  return (end[place] ?? 0) > (place > 0 ? (end[place - 1] ?? 0) : 0)
}

/** The texts that rows have in one field. Each is decoded once, because few texts are shared by many rows. */
export class SharedTexts {
  readonly #rows: FindingRows
  readonly #column: number
  readonly #known = new Map<number, string>()

  constructor(rows: FindingRows, field: FindingText) {
    this.#rows = rows
    this.#column = FIELDS.length + field
  }

  /** The text in this row. */
  at(row: number): string {
    const { rows, sharedText: text, sharedEnd: end } = this.#rows
    const place = rows[row * WIDTH + this.#column] ?? 0
    let known = this.#known.get(place)
    if (known === undefined) {
      known = decode(bytesAt({ text, end }, place))
      this.#known.set(place, known)
    }
    return known
  }
}

/**
 * Returns the results that the scan wrote for a finding and for those after it in a list, up to the first that is not
 * adjacent in memory or that `joins` rejects. `end` is the index in the list after the last of them. Returns undefined
 * if the scan wrote no results.
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

/** Findings that follow one another in a list and are in the same rows. */
export interface Run {
  rows: FindingRows
  /** Their indices in the rows. */
  places: Uint32Array
  /** The index in the list of the first of them, and the one after the last. */
  from: number
  to: number
}

/** Yields the runs of a list. */
export function* runsOf(findings: readonly FindingRow[]): Generator<Run> {
  const all = new Uint32Array(findings.length)
  for (let from = 0, to = 0; from < findings.length; from = to) {
    const rows = rowsOf(findings[from] as FindingRow)
    for (let next = findings[to]; next && rowsOf(next) === rows; next = findings[++to])
      all[to] = placeOf(next)
    yield { rows, places: all.subarray(from, to), from, to }
  }
}
