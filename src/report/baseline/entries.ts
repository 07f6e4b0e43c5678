import { inputChunks } from '../../inputs.js'
import { decode } from '../../python/decode.js'
import { isMapping, type Mapping } from '../../python/value.js'
import { parseWholeNumber } from '../../python/whole-number.js'
import { ResultCutter } from './result-cutter.js'

/** The fields of a finding that are compared, from this report or an earlier one. */
export interface Entry {
  readonly id: string
  readonly testName: string
  readonly severity: string
  readonly confidence: string
  readonly cwe: number
  readonly file: string
  readonly text: string
  readonly line: number
  readonly code: string
}

/**
 * Reads the results of a JSON report one by one, because a report can be longer than the longest string. Rejects with
 * the system's error if the file cannot be read, and with another error if it is not a report. Some entries may have
 * been passed to `take` by then.
 */
export async function readEntries(file: string, take: (entry: Entry) => void): Promise<void> {
  const cutter = new ResultCutter(result => take(readEntry(JSON.parse(decode(result)))))
  for await (const chunk of inputChunks(file)) cutter.push(chunk)
  const { rest, count } = cutter.end()
  const report: unknown = JSON.parse(decode(rest))
  if (!isMapping(report) || !Array.isArray(report.results)) throw new Error('no list of results')
  if (report.results.length !== count) throw new Error('a result is not a mapping')
}

/** The fields that Bandit reads. If one is missing, the whole baseline is invalid (core/issue.py, from_dict). */
const REQUIRED = [
  'code',
  'filename',
  'issue_severity',
  'issue_cwe',
  'issue_confidence',
  'issue_text',
  'test_name',
  'test_id',
  'line_number',
  'line_range',
]

function readEntry(result: Mapping): Entry {
  for (const key of REQUIRED) {
    if (!Object.hasOwn(result, key)) throw new Error(`'${key}'`)
  }
  return {
    id: textOf(result.test_id),
    testName: textOf(result.test_name),
    severity: textOf(result.issue_severity),
    confidence: textOf(result.issue_confidence),
    cwe: readCwe(result.issue_cwe),
    file: textOf(result.filename),
    text: textOf(result.issue_text),
    line: Number(result.line_number),
    code: textOf(result.code),
  }
}

/** Returns a text. A value of another type becomes one that no finding has. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '\0'
}

/** Returns Python's `int` of `id`, or 0. As in Python, `'id' in value` also works for a list or a string. */
function readCwe(value: unknown): number {
  if (Array.isArray(value) || typeof value === 'string') {
    if (value.includes('id')) throw new Error("'issue_cwe' is not a mapping")
    return 0
  }
  if (!isMapping(value)) throw new Error("'issue_cwe' is not a mapping")
  const { id = 0 } = value
  const number =
    typeof id === 'string' ? parseWholeNumber(id) : Array.isArray(id) ? undefined : Number(id ?? Number.NaN)
  if (number === undefined || !Number.isFinite(number)) throw new Error("'issue_cwe' has no valid id")
  return Math.trunc(number)
}
