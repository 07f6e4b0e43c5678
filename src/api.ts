/*
 * The public API, exported as `posse`.
 */

import { sep } from 'node:path'
import type { ReportOptions } from './deliver/report-options.js'
import { reportText } from './deliver/report-text.js'
import type { FormatName } from './formats/index.js'
import type { CheckOptions } from './plan/check/options.js'
import { planCheck } from './plan/check/plan.js'
import { checkOptions, validateCheckOptions } from './plan/check-options.js'
import { hostOf } from './plan/host.js'
import type { Options } from './plan/options.js'
import { planScan } from './plan/plan.js'
import type { Report } from './report/report.js'
import { executeCheck } from './scan/check/execute.js'
import { execute } from './scan/execute.js'

export type { Source } from '../index.js'
export type { ReportOptions } from './deliver/report-options.js'
export { UserError } from './errors.js'
export type { FormatName } from './formats/index.js'
export type { ChangeOptions } from './git/change-options.js'
export type { Log } from './log.js'
export type { CheckOptions } from './plan/check/options.js'
export type { Options } from './plan/options.js'
export type { BaselineMatch } from './report/baseline/match.js'
export type { Finding } from './report/finding.js'
export type { Counts, FileMetrics } from './report/metrics.js'
export type {
  FailedCheck,
  HiddenFinding,
  Report,
  RuleError,
  SkippedFile,
  SuppressedFinding,
} from './report/report.js'
export type { Step, StepKind } from './report/step.js'
export { type DocumentedRule, documentedRules as rules } from './rules/documented.js'
export type { Level } from './rules/levels.js'
export type { RuleInfo } from './rules/rule-info.js'

/**
 * Scans Python sources and reports the findings of Bandit 1.9.4. Problems with single files are part of the report.
 * Rejects with a UserError for invalid options or an invalid configuration, and with the signal's reason if it is
 * aborted.
 */
export async function scan(options: Options): Promise<Report> {
  checkOptions(options)
  const report = await execute(await planScan(options, hostOf(process)))
  const listed = new Set(report.skipped.map(({ name }) => name))
  for (const name of report.unscanned) {
    // Bandit's name of a missing target, and the one that was given.
    if (!listed.has(name) && !listed.has(`.${sep}${name}`))
      report.skipped.push({ name, reason: 'a target of which nothing was scanned' })
  }
  return report
}

/**
 * Checks Python sources as `posse check` does, and reports what a reviewer wants to be told of. Problems with single files
 * are part of the report. Rejects with a UserError for invalid options and for mistakes in configurations, and with the
 * signal's reason if it is aborted.
 */
export async function check(options: CheckOptions = {}): Promise<Report> {
  validateCheckOptions(options)
  return executeCheck(await planCheck(options, hostOf(process)))
}

/**
 * Writes a report in a format of the command line's `-f`. Resolves with the text. Rejects with a UserError for invalid
 * options.
 */
export async function format(report: Report, name: FormatName, options: ReportOptions = {}): Promise<string> {
  return reportText(report, name, options, hostOf(process))
}
