import { UserError } from '../errors.js'
import { byCodePoint } from '../python/order.js'
import type { Finding } from '../report/finding.js'
import type { FileMetrics } from '../report/metrics.js'
import { MetricsTable } from '../report/metrics-table.js'
import type { Failing, Report, SkippedFile } from '../report/report.js'
import type { RuleInfo } from '../rules/rule-info.js'
import type { PartRecord } from './read.js'

/** How many missing parts an error lists. */
const MAX_LISTED = 10

/**
 * Makes the report of a whole scan from the records of its parts, before thresholds and baseline are applied. Throws a
 * UserError if a record does not belong to the same scan, or a part is missing.
 */
export function mergeRecords(records: readonly PartRecord[]): Report {
  checkParts(records)
  const files = records.flatMap(record => record.files).sort((a, b) => byCodePoint(a.name, b.name))
  const metrics = files.filter((file): file is typeof file & FileMetrics => file.loc !== undefined)
  const skipped = files.flatMap(({ name, skipped }): SkippedFile[] =>
    skipped === undefined ? [] : [{ name, reason: skipped }],
  )
  const first = records[0]
  const metricsTable = MetricsTable.of(metrics)
  return {
    findings: files.flatMap(({ findings }) => findings),
    suppressed: files.flatMap(({ suppressed }) => suppressed),
    ...(first?.check && { hidden: files.flatMap(({ hidden }) => hidden) }),
    lineHashes: new Map<Finding, string>(files.flatMap(({ hashes }) => [...hashes])),
    metrics,
    metricsTable,
    totals: metricsTable.totals(),
    skipped,
    excluded: records.flatMap(({ excluded }) => excluded),
    limited: files.filter(({ limited }) => limited).map(({ name }) => name),
    notebooks: files.flatMap(({ name, notebook }) => (notebook ? [{ name, ...notebook }] : [])),
    incomplete: files.filter(({ incomplete }) => incomplete).map(({ name }) => name),
    failedChecks: files.flatMap(({ name, failedChecks = [] }) =>
      failedChecks.map(check => ({ file: name, ...check })),
    ),
    ruleErrors: files.flatMap(({ name, ruleErrors = [] }) =>
      ruleErrors.map(error => ({ file: name, ...error })),
    ),
    unsetOptions: first?.unsetOptions ?? [],
    unscanned: [...new Set(records.flatMap(({ unscanned }) => unscanned))],
    rules: rulesOf(records),
  }
}

/** The rules that ran in some part, by id. In a check, each part has the configurations of its own files. */
function rulesOf(records: readonly PartRecord[]): RuleInfo[] {
  const ran = records.flatMap(({ rules, checks }) => rules.slice(0, checks))
  return [...new Map(ran.map(rule => [rule.id, rule])).values()].sort((a, b) => byCodePoint(a.id, b.id))
}

/** What makes the whole check fail. */
export function recordedFailing(records: readonly PartRecord[]): Failing {
  const levels = new Map(records.flatMap(({ files }) => files.map(({ name, failOn }) => [name, failOn])))
  return { fails: records.some(({ check }) => check?.fails === true), failOn: name => levels.get(name) }
}

/** Returns a function from names to paths relative to the top of the repository, as the parts recorded them. */
export function recordedPaths(records: readonly PartRecord[]): (name: string) => string {
  const paths = new Map(records.flatMap(({ files }) => files.map(({ name, path }) => [name, path])))
  return name => paths.get(name) ?? name
}

/** Throws a UserError unless the records are all parts of one scan, each exactly once. */
function checkParts(records: readonly PartRecord[]): void {
  const [first, ...others] = records
  if (!first) return
  const { total } = first.part
  for (const other of others) {
    const pair = `'${other.file}' and '${first.file}'`
    if (other.part.total !== total)
      throw new UserError(
        `${pair} belong to different scans: one has ${other.part.total} parts, the other ${total}`,
      )
    if (other.settings !== first.settings)
      throw new UserError(`${pair} were made with different settings; scan all parts with the same options`)
    if (other.list !== first.list)
      throw new UserError(
        `${pair} were made from different lists of files; scan all parts in the same folder of the same checkout`,
      )
  }
  const byIndex = new Map<number, PartRecord>()
  for (const record of records) {
    const duplicate = byIndex.get(record.part.index)
    if (duplicate)
      throw new UserError(`duplicate part ${record.part.index}: '${duplicate.file}' and '${record.file}'`)
    byIndex.set(record.part.index, record)
  }
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter(index => !byIndex.has(index))
  if (missing.length === 0) return
  const what =
    missing.length === 1 ? `part ${missing[0]} of ${total} is` : `parts ${list(missing)} of ${total} are`
  throw new UserError(`${what} missing`)
}

/** Lists the first few numbers, and says how many more there are. */
function list(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MAX_LISTED)
  const others = numbers.length - shown.length
  return others > 0
    ? `${shown.join(', ')} and ${others} more`
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
