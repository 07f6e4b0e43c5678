import { type Level, RANKING } from '../rules/levels.js'

/** Lowest levels that are reported, as indexes into the ranking. */
export interface Thresholds {
  severity: number
  confidence: number
}

interface Levels {
  severity?: Level
  confidence?: Level
}

/** Returns the thresholds for these levels. By default, everything passes. */
export function thresholdsOf({ severity, confidence }: Levels): Thresholds {
  const rank = (level: Level = 'UNDEFINED') => RANKING.indexOf(level)
  return { severity: rank(severity), confidence: rank(confidence) }
}

/** Whether a finding with these levels is reported (Bandit's Issue.filter). */
export function passes(thresholds: Thresholds, severity: number, confidence: number): boolean {
  return severity >= thresholds.severity && confidence >= thresholds.confidence
}
