import type { Batch, RuleInfo } from '../index.js'
import { passes, type Thresholds } from './filter.js'
import { Finding } from './finding.js'
import { noCounts, totalsOf } from './metrics.js'
import { NosecReader, Suppressions } from './nosec.js'
import type { FileMetrics, Report } from './types.js'

/** Values of a batch's `status`. */
const SCANNED = 0
const UNREADABLE = 2

/** Most files have no findings, and share these counts. */
const NO_ISSUES = { severity: noCounts(), confidence: noCounts() }

export interface Scanned {
  /** File names in the order of the scan. */
  names: readonly string[]
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
    totals: totalsOf([]),
    skipped: [],
    excluded: scanned.excluded,
    limited: [],
    rules: [],
    ...(keepSuppressed && { suppressed: [] }),
  }
  for (const batch of scanned.batches) {
    const nameOf = (file: number) => scanned.names[batch.firstFile + file] ?? ''
    for (const { file, reason } of batch.reasons) report.skipped.push({ name: nameOf(file), reason })
    for (const file of batch.limited) report.limited.push(nameOf(file))
    for (let file = 0; file < batch.status.length; file++) {
      if (batch.status[file] !== UNREADABLE)
        metrics.push(readFile(rules, reader, batch, file, nameOf(file), thresholds, report))
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
  file: number,
  name: string,
  thresholds: Thresholds,
  report: Report,
): FileMetrics {
  const metrics: FileMetrics = { name, loc: batch.loc[file] ?? 0, nosec: 0, skippedTests: 0 }
  const start = startOf(batch.findingEnd, file)
  const end = batch.findingEnd[file] ?? 0
  const issues = start < end ? { severity: noCounts(), confidence: noCounts() } : NO_ISSUES
  if (batch.status[file] === SCANNED) metrics.issues = issues
  const suppressions = suppressionsOf(reader, batch, file)
  for (let row = start; row < end; row++) {
    const rule = rules[batch.rule[row] ?? 0]
    if (!rule) continue
    const severity = (batch.severity[row] ?? 0) as 0 | 1 | 2 | 3
    const confidence = (batch.confidence[row] ?? 0) as 0 | 1 | 2 | 3
    const passed = metrics.issues !== undefined && passes(thresholds, severity, confidence)
    if (suppressions) {
      const { line, rangeStart, rangeEnd } = batch
      const place = [line[row] ?? 0, rangeStart[row] ?? 0, rangeEnd[row] ?? 0] as const
      const verdict = suppressions.verdict(rule, ...place)
      if (verdict === 'nosec') metrics.nosec++
      if (verdict === 'skipped') metrics.skippedTests++
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
  return metrics
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
