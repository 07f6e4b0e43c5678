/*
 * The programmatic interface: what `import ... from 'posse'` gives.
 */

export type { Source } from '../index.cjs'
export { UserError } from './errors.js'
export type { ChangeOptions } from './git/change-options.js'
export type { Log } from './log.js'
export { Discovery } from './native.js'
export type { Options } from './plan/options.js'
export type { BaselineMatch } from './report/baseline/match.js'
export type { Finding } from './report/finding.js'
export type { Counts, FileMetrics } from './report/metrics.js'
export type { Report, SkippedFile, SuppressedFinding } from './report/report.js'
export { type DocumentedRule, documentedRules as rules } from './rules/documented.js'
export type { Level } from './rules/levels.js'
export type { RuleInfo } from './rules/rule-info.js'
export { scan } from './scan/scan.js'
