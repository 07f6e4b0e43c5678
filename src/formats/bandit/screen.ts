import type { Level } from '../../rules/levels.js'
import type { Format } from '../format.js'
import { prose } from './prose.js'

const RESET = '\x1b[0m'
const HEADER = '\x1b[95m'
const COLORS: Record<Level, string> = { UNDEFINED: '', LOW: '\x1b[94m', MEDIUM: '\x1b[93m', HIGH: '\x1b[91m' }

/** Bandit's coloured text for a terminal (formatters/screen.py). */
export const screen: Format = (report, options) =>
  prose(report, options, {
    header: text => `${HEADER}${text}${RESET}`,
    start: severity => COLORS[severity],
    end: RESET,
    countsSkippedTests: false,
  })
