import { isoSeconds } from '../clock.js'
import { noCounts } from '../metrics.js'
import { pythonString } from '../python/json.js'
import type { FileMetrics, Report } from '../types.js'
import { ByteChunks } from './byte-chunks.js'
import type { Chunk, FormatOptions } from './index.js'
import { ResultWriter } from './json-result.js'
import { levelCounters, sortedFindings, sortedMetrics } from './sorted.js'

/**
 * Bandit's JSON (formatters/json.py): what Python's json.dumps makes of the report, keys sorted and
 * indented by two. Excerpts and messages come escaped from the native side and are copied as they are.
 */
export function* json(report: Report, { aggregate, time }: FormatOptions): Generator<Chunk> {
  const out = new ByteChunks()
  out.ascii('{\n  "errors": ')
  for (const { name, reason } of objects(out, report.skipped, 2)) {
    out.ascii(`      "filename": ${pythonString(name)},\n      "reason": ${pythonString(reason)}\n    }`)
    if (out.ready) yield* out.take()
  }
  out.ascii(`,\n  "generated_at": "${isoSeconds(time)}",\n  "metrics": {`)
  const files = new MetricsWriter(out)
  for (const metrics of sortedMetrics(report)) {
    files.write(metrics)
    if (out.ready) yield* out.take()
  }
  out.ascii('\n  },\n  "results": ')
  const result = new ResultWriter(out, 'result')
  const candidate = new ResultWriter(out, 'candidate')
  for (const finding of objects(out, sortedFindings(report.findings, aggregate), 2)) {
    const candidates = report.candidates?.get(finding)
    if (candidates) {
      out.ascii('      "candidates": ')
      for (const each of objects(out, candidates, 6)) {
        candidate.write(each)
        if (out.ready) yield* out.take()
      }
      out.ascii(',\n')
    }
    result.write(finding)
    if (out.ready) yield* out.take()
  }
  out.ascii('\n}')
  yield* out.end()
}

/** Writes the metrics of files by name. */
class MetricsWriter {
  private separator = Buffer.from('\n    "')

  constructor(private readonly out: ByteChunks) {}

  write(metrics: FileMetrics): void {
    const { out } = this
    const { nameBytes, loc, nosec, skippedTests, issues } = metrics
    out.bytes(this.separator)
    this.separator = NEXT
    if (nameBytes) out.bytes(nameBytes)
    else out.ascii(pythonString(metrics.name).slice(1, -1))
    this.writeLevels(issues)
    out.integer(loc)
    if (nosec === 0 && skippedTests === 0) out.bytes(NOTHING_SILENCED)
    else out.ascii(silenced(nosec, skippedTests))
  }

  /** From the end of the name to the lines of code. A file that could not be scanned has no levels, most have no findings. */
  private writeLevels(issues: FileMetrics['issues']): void {
    const { out } = this
    if (issues?.severity.every(count => count === 0)) out.bytes(NO_FINDINGS)
    else out.ascii(levels(issues))
  }
}

const NEXT = Buffer.from(',\n    "')
const levels = (issues: FileMetrics['issues']) =>
  `": {${levelCounters(issues)
    .map(([name, count]) => `\n      "${name}": ${count},`)
    .join('')}\n      "loc": `
const NO_FINDINGS = Buffer.from(levels({ severity: noCounts(), confidence: noCounts() }))
const silenced = (nosec: number, skippedTests: number) =>
  `,\n      "nosec": ${nosec},\n      "skipped_tests": ${skippedTests}\n    }`
const NOTHING_SILENCED = Buffer.from(silenced(0, 0))

/** The members of a list of objects, with what stands around each but its own end; the brackets stand at this indent. */
function* objects<T>(out: ByteChunks, items: readonly T[], indent: number): Generator<T> {
  const margin = ' '.repeat(indent)
  const open = `\n${margin}  {\n`
  const next = Buffer.from(`,${open}`)
  let separator = Buffer.from(`[${open}`)
  for (const item of items) {
    out.bytes(separator)
    yield item
    separator = next
  }
  out.ascii(items.length > 0 ? `\n${margin}]` : '[]')
}
