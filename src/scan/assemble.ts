import type { Batch, FailedCheck, Names } from '../../index.js'
import type { Log } from '../log.js'
import { FindingField } from '../native.js'
import { cellPart } from '../report/cell.js'
import { Finding } from '../report/finding.js'
import { WIDTH } from '../report/finding-row.js'
import { MetricsTable } from '../report/metrics-table.js'
import type { Report } from '../report/report.js'
import { passes, type Thresholds } from '../report/thresholds.js'
import { NODE_KINDS, type RuleInfo } from '../rules/rule-info.js'
import { NosecReader, type Place, Suppressions } from './nosec.js'

export interface Scanned {
  /** File names in the order of the scan. */
  names: Names
  excluded: () => string[]
  batches: readonly Batch[]
}

/** Builds the report of a scan. Applies suppressions first, then counts metrics, then applies the thresholds. */
export function assembleReport(
  builtin: readonly RuleInfo[],
  own: readonly RuleInfo[],
  { names, excluded, batches }: Scanned,
  thresholds: Thresholds,
  keepSuppressed: boolean,
  log: Log,
): Report {
  // Rules from a profile's own tables have no name that a comment could use.
  const reader = new NosecReader(builtin)
  const rules = [...builtin, ...own]
  const table = new MetricsTable(names)
  const report = reportOf(table, names, excluded)
  if (keepSuppressed) report.suppressed = []
  for (const batch of batches) {
    takeFiles(batch, table, report)
    const failed = byFile(batch.failedChecks)
    for (const at of batch.found.keys())
      readFile(rules, reader, batch, at, failed, table, thresholds, report, log)
  }
  report.totals = table.totals()
  return report
}

/** A report without findings. */
export function reportOf(table: MetricsTable, { sorted }: Names, excluded: () => string[]): Report {
  return {
    findings: [],
    // Computed on access, because both can be as long as the list of files.
    get metrics() {
      return keep(this, 'metrics', table.list())
    },
    get excluded() {
      return keep(this, 'excluded', excluded())
    },
    ...(sorted && { metricsTable: table }),
    totals: table.totals(),
    skipped: [],
    limited: [],
    incomplete: [],
    failedChecks: [],
    unsetOptions: [],
    unscanned: [],
    rules: [],
  }
}

/** Adds what a batch says of its files, except for their findings. */
export function takeFiles(batch: Batch, table: MetricsTable, report: Report): void {
  const nameAt = (at: number) => table.nameOf(batch.firstFile + at)
  for (const { file, reason } of batch.reasons) report.skipped.push({ name: nameAt(file), reason })
  for (const file of batch.limited) report.limited.push(nameAt(file))
  for (const file of batch.incomplete) report.incomplete.push(nameAt(file))
  const notes = batch.notebooks.map(({ file, ...note }) => ({ name: nameAt(file), ...note }))
  if (notes.length > 0) report.notebooks = [...(report.notebooks ?? []), ...notes]
  table.enter(batch)
}

/** The check of the name tables, which has findings of many rules. */
const TABLES = { id: 'B001', testName: 'blacklist' }

/** The failed checks of each file, by its place in the batch. */
function byFile(checks: readonly FailedCheck[]): Map<number, FailedCheck[]> {
  const files = new Map<number, FailedCheck[]>()
  for (const check of checks) {
    const file = files.get(check.file)
    if (file) file.push(check)
    else files.set(check.file, [check])
  }
  return files
}

/** Replaces a getter with the value it returned. */
function keep<K extends keyof Report>(report: Report, key: K, value: Report[K]): Report[K] {
  Object.defineProperty(report, key, { value, enumerable: true, writable: true, configurable: true })
  return value
}

/** Adds the reported findings of a file to the report, and subtracts suppressed ones from the metrics. */
function readFile(
  rules: readonly RuleInfo[],
  reader: NosecReader,
  batch: Batch,
  at: number,
  failed: ReadonlyMap<number, readonly FailedCheck[]>,
  table: MetricsTable,
  thresholds: Thresholds,
  report: Report,
  log: Log,
): void {
  const place = batch.firstFile + (batch.found[at] ?? 0)
  const file = table.file(place)
  const warn = (cell: number, line: number, message: string) =>
    log.warning(`${table.nameOf(place)}:${cellPart(cell)}${line}: ${message}`)
  const suppressions = suppressionsOf(reader, batch, at, warn)
  const end = batch.findingEnd[at] ?? 0
  for (let row = startOf(batch.findingEnd, at); row < end; row++) {
    const number = (field: FindingField) => batch.rows[row * WIDTH + field] ?? 0
    const rule = rules[number(FindingField.Rule)]
    if (!rule) continue
    const severity = number(FindingField.Severity)
    const confidence = number(FindingField.Confidence)
    const passed = passes(thresholds, severity, confidence)
    const comments = suppressions?.get(number(FindingField.Cell))
    if (comments) {
      const where = placeOf(number)
      const verdict = comments.verdict(rule.id, where)
      if (verdict !== 'reported') {
        table.silence(place, severity, confidence, verdict)
        const comment = report.suppressed && passed && comments.reason(rule.id, where)
        if (comment) report.suppressed?.push({ finding: new Finding(file, rule, batch, row), comment })
        continue
      }
    }
    if (passed) report.findings.push(new Finding(file, rule, batch, row))
  }
  for (const { rule, kind, line, firstLine, lastLine, cell, reason } of failed.get(batch.found[at] ?? 0) ??
    []) {
    const { id, testName } = rules[rule] ?? TABLES
    const where = { kind: NODE_KINDS[kind] ?? 'Call', line, first: firstLine, last: lastLine }
    const comments = suppressions?.get(cell)
    if (comments && comments.verdict(id, where) !== 'reported') continue
    report.failedChecks.push({ file: file.name, line, ...(cell > 0 && { cell }), id, testName, reason })
  }
}

function placeOf(number: (field: FindingField) => number): Place {
  return {
    kind: NODE_KINDS[number(FindingField.Kind)] ?? 'Call',
    line: number(FindingField.Line),
    first: number(FindingField.FirstLine),
    last: number(FindingField.NosecLastLine),
  }
}

/** Returns the suppressions of a file, by cell of a notebook. Most files have no nosec comments, and get none. */
function suppressionsOf(
  reader: NosecReader,
  batch: Batch,
  at: number,
  warn: (cell: number, line: number, message: string) => void,
): Map<number, Suppressions> | undefined {
  const end = batch.nosecEnd[at] ?? 0
  let suppressions: Map<number, Suppressions> | undefined
  for (let comment = startOf(batch.nosecEnd, at); comment < end; comment++) {
    const text = batch.nosecText[comment] ?? ''
    const line = batch.nosecLine[comment] ?? 0
    const unknown: string[] = []
    const silenced = reader.parse(text, unknown)
    if (!silenced) continue
    const cell = batch.nosecCell[comment] ?? 0
    if (unknown.length > 0) warn(cell, line, reader.warningOf(unknown, silenced))
    suppressions ??= new Map()
    const comments = suppressions.get(cell) ?? new Suppressions()
    suppressions.set(cell, comments)
    comments.add(line, silenced, text)
  }
  return suppressions
}

/** Where the part of an entry of a column of ends starts. */
export function startOf(ends: Uint32Array, index: number): number {
  return index > 0 ? (ends[index - 1] ?? 0) : 0
}
