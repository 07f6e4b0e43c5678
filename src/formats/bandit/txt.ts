import type { Format } from '../format.js'
import { prose } from './prose.js'

/** Bandit's plain text (formatters/text.py). */
export const txt: Format = (report, options) =>
  prose(report, options, { header: text => text, start: () => '', end: '', countsSkippedTests: true })
