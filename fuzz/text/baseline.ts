import { deepStrictEqual } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadBaseline } from '../../src/report/baseline/baseline.js'
import { ResultCutter } from '../../src/report/baseline/result-cutter.js'
import { bytesOf, type Target } from './target.js'

const RESULT = {
  code: '1 import os\n2 eval(x)\n',
  col_offset: 0,
  end_col_offset: 7,
  filename: './a.py',
  issue_confidence: 'HIGH',
  issue_cwe: { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' },
  issue_severity: 'MEDIUM',
  issue_text: 'a text with "quotes" and \u00e9',
  line_number: 2,
  line_range: [2],
  more_info: '',
  test_id: 'B307',
  test_name: 'blacklist',
}

const REPORT = {
  errors: [],
  generated_at: '',
  metrics: { _totals: { loc: 2 } },
  results: [RESULT, { ...RESULT, line_number: 3 }],
}

/** The results that are cut out of chunks, and the rest. */
function cut(chunks: readonly Uint8Array[]): unknown[] {
  const results: string[] = []
  const cutter = new ResultCutter(result => results.push(Buffer.from(result).toString('latin1')))
  for (const chunk of chunks) cutter.push(chunk)
  const { rest, count } = cutter.end()
  return [results, count, Buffer.from(rest).toString('latin1')]
}

export const baseline: Target = {
  seeds: bytesOf(
    JSON.stringify(REPORT, null, 2),
    JSON.stringify(REPORT),
    '{"results": []}',
    '{"results": [{}]}',
  ),
  words: [
    ...Object.keys(RESULT),
    '"results"',
    '[',
    ']',
    '{',
    '}',
    '"',
    '\\',
    '\\u0000',
    ':',
    ',',
    'null',
    'true',
    '"id"',
    '__proto__',
  ],
  async run(input, folder) {
    const file = join(folder, 'baseline.json')
    writeFileSync(file, input)
    const ignore = () => undefined
    await loadBaseline(file, folder, 'bandit', ignore)
    await loadBaseline(file, folder, 'exact', ignore)
    const whole = cut([input])
    for (const size of [1, 7, 100]) {
      const chunks = Array.from({ length: Math.ceil(input.length / size) }, (_, at) =>
        input.subarray(at * size, (at + 1) * size),
      )
      deepStrictEqual(cut(chunks), whole)
    }
  },
}
