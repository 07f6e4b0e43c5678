import { deliver } from '../../deliver/deliver.js'
import { UsageError } from '../../errors.js'
import { plainLog } from '../../output/stderr.js'
import { print } from '../../output/writer.js'
import { readCheckBaseline } from '../../plan/check/plan.js'
import type { Host } from '../../plan/host.js'
import type { Options } from '../../plan/options.js'
import { readBaseline, warnOfBaseline } from '../../plan/plan.js'
import type { Finding } from '../../report/finding.js'
import { fails, type Report, warnOfGaps, warnOfNotebooks } from '../../report/report.js'
import { passes, thresholdsOf } from '../../report/thresholds.js'
import { builtinRules } from '../../rules/builtin.js'
import { RANKING } from '../../rules/levels.js'
import { findRecords } from '../../shard/find.js'
import { mergeRecords, recordedFailing, recordedPaths } from '../../shard/merge.js'
import { type PartRecord, readRecord } from '../../shard/read.js'
import { type CommandLine, parseArguments, parseWords, type Values } from '../argparse.js'
import { planCheckDelivery } from '../check/delivery.js'
import { FLAGS as CHECK_FLAGS } from '../check/flags.js'
import { REPORT_FLAGS as CHECK_REPORT_FLAGS, checkStage as checkCheckStage } from '../check/stages.js'
import { checkTemplate, defaultFormat, logOf, planDelivery } from '../delivery-plan.js'
import type { Flag } from '../flags.js'
import { believed, type Ini, loadIni, withIni } from '../ini-file.js'
import { requestOf } from '../request.js'
import { checkStage, REPORT_FLAGS, REPORT_OPTIONS } from '../stages.js'
import type { Command } from './command.js'

const USAGE = `usage: posse merge [options] DIR ...

Merge the records that posse --shard or posse check --shard wrote for all parts, write the reports of the
whole run, and exit as it would. Each DIR is a record, or a folder with records in it or in its subfolders
(one level).
`

/** Writes the reports of the whole scan from the records of its parts. */
export const run: Command = async (words, host) => {
  const { values, targets } = eitherLine(words)
  if (values.help) {
    await print(
      USAGE,
      '\noptions for parts of a scan:\n',
      ...REPORT_FLAGS.map(helpOf),
      '\noptions for parts of posse check:\n',
      ...CHECK_REPORT_FLAGS.map(helpOf),
    )
    return 0
  }
  if (targets.length === 0) throw new UsageError('name a folder that contains the records')
  const builtin = builtinRules()
  const records: PartRecord[] = []
  for (const file of await findRecords(targets)) records.push(await readRecord(file, builtin))
  const ofCheck = records.some(({ check }) => check)
  return ofCheck ? mergeCheck(records, words, host) : mergeScan(records, parseArguments(words), host)
}

const helpOf = ({ names, help }: Flag) => `  ${names.join(', ')}\n        ${help}\n`

/** The command line as that of either mode. Which it is depends on the records. */
function eitherLine(words: readonly string[]): Pick<CommandLine, 'targets'> & { values: { help?: boolean } } {
  try {
    return parseArguments(words)
  } catch (error) {
    try {
      return parseWords(CHECK_FLAGS, words, 'ours')
    } catch {
      throw error
    }
  }
}

async function mergeScan(records: readonly PartRecord[], given: CommandLine, host: Host): Promise<number> {
  checkStage(given.values, 'report')
  checkTemplate(given.values)
  const merged = mergeRecords(records)
  const { values } = withIni(
    given,
    await iniOf(records, given.values, host),
    defaultFormat(host),
    logOf(given.values),
  )
  const request = requestOf(values, [], host)
  const { wanted, ...delivery } = planDelivery(values, host, recordedPaths(records))
  return deliver(delivery, async () => {
    const { log } = delivery.options
    if (!wanted.suppressed) delete merged.suppressed
    filter(merged, request)
    const subtract = await readBaseline(request, host, warnOfBaseline(log))
    subtract?.(merged)
    warnOfGaps(merged, log)
    warnOfNotebooks(merged, log)
    return merged
  })
}

async function mergeCheck(
  records: readonly PartRecord[],
  words: readonly string[],
  host: Host,
): Promise<number> {
  const { values } = parseWords(CHECK_FLAGS, words, 'ours')
  checkCheckStage(values, 'report')
  const merged = mergeRecords(records)
  const log = plainLog(values.quiet ? 'warning' : 'info')
  const { wanted, ...delivery } = await planCheckDelivery(values, host, log, recordedPaths(records))
  const { baseline } = values
  return deliver(delivery, async () => {
    const subtract =
      baseline === undefined ? undefined : await readCheckBaseline({ baseline, baselineMatch: 'exact' }, host)
    subtract?.(merged)
    merged.fails = fails(merged, recordedFailing(records))
    warnOfGaps(merged, log)
    return merged
  })
}

/** The options for reports of the `.bandit` file that --ini names, or else of the one that the parts had. */
async function iniOf([first]: readonly PartRecord[], values: Values, { cwd }: Host): Promise<Ini> {
  const log = logOf(values)
  if (values.ini) {
    const ini = await loadIni(values.ini, [], cwd, log)
    return new Map([...(ini ?? [])].filter(([key]) => REPORT_OPTIONS.has(key)))
  }
  if (values.noIni || !first) return new Map()
  return believed(
    new Map(Object.entries(first.ini)),
    { file: first.file, named: 'FILE', folder: cwd, cwd },
    log,
  )
}

/** Removes findings below the thresholds. */
function filter(report: Report, options: Options): void {
  const thresholds = thresholdsOf(options)
  const passed = ({ severity, confidence }: Finding) =>
    passes(thresholds, RANKING.indexOf(severity), RANKING.indexOf(confidence))
  report.findings = report.findings.filter(passed)
  report.suppressed = report.suppressed?.filter(({ finding }) => passed(finding))
}
