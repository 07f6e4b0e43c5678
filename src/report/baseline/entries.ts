import { createReadStream } from 'node:fs'
import { decode } from '../../python/decode.js'
import { isMapping, type Mapping } from '../../python/value.js'
import { parseWholeNumber } from '../../python/whole-number.js'
import { ResultCutter } from './result-cutter.js'

/** A finding as far as it is compared, of this report or an earlier one. */
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

const CHUNK_SIZE = 1024 * 1024

/**
 * Reads the results of a JSON report one after the other, for a report may be longer than the longest
 * string. Rejects with the system's error where the file cannot be read, with any other where it is no
 * report; some entries may have been given by then.
 */
export async function readEntries(file: string, take: (entry: Entry) => void): Promise<void> {
  const cutter = new ResultCutter(result => take(readEntry(JSON.parse(decode(result)))))
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_SIZE })) cutter.push(chunk)
  const { rest, count } = cutter.end()
  const report: unknown = JSON.parse(decode(rest))
  if (!isMapping(report) || !Array.isArray(report.results)) throw new Error('no list of results')
  if (report.results.length !== count) throw new Error('a result is no mapping')
}

/** The fields that Bandit reads: where one is missing, the whole baseline is none (core/issue.py, from_dict). */
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

/** A value of another type is equal to no finding's. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '\0'
}

/** What Python's int makes of the member `id`; 0 where there is none, be it of a list or a text. */
function readCwe(value: unknown): number {
  if (Array.isArray(value) || typeof value === 'string') {
    if (value.includes('id')) throw new Error("'issue_cwe' is no mapping")
    return 0
  }
  if (!isMapping(value)) throw new Error("'issue_cwe' is no mapping")
  const { id = 0 } = value
  const number =
    typeof id === 'string' ? parseWholeNumber(id) : Array.isArray(id) ? undefined : Number(id ?? Number.NaN)
  if (number === undefined || !Number.isFinite(number)) throw new Error("'issue_cwe' has no number")
  return Math.trunc(number)
}
