import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Machine } from './machine.js'

/** All runs of one command, in their order: seconds, and bytes of peak memory. */
export interface Series {
  wall: number[]
  user: number[]
  system: number[]
  peak: number[]
  /** The size of what it read, where time is compared by the byte. */
  bytes?: number
}

/** What was measured of one case, by the name of the command. */
export interface CaseResult {
  series: Record<string, Series>
  /** Whether the reports were the same bytes, where they have to be. */
  sameReport?: boolean
}

/** The size of what was scanned. */
export interface TreeSize {
  projects: string[]
  files: number
  lines: number
  bytes: number
}

/** All that a run of the benchmarks leaves behind. */
export interface Results {
  date: string
  machine: Machine
  versions: Record<string, string>
  trees: Record<string, TreeSize>
  cases: Record<string, CaseResult>
}

/** Where results and their charts are kept. */
export const RESULTS = fileURLToPath(new URL('results/', import.meta.url))

/** The value in the middle, or half-way between the two that are. Throws a RangeError where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  if (low === undefined || high === undefined) throw new RangeError('no median of nothing')
  return (low + high) / 2
}

/** Results as they are kept: JSON, with the runs of a series on one line. */
export function resultsText(results: Results): string {
  return `${JSON.stringify(results, null, 2).replace(/\[[\s\d.,]+\]/g, list => list.replace(/\s+/g, ' '))}\n`
}

/** Keeps a file beside the other results. */
export function writeResult(file: string, text: string): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, file), text)
}

/** Reads the results of this name. Throws a RangeError, with the names there are, where there are none. */
export function readResults(name: string): Results {
  const files = existsSync(RESULTS) ? readdirSync(RESULTS) : []
  const names = files.flatMap(file => (file.endsWith('.json') ? file.slice(0, -5) : []))
  if (!names.includes(name)) {
    throw new RangeError(`no results are called ${name}: there are ${names.join(', ') || 'none'}`)
  }
  return JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8'))
}
