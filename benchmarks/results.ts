import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Machine } from './machine.js'

/** All runs of one command, in order: seconds, and bytes of peak memory. */
export interface Series {
  wall: number[]
  user: number[]
  system: number[]
  peak: number[]
  /** The number of bytes that it read, if time per byte is compared. */
  bytes?: number
}

/** The results of one case, by the name of the command. */
export interface CaseResult {
  series: Record<string, Series>
  /** Whether the reports that must be the same bytes were. */
  sameReport?: boolean
}

/** The size of the scanned code. */
export interface TreeSize {
  projects: string[]
  files: number
  lines: number
  bytes: number
}

/** The results of a benchmark run. */
export interface Results {
  date: string
  machine: Machine
  versions: Record<string, string>
  trees: Record<string, TreeSize>
  cases: Record<string, CaseResult>
}

/** The folder of saved results and their charts. */
export const RESULTS = fileURLToPath(new URL('results/', import.meta.url))

/** The median: the middle value, or the mean of the two middle values. Throws a RangeError if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) throw new RangeError('no median of an empty list')
  return (low + high) / 2
}

/** The saved form of results: JSON, with the runs of a series on one line. */
export function resultsText(results: Results): string {
  return `${JSON.stringify(results, null, 2).replace(/\[[\s\d.,]+\]/g, list => list.replace(/\s+/g, ' '))}\n`
}

/** Saves a file next to the other results. */
export function writeResult(file: string, text: string): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, file), text)
}

/** Reads the results with this name. If there are none, throws a RangeError that lists the existing names. */
export function readResults(name: string): Results {
  const files = existsSync(RESULTS) ? readdirSync(RESULTS) : []
  const names = files.flatMap(file => (file.endsWith('.json') ? file.slice(0, -5) : []))
  if (!names.includes(name)) {
    throw new RangeError(`no results are called ${name}; available: ${names.join(', ') || 'none'}`)
  }
  return JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8'))
}
