import type { Part } from '../../../index.js'
import { fillRows } from '../../native.js'
import { ByteChunks } from '../../output/byte-chunks.js'
import type { Chunk } from '../../output/chunk.js'
import { pythonString } from '../../python/json.js'
import type { Finding } from '../../report/finding.js'
import { writtenFrom } from '../../report/finding-row.js'
import type { Run } from '../../report/metrics-table.js'
import { errorsOf, type Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'
import { isoSeconds } from '../time.js'
import { BEFORE, ResultWriter } from './json-result.js'
import { sortedFindings, sortedMetrics } from './sorted.js'

/**
 * Bandit's JSON (formatters/json.py): Python's json.dumps of the report, with sorted keys and an indent of two.
 * Excerpts and messages come already escaped from the native side, and are copied unchanged.
 */
export function* json(report: Report, { aggregate, time }: FormatOptions): Generator<Chunk> {
  const out = new ByteChunks()
  out.ascii('{\n  "errors": ')
  for (const { name, reason } of objects(out, errorsOf(report), 2)) {
    out.ascii(`      "filename": ${pythonString(name)},\n      "reason": ${pythonString(reason)}\n    }`)
    if (out.ready) yield* out.take()
  }
  out.ascii(`,\n  "generated_at": "${isoSeconds(time)}",\n  "metrics": {`)
  yield* metrics(out, report)
  out.ascii('\n  },\n  "results": ')
  yield* results(out, sortedFindings(report, aggregate), report.candidates)
  out.ascii('\n}')
  yield* out.end()
}

/** Writes the results. Those that the scan wrote are copied, as many at once as are adjacent. */
function* results(
  out: ByteChunks,
  findings: readonly Finding[],
  candidates: Report['candidates'],
): Generator<Chunk> {
  const result = new ResultWriter(out, 'result')
  const candidate = new ResultWriter(out, 'candidate')
  out.ascii('[')
  // The scan knows no candidates, and writes no cells.
  const isPlain = (finding: Finding) => finding.cell === 0 && !candidates?.has(finding)
  for (let at = 0, next = 1; at < findings.length; at = next++) {
    const finding = findings[at] as Finding
    const written = isPlain(finding) ? writtenFrom(findings, at, isPlain) : undefined
    if (written) {
      next = written.end
      out.whole(at > 0 ? written.bytes : written.bytes.subarray(1))
    } else {
      out.ascii(at > 0 ? BEFORE : BEFORE.slice(1))
      const equals = candidates?.get(finding)
      if (equals) {
        out.ascii('      "candidates": ')
        for (const each of objects(out, equals, 6)) {
          candidate.write(each)
          if (out.ready) yield* out.take()
        }
        out.ascii(',\n')
      }
      result.write(finding)
    }
    if (out.ready) yield* out.take()
  }
  out.ascii(findings.length > 0 ? '\n  ]' : ']')
}

/** Writes the metrics of files, by name, on the native side: there is an entry for every file. */
function* metrics(out: ByteChunks, report: Report): Generator<Chunk> {
  let separator = ''
  for (const { table, from, to, columns } of sortedMetrics(report)) {
    const native = table.native()
    for (let next = from; next < to; separator = ',') {
      const parts = partsOf(columns, separator)
      const end = separator ? to : next + 1
      out.fill(room => {
        const { rows, length } = fillRows(room, parts, native, next, end)
        next += rows
        return length
      })
      if (out.ready) yield* out.take()
    }
  }
}

/** Returns the parts of a file's metrics. */
function partsOf(columns: Run['columns'], separator: string): Part[] {
  const counters = columns.flatMap(([name, column], at) => [
    { text: `${at > 0 ? ',' : ''}\n      "${name}": ` },
    { number: column },
  ])
  return [
    { text: `${separator}\n    "` },
    { value: 'name' },
    { text: '": {' },
    ...counters,
    { text: '\n    }' },
  ]
}

/** Yields the items of a list of objects. Writes what is around them, except the end of each, indented by `indent`. */
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
