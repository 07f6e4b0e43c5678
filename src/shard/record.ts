import { createHash } from 'node:crypto'
import type { Finding } from '../report/finding.js'
import { FIELDS } from '../report/finding-row.js'
import type { FileMetrics } from '../report/metrics.js'
import type { FailedCheck, Failing, NotebookNote, Report, RuleError } from '../report/report.js'
import type { Thresholds } from '../report/thresholds.js'
import { plainRule, type RuleInfo } from '../rules/rule-info.js'
import type { Part } from './part.js'
import { type Recorded, recordFinding } from './rows.js'

/*
 * A record holds what was found in one part of a scan, as lines of JSON. The first line is the header, the last one is
 * the digest of all lines before it, and each line in between is one file.
 */

/** The start of a record, and the version of its format. */
export const MAGIC = '{"posse-shard":'
export const FORM = 6

/** What all parts of a scan have in common. */
export interface Scan {
  /** Digests of everything that decides what is found, and of the list of all files. */
  settings: string
  list: string
  /** Options of the `.bandit` file for reports. */
  ini: Readonly<Record<string, string>>
}

export interface Header extends Scan {
  'posse-shard': number
  /** The version of posse. */
  version: string
  part: Part
  /** The names of a finding's numbers. */
  columns: readonly string[]
  /** The rules that ran, then other rules that findings have. A built-in rule is given by its id. */
  rules: readonly (string | RuleInfo)[]
  /** How many of the rules ran. */
  checks: number
  excluded: readonly string[]
  /** Targets of which nothing was scanned, as far as this part knows. */
  unscanned: readonly string[]
  /** Options that the settings lack. */
  unsetOptions: readonly string[]
  /** Of a part of `posse check`: whether something that was not checked makes the run fail. */
  check?: { fails: boolean }
}

/** One file. It has no metrics if it could not be read. */
export interface FileLine extends Partial<FileMetrics> {
  name: string
  /** The path from the root of the repository, if a report may need it. */
  path?: string
  /** Why the file was skipped. */
  skipped?: string
  /** Some excerpts were truncated. */
  limited?: true
  /** A rule gave up a search. */
  incomplete?: true
  /** What of a notebook was not scanned. */
  notebook?: Omit<NotebookNote, 'name'>
  failedChecks?: readonly Omit<FailedCheck, 'file'>[]
  ruleErrors?: readonly Omit<RuleError, 'file'>[]
  findings?: readonly Recorded[]
  suppressed?: readonly { finding: Recorded; comment: string }[]
  hidden?: readonly { finding: Recorded; reason: string }[]
  /** The lowest levels that make a check fail, if the file has findings. */
  failOn?: Thresholds
}

/** Writes the record of a report without thresholds and baseline. `failing` is known of a check. */
export function* recordOf(
  report: Report,
  common: Omit<
    Header,
    'posse-shard' | 'columns' | 'rules' | 'checks' | 'excluded' | 'unscanned' | 'unsetOptions' | 'check'
  >,
  pathOf: (name: string) => string,
  failing?: Failing,
): Generator<string> {
  const digest = createHash('sha256')
  for (const line of linesOf(report, common, pathOf, failing)) {
    digest.update(line)
    yield line
  }
  yield `{"sha256":"${digest.digest('hex')}"}\n`
}

function* linesOf(
  report: Report,
  common: Parameters<typeof recordOf>[1],
  pathOf: (name: string) => string,
  failing: Failing | undefined,
): Generator<string> {
  const { findings, suppressed = [], hidden = [], excluded, unscanned, unsetOptions } = report
  const all = [...findings, ...[...suppressed, ...hidden].map(({ finding }) => finding)]
  const rules = [...new Set([...report.rules, ...all.map(({ rule }) => rule)])]
  const places = new Map(rules.map((rule, place) => [rule, place]))
  const header: Header = {
    'posse-shard': FORM,
    ...common,
    columns: FIELDS,
    // Rules without a message are built-in, so every posse of this version has them.
    rules: rules.map(rule => (rule.message === undefined ? rule.id : plainRule(rule))),
    checks: report.rules.length,
    excluded,
    unscanned,
    unsetOptions,
    ...(failing && { check: { fails: failing.fails } }),
  }
  yield `${JSON.stringify(header)}\n`

  const record = (finding: Finding) =>
    recordFinding(finding, places.get(finding.rule) ?? 0, report.lineHashes?.get(finding) ?? '')
  const findingsOf = groups(findings, ({ file }) => file)
  const suppressedOf = groups(suppressed, ({ finding }) => finding.file)
  const hiddenOf = groups(hidden, ({ finding }) => finding.file)
  for (const file of filesOf(report)) {
    const found = findingsOf.get(file.name)?.map(record)
    const silenced = suppressedOf
      .get(file.name)
      ?.map(({ finding, comment }) => `{"finding":${record(finding)},"comment":${JSON.stringify(comment)}}`)
    const unshown = hiddenOf
      .get(file.name)
      ?.map(({ finding, reason }) => `{"finding":${record(finding)},"reason":${JSON.stringify(reason)}}`)
    if (
      found ||
      silenced ||
      unshown ||
      file.failedChecks ||
      file.ruleErrors ||
      file.skipped !== undefined ||
      file.notebook
    )
      file.path = pathOf(file.name)
    const failOn = found && failing?.failOn(file.name)
    if (failOn) file.failOn = failOn
    yield [
      JSON.stringify(file).slice(0, -1),
      found ? `,"findings":[${found.join(',')}]` : '',
      silenced ? `,"suppressed":[${silenced.join(',')}]` : '',
      unshown ? `,"hidden":[${unshown.join(',')}]` : '',
      '}\n',
    ].join('')
  }
}

function filesOf({
  metrics,
  skipped,
  limited,
  incomplete,
  notebooks = [],
  failedChecks,
  ruleErrors = [],
}: Report): FileLine[] {
  const files = new Map<string, FileLine>(metrics.map(each => [each.name, { ...each }]))
  for (const { name, reason } of skipped) files.set(name, { ...files.get(name), name, skipped: reason })
  for (const name of limited) files.set(name, { ...files.get(name), name, limited: true })
  for (const name of incomplete) files.set(name, { ...files.get(name), name, incomplete: true })
  for (const { name, ...notebook } of notebooks) files.set(name, { ...files.get(name), name, notebook })
  for (const [name, checks] of groups(failedChecks, ({ file }) => file))
    files.set(name, { ...files.get(name), name, failedChecks: checks.map(({ file, ...check }) => check) })
  for (const [name, errors] of groups(ruleErrors, ({ file }) => file))
    files.set(name, { ...files.get(name), name, ruleErrors: errors.map(({ file, ...error }) => error) })
  return [...files.values()]
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
