import type { Batch, Table } from '../../index.js'
import { sumRows } from '../native.js'
import { firstPast } from '../python/bisect.js'
import { RANKING } from '../rules/levels.js'
import type { Counts, FileMetrics, Metrics } from './metrics.js'
import { bytesAt, decode, type Texts, textsFrom } from './texts.js'

/** How much a finding of each level adds to a file's score (core/constants.py, RANKING_VALUES). */
const WEIGHTS: Counts = [1, 3, 5, 10]

/** Returns a file's score, by severity or confidence. */
export function score(counts: Counts): number {
  return WEIGHTS.reduce((sum, weight, level) => sum + weight * (counts[level] ?? 0), 0)
}

/** The state of a file: the values of a batch's `status`. */
const SCANNED = 0
const READ = 1
const UNREADABLE = 2

/** Columns of the table, as in a batch's `metrics`. */
const SEVERITY = 0
const CONFIDENCE = RANKING.length
const LOC = 2 * RANKING.length
const NOSEC = LOC + 1
const SKIPPED_TESTS = LOC + 2
const WIDTH = LOC + 3

export type NamedColumn = [name: string, column: number]

/** The columns with Bandit's names, sorted. */
const COLUMNS: readonly NamedColumn[] = [
  ...levels('CONFIDENCE', CONFIDENCE),
  ...levels('SEVERITY', SEVERITY),
  ['loc', LOC],
  ['nosec', NOSEC],
  ['skipped_tests', SKIPPED_TESTS],
]

function levels(criterion: string, first: number): NamedColumn[] {
  const named = RANKING.map((level, rank): NamedColumn => [`${criterion}.${level}`, first + rank])
  return named.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Consecutive files of a table that have the same counters. */
export interface Run {
  table: MetricsTable
  from: number
  to: number
  columns: readonly NamedColumn[]
}

/** The metrics of files, as columns. A large project has very many files, and few are read individually. */
export class MetricsTable {
  readonly #names: Texts<Float64Array>
  readonly #status: Uint8Array
  readonly #numbers: Uint32Array

  constructor(names: Texts<Float64Array>) {
    this.#names = names
    this.#status = new Uint8Array(names.end.length).fill(UNREADABLE)
    this.#numbers = new Uint32Array(names.end.length * WIDTH)
  }

  /** Builds a table from these metrics. */
  static of(files: readonly FileMetrics[]): MetricsTable {
    const table = new MetricsTable(textsFrom(files.map(({ name }) => name)))
    for (const [file, { loc, nosec, skippedTests, issues }] of files.entries()) {
      table.#status[file] = issues ? SCANNED : READ
      const { severity, confidence } = issues ?? noIssues()
      table.#numbers.set([...severity, ...confidence, loc, nosec, skippedTests], file * WIDTH)
    }
    return table
  }

  /** The number of files, including those that could not be read. */
  get size(): number {
    return this.#status.length
  }

  /** The number of files that were scanned. */
  get scanned(): number {
    return this.#status.reduce((count, status) => (status === SCANNED ? count + 1 : count), 0)
  }

  /** Adds the files of a batch. */
  enter({ firstFile, status, metrics }: Batch): void {
    this.#status.set(status, firstFile)
    this.#numbers.set(metrics, firstFile * WIDTH)
  }

  /** Subtracts a finding that a comment suppresses, either one without names or one with names. */
  silence(file: number, severity: number, confidence: number, by: 'nosec' | 'skipped'): void {
    this.#add(file, SEVERITY + severity, -1)
    this.#add(file, CONFIDENCE + confidence, -1)
    this.#add(file, by === 'nosec' ? NOSEC : SKIPPED_TESTS, 1)
  }

  /** Forgets how many findings a file has, so that those that are reported can be counted. */
  forgetFindings(file: number): void {
    this.#numbers.fill(0, file * WIDTH, file * WIDTH + LOC)
  }

  /** Counts a finding that is reported. */
  count(file: number, severity: number, confidence: number): void {
    this.#add(file, SEVERITY + severity, 1)
    this.#add(file, CONFIDENCE + confidence, 1)
  }

  #add(file: number, column: number, number: number): void {
    const at = file * WIDTH + column
    this.#numbers[at] = (this.#numbers[at] ?? 0) + number
  }

  nameOf(file: number): string {
    return decode(bytesAt(this.#names, file))
  }

  /** Returns a file whose name is decoded on access. */
  file(place: number): { readonly name: string } {
    return new NamedFile(this, place)
  }

  /** Returns the counters of a file with Bandit's names, sorted. */
  countersOf(file: number): [name: string, count: number][] {
    return this.#columnsOf(file).map(([name, column]) => [name, this.#numbers[file * WIDTH + column] ?? 0])
  }

  /** A file that could not be scanned has no counts of findings. */
  #columnsOf(file: number): readonly NamedColumn[] {
    return this.#status[file] === SCANNED ? COLUMNS : COLUMNS.slice(-3)
  }

  /** Lists the metrics of each file that could be read. */
  list(): FileMetrics[] {
    const list: FileMetrics[] = []
    for (const [file, status] of this.#status.entries()) {
      if (status === UNREADABLE) continue
      const { issues, ...counts } = metricsOf(this.#numbers, file * WIDTH)
      list.push({ name: this.nameOf(file), ...counts, ...(status === SCANNED && { issues }) })
    }
    return list
  }

  /** Sums the metrics of all files. */
  totals(): Metrics {
    return metricsOf(sumRows(this.native()), 0)
  }

  /** Returns the first file whose name is past a point. The files must be sorted by name. */
  firstPast(isPast: (name: string) => boolean): number {
    return firstPast(this.size, file => isPast(this.nameOf(file)))
  }

  /** Yields the files in a range that could be read. */
  *runs(begin: number, end: number): Generator<Run> {
    for (let from = begin, to = begin; from < end; from = to) {
      const status = this.#status[from]
      while (to < end && this.#status[to] === status) to++
      if (status !== UNREADABLE) yield { table: this, from, to, columns: this.#columnsOf(from) }
    }
  }

  /** Returns the table as the native side takes it. */
  native(): Table {
    return { names: this.#names.text, ends: this.#names.end, numbers: this.#numbers, width: WIDTH }
  }

  /** Left out of JSON, which has the list. */
  toJSON(): undefined {}
}

class NamedFile {
  readonly #table: MetricsTable
  readonly #place: number
  #known?: string

  constructor(table: MetricsTable, place: number) {
    this.#table = table
    this.#place = place
  }

  get name(): string {
    this.#known ??= this.#table.nameOf(this.#place)
    return this.#known
  }
}

const noIssues = (): Metrics['issues'] => ({ severity: [0, 0, 0, 0], confidence: [0, 0, 0, 0] })

/** Reads the metrics in a row of numbers. */
function metricsOf(numbers: ArrayLike<number>, row: number): Metrics {
  const number = (column: number) => numbers[row + column] ?? 0
  const levels = (first: number): Counts => [
    number(first),
    number(first + 1),
    number(first + 2),
    number(first + 3),
  ]
  return {
    loc: number(LOC),
    nosec: number(NOSEC),
    skippedTests: number(SKIPPED_TESTS),
    issues: { severity: levels(SEVERITY), confidence: levels(CONFIDENCE) },
  }
}
