import { readFileSync } from 'node:fs'

/** A finding as the JSON report has it; compared field by field, whatever the fields are. */
export type Row = Record<string, unknown> & { filename: string; test_id: string; line_number: number }

/** The counters of one file, or of all under `_totals`. */
export type Counters = Record<string, number>

/** What Bandit and posse write with `-f json`, as far as it must agree. */
export interface Report {
  /** The whole report as text, without what differs from run to run. */
  text: string
  results: Row[]
  metrics: Record<string, Counters>
  errors: { filename: string; reason: string }[]
}

/**
 * Reads a JSON report. The time of the run is taken out, and so are the memory addresses that Bandit prints of
 * some values of Python: neither is the same in two runs of Bandit itself.
 */
export function readReport(file: string): Report {
  const text = readFileSync(file, 'utf8')
    .replace(/^ {2}"generated_at": ".*",$/m, '  "generated_at": "",')
    .replace(/ at 0x[0-9a-f]+>/g, ' at 0x>')
  const { results, metrics, errors } = JSON.parse(text) as Omit<Report, 'text'>
  return { text, results, metrics, errors }
}
