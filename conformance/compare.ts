import { isDeepStrictEqual } from 'node:util'
import { align, type Gap } from './align.js'
import type { Counters, Report, Row } from './report.js'

/** What two reports of one project have in common, and a readable line for each difference. */
export interface Comparison {
  /** How many of Bandit's findings were compared, and how many of them ours has, in order and equal in every field. */
  rows: number
  same: number
  differences: string[]
  /** Files in the known list that do not differ: they must be removed from it. */
  stale: string[]
}

/**
 * Compares every field of every finding in order, every file's metrics and every skipped file.
 *
 * A file in `known` is ignored on both sides, and its counters are subtracted from the totals. If no file is ignored,
 * the reports must also be the same text.
 */
export function compare(theirs: Report, ours: Report, known: ReadonlySet<string>): Comparison {
  if (known.size === 0 && theirs.text === ours.text) {
    return { rows: theirs.results.length, same: theirs.results.length, differences: [], stale: [] }
  }
  const left = without(theirs, known)
  const right = without(ours, known)
  const rows = compareRows(left.results, right.results)
  const differences = [
    ...compareLists('skipped files', left.errors, right.errors),
    ...rows.differences,
    ...compareMetrics(left.metrics, right.metrics),
  ]
  if (known.size === 0 && differences.length === 0) differences.push(firstOtherLine(theirs.text, ours.text))
  const stale = [...known].filter(file => isDeepStrictEqual(partOf(theirs, file), partOf(ours, file)))
  return { rows: left.results.length, same: rows.same, differences, stale }
}

/** Everything that a report says about one file. */
function partOf(report: Report, file: string): unknown[] {
  const own = ({ filename }: { filename: string }): boolean => filename === file
  return [report.results.filter(own), report.errors.filter(own), report.metrics[file]]
}

function without(report: Report, known: ReadonlySet<string>): Omit<Report, 'text'> {
  const others = ({ filename }: { filename: string }): boolean => !known.has(filename)
  const totals = { ...report.metrics._totals }
  const metrics: Report['metrics'] = { ...report.metrics, _totals: totals }
  for (const file of known) {
    for (const [counter, count] of Object.entries(metrics[file] ?? {})) {
      totals[counter] = (totals[counter] ?? 0) - count
    }
    delete metrics[file]
  }
  return { metrics, results: report.results.filter(others), errors: report.errors.filter(others) }
}

function compareRows(theirs: readonly Row[], ours: readonly Row[]): { same: number; differences: string[] } {
  const left = byFile(theirs)
  const right = byFile(ours)
  const differences = compareLists('order of files with findings', [...left.keys()], [...right.keys()])
  let same = 0
  for (const file of new Set([...left.keys(), ...right.keys()])) {
    const aligned = align(left.get(file) ?? [], right.get(file) ?? [], row => JSON.stringify(row))
    same += aligned.same
    differences.push(...aligned.gaps.flatMap(describeGap))
  }
  return { same, differences }
}

function byFile(rows: readonly Row[]): Map<string, Row[]> {
  const files = new Map<string, Row[]>()
  for (const row of rows) {
    const file = files.get(row.filename)
    if (file) file.push(row)
    else files.set(row.filename, [row])
  }
  return files
}

/** Pairs findings of the same rule on the same line, which differ in some field. Others are on one side only. */
function describeGap({ theirs, ours }: Gap<Row>): string[] {
  const rest = [...ours]
  const lines = theirs.flatMap(row => {
    const twin = rest.findIndex(one => one.test_id === row.test_id && one.line_number === row.line_number)
    if (twin < 0) return [`${place(row)} is missing: ${String(row.issue_text)}`]
    return rest.splice(twin, 1).flatMap(one => describeFields(row, one))
  })
  return [...lines, ...rest.map(row => `${place(row)} is only in ours: ${String(row.issue_text)}`)]
}

function describeFields(theirs: Row, ours: Row): string[] {
  const fields = new Set([...Object.keys(theirs), ...Object.keys(ours)])
  const lines = [...fields]
    .filter(field => !isDeepStrictEqual(theirs[field], ours[field]))
    .map(field => `${place(theirs)} ${field}: ${versus(theirs[field], ours[field])}`)
  return lines.length > 0 ? lines : [`${place(theirs)} is in a different position`]
}

function place(row: Row): string {
  return `${row.filename}:${row.line_number} ${row.test_id}`
}

function compareMetrics(theirs: Report['metrics'], ours: Report['metrics']): string[] {
  const files = new Set([...Object.keys(theirs), ...Object.keys(ours)])
  return [...files].flatMap(file => compareCounters(file, theirs[file], ours[file]))
}

function compareCounters(file: string, theirs: Counters | undefined, ours: Counters | undefined): string[] {
  if (!theirs) return [`${file} has metrics only in ours`]
  if (!ours) return [`${file} has no metrics in ours`]
  const counters = new Set([...Object.keys(theirs), ...Object.keys(ours)])
  return [...counters]
    .filter(counter => theirs[counter] !== ours[counter])
    .map(counter => `${file} metrics ${counter}: ${versus(theirs[counter], ours[counter])}`)
}

function compareLists(what: string, theirs: readonly unknown[], ours: readonly unknown[]): string[] {
  return align(theirs, ours, item => JSON.stringify(item)).gaps.map(
    gap => `${what}: ${versus(gap.theirs, gap.ours)}`,
  )
}

function firstOtherLine(theirs: string, ours: string): string {
  const left = theirs.split('\n')
  const right = ours.split('\n')
  const longer = left.length > right.length ? left : right
  const line = longer.findIndex((_, index) => left[index] !== right[index])
  return `same content, different text, line ${line + 1}: ${versus(left[line], right[line])}`
}

/** Both values, Bandit's first, cut to the place where they differ. */
export function versus(theirs: unknown, ours: unknown): string {
  const [left, right] = [theirs, ours].map(value => JSON.stringify(value) ?? 'nothing') as [string, string]
  let apart = 0
  while (apart < left.length && left[apart] === right[apart]) apart++
  const cut = (text: string): string => {
    const start = Math.max(0, apart - 30)
    return `${start > 0 ? '…' : ''}${text.slice(start, start + 110)}${text.length > start + 110 ? '…' : ''}`
  }
  return `Bandit ${cut(left)}, posse ${cut(right)}`
}
