import { isoSeconds } from '../clock.js'
import { pythonString } from '../python/json.js'
import type { Report } from '../types.js'
import { ByteChunks } from './byte-chunks.js'
import type { Chunk, FormatOptions } from './index.js'
import { ResultWriter } from './json-result.js'
import { sortedCounters, sortedFindings, sortedMetrics } from './sorted.js'

/**
 * Bandit's JSON (formatters/json.py): what Python's json.dumps makes of the report, keys sorted and
 * indented by two. Excerpts and messages come escaped from the native side and are copied as they are.
 */
export function* json(report: Report, { aggregate, time }: FormatOptions): Generator<Chunk> {
  const out = new ByteChunks()
  out.ascii('{\n  "errors": ')
  for (const { name, reason } of listed(out, report.skipped, 2)) {
    out.ascii(`{\n      "filename": ${pythonString(name)},\n      "reason": ${pythonString(reason)}\n    }`)
    if (out.ready) yield* out.take()
  }
  out.ascii(`,\n  "generated_at": "${isoSeconds(time)}",\n  "metrics": {`)
  let separator = ''
  for (const metrics of sortedMetrics(report)) {
    const counters = sortedCounters(metrics).map(([name, count]) => `\n      "${name}": ${count}`)
    out.ascii(`${separator}\n    ${pythonString(metrics.name)}: {${counters.join(',')}\n    }`)
    separator = ','
    if (out.ready) yield* out.take()
  }
  out.ascii('\n  },\n  "results": ')
  const result = new ResultWriter(out, 6, true)
  const candidate = new ResultWriter(out, 10, false)
  for (const finding of listed(out, sortedFindings(report.findings, aggregate), 2)) {
    out.ascii('{\n')
    const candidates = report.candidates?.get(finding)
    if (candidates) {
      out.ascii('      "candidates": ')
      for (const each of listed(out, candidates, 6)) {
        out.ascii('{\n')
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

/** The items of a list, with what stands around each of them; the brackets stand at this indent. */
function* listed<T>(out: ByteChunks, items: readonly T[], indent: number): Generator<T> {
  const margin = ' '.repeat(indent)
  let separator = '['
  for (const item of items) {
    out.ascii(`${separator}\n${margin}  `)
    yield item
    separator = ','
  }
  out.ascii(items.length > 0 ? `\n${margin}]` : '[]')
}
