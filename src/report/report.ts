import type { Log } from '../log.js'
import { RANKING } from '../rules/levels.js'
import type { RuleInfo } from '../rules/rule-info.js'
import type { Finding } from './finding.js'
import type { FileMetrics, Metrics } from './metrics.js'
import type { MetricsTable } from './metrics-table.js'
import { passes, type Thresholds } from './thresholds.js'

export interface SkippedFile {
  name: string
  reason: string
}

/** A check that has no answer for some code, because Bandit's raises an exception there: a finding may be missing. */
export interface FailedCheck {
  file: string
  /** In a notebook, the line in its cell. */
  line: number
  /** The number of the notebook's cell. */
  cell?: number
  /** The id of the rule. For the tables of names, B301 to B415, it is B001. */
  id: string
  /** Bandit's name of the rule. */
  testName: string
  /** The text of the exception. */
  reason: string
}

export interface SuppressedFinding {
  finding: Finding
  /** The comment that suppresses it. */
  comment: string
}

/** A finding that the profile or the configuration does not show. */
export interface HiddenFinding {
  finding: Finding
  /** Why it is not shown. */
  reason: string
}

/** What of a notebook was not scanned. */
export interface NotebookNote {
  name: string
  /** The language of the notebook, if it is not Python: then nothing was scanned. */
  language?: string
  /** The numbers of the code cells that are not valid Python, from 1 among all cells. */
  refusedCells: number[]
  /** How many code cells are in another language, or commands. */
  foreignCells: number
}

/** What a comment asks `posse check` to suppress, and what it has suppressed. */
export interface SuppressionComment {
  file: string
  /** In a notebook, the number of the cell that the line is in. */
  cell?: number
  line: number
  word: 'nosec' | 'noqa'
  form: 'line' | 'file' | 'begin' | 'end'
  /** The ids of the rules that it names. If there is no unknown word either, it is about all rules. */
  rules: string[]
  /** Words that look like a rule, but are none. */
  unknown: string[]
  reason: string
  /** The ids of the rules of which it has suppressed a finding. */
  suppresses: string[]
}

/** A rule in JavaScript that gave no answer for a place. */
export interface RuleError {
  file: string
  line: number
  /** The id of the rule. */
  id: string
  /** What went wrong, and where in the rule. */
  reason: string
  /** How many more errors of the rule are not listed. */
  more?: number
}

/** The result of a scan, in scan order: files by code point, findings in the order of the walk. */
export interface Report {
  findings: Finding[]
  /**
   * With a baseline that matches like Bandit: findings that have equals in this report, each with all of them. It is
   * impossible to tell which of them are new.
   */
  candidates?: ReadonlyMap<Finding, readonly Finding[]>
  /** Why the scan could not use the cache, or not save it. */
  cacheNote?: string
  /** Whether the next scan will fare no better. */
  cacheFailed?: true
  /** One entry for each file that could be read. */
  metrics: FileMetrics[]
  /** The same as columns, sorted by name, if the scan was in this order. */
  metricsTable?: MetricsTable
  totals: Metrics
  /** How many findings were mended before this scan. */
  fixed?: number
  skipped: SkippedFile[]
  excluded: string[]
  /** Files with so much code to show that some excerpts were truncated. */
  limited: string[]
  /** Files in which a rule gave up a search that was too long, so that findings may be missing. */
  incomplete: string[]
  /** Notebooks of which something was not scanned. */
  notebooks?: NotebookNote[]
  /** Checks that have no answer for some code, unless a nosec comment silences them. */
  failedChecks: FailedCheck[]
  /** What went wrong with rules in JavaScript. */
  ruleErrors?: RuleError[]
  /** Options that the settings lack, such as `shell_injection.no_shell`. Rules that need them find nothing. */
  unsetOptions: readonly string[]
  /** Targets of which nothing was scanned: they do not exist, or are folders without recursion or Python files. */
  unscanned: string[]
  /** The comments that suppress findings, or try to. Only `posse check` lists them. */
  comments?: SuppressionComment[]
  /** Whether a run with this report fails, if the configurations of its files decide that. */
  fails?: boolean
  /** The rules that ran, by id. */
  rules: RuleInfo[]
  /** The findings that nosec comments suppress, if requested. */
  suppressed?: SuppressedFinding[]
  /** The findings that are not shown. Only `posse check` hides findings. */
  hidden?: HiddenFinding[]
  /** GitHub's fingerprint (`primaryLocationLineHash`) of the line on which each finding starts, if requested. */
  lineHashes?: ReadonlyMap<Finding, string>
}

/** What makes a check fail, as the configurations of its files say. */
export interface Failing {
  /** Whether something that was not checked does. */
  fails: boolean
  /** The lowest levels of a finding in this file that do. */
  failOn: (file: string) => Thresholds | undefined
}

/** Whether a check with this report fails. */
export function fails({ findings }: Report, { fails, failOn }: Failing): boolean {
  const isFailing = ({ file, severity, confidence }: Finding) => {
    const levels = failOn(file)
    return levels !== undefined && passes(levels, RANKING.indexOf(severity), RANKING.indexOf(confidence))
  }
  return fails || findings.some(isFailing)
}

/** What went wrong with a file: it was skipped, or a rule in JavaScript failed in it. */
export interface FileError extends SkippedFile {
  readonly isOfRule?: true
}

/** What went wrong with files. */
export function errorsOf({ skipped, ruleErrors = [] }: Pick<Report, 'skipped' | 'ruleErrors'>): FileError[] {
  if (ruleErrors.length === 0) return skipped
  const ofRules = ruleErrors.map(
    error => ({ name: error.file, reason: ruleErrorText(error), isOfRule: true }) as const,
  )
  return [...skipped, ...ofRules]
}

/** What went wrong with a file of this path, as a sentence. */
export function errorText({ reason, isOfRule }: FileError, path: string): string {
  return isOfRule ? `${path}: ${reason}` : `${path} was skipped: ${reason}`
}

/** What went wrong with a rule, without the name of the file. */
export function ruleErrorText({ line, id, reason, more }: RuleError): string {
  const others = more === undefined ? '' : `, and ${more} more errors of this rule`
  return `rule ${id} failed on line ${line}: ${reason}${others}`
}

/** Says what may be missing from a report. */
export function warnOfGaps({ limited, incomplete, failedChecks, ruleErrors = [] }: Report, log: Log): void {
  for (const error of ruleErrors) log.warning(`${error.file}: ${ruleErrorText(error)}`)
  for (const name of limited) log.warning(`${name}: too much code to show; some excerpts are truncated`)
  for (const name of incomplete)
    log.warning(`${name}: a rule gave up following names after too many steps; findings may be missing`)
  for (const { file, cell, line, id, testName, reason } of failedChecks) {
    // Bandit's words, with what follows from them.
    const place = cell === undefined ? `line ${line}` : `line ${line} of cell ${cell}`
    const error = `Bandit internal error running: ${testName} on file ${file} at ${place}: ${reason}`
    log.warning(`${error}; ${id} may miss a finding there`)
  }
}

/** Says what of the notebooks was not scanned, for reports that do not. */
export function warnOfNotebooks(report: Report, log: Log): void {
  for (const gap of notebookGaps(report)) log.warning(gap)
}

/** What of the notebooks was not scanned, each in one line. */
export function* notebookGaps({ notebooks = [] }: Report): Generator<string> {
  for (const { name, language, refusedCells } of notebooks) {
    if (language !== undefined) yield `${name}: not scanned: a notebook in ${language}`
    for (const cell of refusedCells) yield `${name}: cell ${cell}: not scanned: it is not valid Python`
  }
}
