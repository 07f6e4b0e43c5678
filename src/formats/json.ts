import { isoSeconds } from '../clock.js'
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
  const counters = new CounterWriter(out)
  let separator = '\n    "'
  for (const metrics of sortedMetrics(report)) {
    out.ascii(separator)
    if (metrics.nameBytes) out.bytes(metrics.nameBytes)
    else out.ascii(pythonString(metrics.name).slice(1, -1))
    counters.write(metrics)
    separator = ',\n    "'
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

/** Writes the counters of files, after their names; one that could not be scanned has but three. */
class CounterWriter {
  private issues: FileMetrics['issues']
  private levels = Buffer.from(`": {${LOC}`)

  constructor(private readonly out: ByteChunks) {}

  write({ loc, nosec, skippedTests, issues }: FileMetrics): void {
    const { out } = this
    out.bytes(this.levelsOf(issues))
    out.integer(loc)
    out.ascii(`,\n      "nosec": ${nosec},\n      "skipped_tests": ${skippedTests}\n    }`)
  }

  /** From the end of the name to the lines of code. Files without findings share their counts. */
  private levelsOf(issues: FileMetrics['issues']): Uint8Array {
    if (issues === this.issues) return this.levels
    this.issues = issues
    const counters = levelCounters(issues).map(([name, count]) => `\n      "${name}": ${count},`)
    this.levels = Buffer.from(`": {${counters.join('')}${LOC}`)
    return this.levels
  }
}

const LOC = '\n      "loc": '

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
