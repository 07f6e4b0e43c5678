import { type Command, measure, type Sample } from './measure.js'
import type { CaseResult, Series } from './results.js'

/** One of the commands that a case compares. */
export interface Entrant {
  name: string
  command: Command
  /** Runs before each run of the command, unmeasured. */
  prepare?(round: number): void
  /** The size of what it reads, where time is compared by the byte. */
  bytes?: number
  /** Takes too long to be run more often. */
  once?: true
}

/** Commands that are measured in turn. */
export interface Case {
  entrants: readonly Entrant[]
  rounds: number
  /** Whether the reports are the same bytes, where they have to be. */
  sameReport?(): boolean
  /** Puts back what the case has changed. */
  restore?(): void
}

/**
 * Measures a case: after a warm-up, all commands once, and again, as often as it has rounds. What else the machine
 * does then hits them all alike.
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

/** To tenths of a millisecond: more would be noise. */
function rounded(seconds: number): number {
  return Number(seconds.toFixed(4))
}
