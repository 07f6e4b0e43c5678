import { deliver } from '../../deliver/deliver.js'
import { UsageError } from '../../errors.js'
import { print } from '../../output/writer.js'
import type { Host } from '../../plan/host.js'
import type { Options } from '../../plan/options.js'
import type { Finding } from '../../report/finding.js'
import { type Report, warnOfGaps, warnOfNotebooks } from '../../report/report.js'
import { passes, thresholdsOf } from '../../report/thresholds.js'
import { builtinRules } from '../../rules/builtin.js'
import { RANKING } from '../../rules/levels.js'
import { findRecords } from '../../shard/find.js'
import { mergeRecords, recordedPaths } from '../../shard/merge.js'
import { type PartRecord, readRecord } from '../../shard/read.js'
import { parseArguments, type Values } from '../argparse.js'
import { checkTemplate, defaultFormat, logOf, planDelivery } from '../delivery-plan.js'
import { believed, type Ini, loadIni, withIni } from '../ini-file.js'
import { requestOf } from '../request.js'
import { checkStage, REPORT_FLAGS, REPORT_OPTIONS } from '../stages.js'
import type { Command } from './command.js'

const USAGE = `usage: posse merge [options] DIR ...

Merge the records that posse --shard wrote for all parts of a scan, write the reports of the whole scan, and
exit as it would. Each DIR is a record, or a folder with records in it or in its subfolders (one level).

options:
`

/** Writes the reports of the whole scan from the records of its parts. */
export const run: Command = async (words, host) => {
  const given = parseArguments(words)
  if (given.values.help) {
    await print(USAGE, ...REPORT_FLAGS.map(({ names, help }) => `  ${names.join(', ')}\n        ${help}\n`))
    return 0
  }
  checkStage(given.values, 'report')
  checkTemplate(given.values)
  if (given.targets.length === 0) throw new UsageError('posse merge: name a folder that contains the records')
  const builtin = builtinRules()
  const records: PartRecord[] = []
  for (const file of await findRecords(given.targets)) records.push(await readRecord(file, builtin))
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
    const { baseline, baselineMatch = 'bandit' } = request
    if (baseline !== undefined) {
      const { loadBaseline } = await import('../../report/baseline/baseline.js')
      const subtract = await loadBaseline(baseline, host.cwd, baselineMatch, log)
      subtract?.(merged)
    }
    warnOfGaps(merged, log)
    warnOfNotebooks(merged, log)
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
