import { readFileSync } from 'node:fs'

/** A finding in the JSON report. All of its fields are compared, whatever they are. */
export type Row = Record<string, unknown> & { filename: string; test_id: string; line_number: number }

/** The counters of one file; `_totals` holds the sums. */
export type Counters = Record<string, number>

/** The parts of `-f json` in which Bandit and posse must agree. */
export interface Report {
  /** The whole report as text, without what differs between runs. */
  text: string
  results: Row[]
  metrics: Record<string, Counters>
  errors: { filename: string; reason: string }[]
}

/**
 * Reads a JSON report. Removes the time of the run, and the memory addresses that Bandit prints for some Python
 * values: both differ even between two runs of Bandit.
 */
export function readReport(file: string): Report {
  const text = readFileSync(file, 'utf8')
    .replace(/^ {2}"generated_at": ".*",$/m, '  "generated_at": "",')
    .replace(/ at 0x[0-9a-f]+>/g, ' at 0x>')
  const { results, metrics, errors } = JSON.parse(text) as Omit<Report, 'text'>
  return { text, results, metrics, errors }
}
