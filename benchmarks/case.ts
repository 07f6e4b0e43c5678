import { type Command, measure, type Sample } from './measure.js'
import type { CaseResult, Series } from './results.js'

/** A command that a case measures. */
export interface Entrant {
  name: string
  command: Command
  /** Called before each run of the command. Not part of the measurement. */
  prepare?(round: number): void
  /** The number of bytes that it reads, if time per byte is compared. */
  bytes?: number
  /** Whether the command runs only once, because it takes too long. */
  once?: true
}

/** Commands that are measured in alternation. */
export interface Case {
  entrants: readonly Entrant[]
  rounds: number
  /** Whether the reports that must be the same bytes are. */
  sameReport?(): boolean
  /** Undoes the changes that the case has made. */
  restore?(): void
}

/**
 * Measures a case: after a warm-up, runs all commands once in each round. That way, other activity on the machine
 * affects all of them alike.
 */
export function runCase({ entrants, rounds, sameReport, restore }: Case, run = measure): CaseResult {
  const measured = entrants.map(entrant => ({ entrant, series: emptySeries(entrant) }))
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const { entrant, series } of measured) {
        if (entrant.once && round !== 1) continue
        entrant.prepare?.(round)
        const sample = run(entrant.command)
        if (round > 0) add(series, sample)
      }
    }
    const series = Object.fromEntries(measured.map(({ entrant, series }) => [entrant.name, series]))
    return { series, ...(sameReport && { sameReport: sameReport() }) }
  } finally {
    restore?.()
  }
}

function emptySeries({ bytes }: Entrant): Series {
  return { wall: [], user: [], system: [], peak: [], ...(bytes && { bytes }) }
}

function add(series: Series, { wall, user, system, peak }: Sample): void {
  series.wall.push(rounded(wall))
  series.user.push(rounded(user))
  series.system.push(rounded(system))
  series.peak.push(peak)
}

/** Rounds to tenths of a millisecond: more digits would be noise. */
function rounded(seconds: number): number {
  return Number(seconds.toFixed(4))
}
