import type { Batch, Names, RuleInfo } from '../index.cjs'
import { passes, type Thresholds } from './filter.js'
import { Finding } from './finding.js'
import { noCounts, ScannedFile, totalsOf } from './metrics.js'
import { NosecReader, Suppressions } from './nosec.js'
import type { FileMetrics, Report } from './types.js'

/** Values of a batch's `status`. */
const SCANNED = 0
const UNREADABLE = 2

/** Most files have no findings, and share these counts. */
const NO_ISSUES = { severity: noCounts(), confidence: noCounts() }

export interface Scanned {
  /** File names in the order of the scan. */
  names: Names
  excluded: string[]
  batches: readonly Batch[]
}

/** Makes the report of a scan: nosec decides and counts first, then the metrics count, then the thresholds. */
export function assembleReport(
  builtin: readonly RuleInfo[],
  own: readonly RuleInfo[],
  scanned: Scanned,
  thresholds: Thresholds,
  keepSuppressed = false,
): Report {
  // Rows of a profile's own tables have no name that a comment could say.
  const reader = new NosecReader(builtin)
  const rules = [...builtin, ...own]
  const metrics: FileMetrics[] = []
  const report: Report = {
    findings: [],
    metrics,
    metricsSorted: scanned.names.sorted,
    totals: totalsOf([]),
    skipped: [],
    excluded: scanned.excluded,
    limited: [],
    rules: [],
    ...(keepSuppressed && { suppressed: [] }),
  }
  for (const batch of scanned.batches) {
    const fileAt = (at: number) => new ScannedFile(scanned.names, batch.firstFile + at, batch.loc[at] ?? 0)
    for (const { file, reason } of batch.reasons) report.skipped.push({ name: fileAt(file).name, reason })
    for (const file of batch.limited) report.limited.push(fileAt(file).name)
    for (let at = 0; at < batch.status.length; at++) {
      if (batch.status[at] === UNREADABLE) continue
      const file = fileAt(at)
      readFile(rules, reader, batch, at, file, thresholds, report)
      metrics.push(file)
    }
  }
  report.totals = totalsOf(metrics)
  return report
}

/** Counts one file's findings, and adds to the report those that are reported. */
function readFile(
  rules: readonly RuleInfo[],
  reader: NosecReader,
  batch: Batch,
  at: number,
  file: ScannedFile,
  thresholds: Thresholds,
  report: Report,
): void {
  const start = startOf(batch.findingEnd, at)
  const end = batch.findingEnd[at] ?? 0
  const issues = start < end ? { severity: noCounts(), confidence: noCounts() } : NO_ISSUES
  if (batch.status[at] === SCANNED) file.issues = issues
  if (start === end) return
  const { name } = file
  const suppressions = suppressionsOf(reader, batch, at)
  for (let row = start; row < end; row++) {
    const rule = rules[batch.rule[row] ?? 0]
    if (!rule) continue
    const severity = (batch.severity[row] ?? 0) as 0 | 1 | 2 | 3
    const confidence = (batch.confidence[row] ?? 0) as 0 | 1 | 2 | 3
    const passed = file.issues !== undefined && passes(thresholds, severity, confidence)
    if (suppressions) {
      const { line, rangeStart, rangeEnd } = batch
      const place = [line[row] ?? 0, rangeStart[row] ?? 0, rangeEnd[row] ?? 0] as const
      const verdict = suppressions.verdict(rule, ...place)
      if (verdict === 'nosec') file.nosec++
      if (verdict === 'skipped') file.skippedTests++
      if (verdict !== 'reported') {
        const comment = report.suppressed && passed && suppressions.reason(rule, ...place)
        if (comment) report.suppressed?.push({ finding: new Finding(name, rule, batch, row), comment })
        continue
      }
    }
    issues.severity[severity]++
    issues.confidence[confidence]++
    if (passed) report.findings.push(new Finding(name, rule, batch, row))
  }
}

/** Most files have no nosec comment, and none is made for them. */
function suppressionsOf(reader: NosecReader, batch: Batch, file: number): Suppressions | undefined {
  const end = batch.nosecEnd[file] ?? 0
  let suppressions: Suppressions | undefined
  for (let at = startOf(batch.nosecEnd, file); at < end; at++) {
    const text = batch.nosecText[at] ?? ''
    const silenced = reader.parse(text)
    if (!silenced) continue
    suppressions ??= new Suppressions()
    suppressions.add(batch.nosecLine[at] ?? 0, silenced, text)
  }
  return suppressions
}

function startOf(ends: Uint32Array, index: number): number {
  return index > 0 ? (ends[index - 1] ?? 0) : 0
}
