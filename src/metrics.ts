import { bytesAt, decode, type Texts } from './texts.js'
import type { Counts, FileMetrics, Report } from './types.js'

/** What a finding of each level adds to a file's score (core/constants.py, RANKING_VALUES). */
const WEIGHTS: Counts = [1, 3, 5, 10]

export const noCounts = (): Counts => [0, 0, 0, 0]

/** A file's score by severity or confidence. */
export function score(counts: Counts): number {
  return WEIGHTS.reduce((sum, weight, level) => sum + weight * (counts[level] ?? 0), 0)
}

/** Sums over all files that were read. */
export function totalsOf(files: readonly FileMetrics[]): Report['totals'] {
  const totals = {
    loc: 0,
    nosec: 0,
    skippedTests: 0,
    issues: { severity: noCounts(), confidence: noCounts() },
  }
  for (const { loc, nosec, skippedTests, issues } of files) {
    totals.loc += loc
    totals.nosec += nosec
    totals.skippedTests += skippedTests
    if (!issues) continue
    for (const level of [0, 1, 2, 3] as const) {
      totals.issues.severity[level] += issues.severity[level]
      totals.issues.confidence[level] += issues.confidence[level]
    }
  }
  return totals
}

/** The metrics of one file, whose name is decoded when it is asked for: in a large tree few are. */
export class ScannedFile implements FileMetrics {
  nosec = 0
  skippedTests = 0
  issues?: NonNullable<FileMetrics['issues']>

  constructor(
    private readonly names: Texts,
    private readonly place: number,
    readonly loc: number,
  ) {}

  get name(): string {
    return decode(this.nameBytes)
  }

  get nameBytes(): Uint8Array {
    return bytesAt(this.names, this.place)
  }

  /** A plain object, as JSON has it. */
  toJSON(): FileMetrics {
    return plainMetrics(this)
  }
}

/** Metrics with the name as text only. */
export function plainMetrics({ name, loc, nosec, skippedTests, issues }: FileMetrics): FileMetrics {
  return { name, loc, nosec, skippedTests, ...(issues && { issues }) }
}
