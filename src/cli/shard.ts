import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { logOf } from '../deliver/reporting.js'
import { UsageError } from '../errors.js'
import { Discovery } from '../native.js'
import { openOutput } from '../output/writer.js'
import type { Options } from '../plan/options.js'
import { namedPaths, repositoryPaths } from '../plan/repository-paths.js'
import { scan } from '../scan/scan.js'
import { digestOf, readPart, takePart } from '../shard/part.js'
import { recordOf } from '../shard/record.js'
import { version } from '../version.js'
import type { CommandLine } from './argparse.js'
import { loadIni, withIni } from './ini-file.js'
import { progressLine } from './progress.js'
import { scanOptions } from './scan-options.js'
import { checkStage, REPORT_OPTIONS } from './stages.js'

/** Scans a part and writes its record. Resolves with the exit code. */
export async function runShard(given: CommandLine): Promise<0> {
  checkStage(given.values, 'scan')
  const { shard = '', output: file, noDiscovery } = given.values
  const part = readPart(shard)
  if (file === undefined)
    throw new UsageError('argument --shard: needs -o FILE, which the record is written to')
  const discovery = given.targets.length > 0 && !noDiscovery ? new Discovery(given.targets) : undefined
  const log = logOf(given.values)
  const ini = await loadIni(given.values.ini, discovery?.iniFiles ?? [], log)
  const { values, targets } = ini ? withIni(given, ini, 'txt', log) : given
  if (targets.includes('-')) throw new UsageError('argument --shard: standard input has no parts')
  const output = await openOutput(file)

  const { severity, confidence, baseline, baselineMatch, ...options } = scanOptions(values, targets)
  const pathOf = namedPaths(process.cwd(), process.env)
  const progress = progressLine(() => process.stderr, values.quiet ?? false)
  let list = ''
  const report = await scan({
    ...options,
    ...(discovery && { discovery }),
    part(found) {
      list = digestOf(found.sources, pathOf)
      return takePart(found, part, pathOf)
    },
    lineHashes: true,
    keepSuppressed: true,
    log,
    onProgress: progress.update,
  }).finally(progress.clear)
  if (report.cacheNote && values.verbose) log.info(report.cacheNote)

  const forReports = Object.fromEntries([...(ini ?? [])].filter(([key]) => REPORT_OPTIONS.has(key)))
  const settings = await digestSettings(options, forReports)
  const common = { version: version(), part, settings, list, ini: forReports }
  await output(recordOf(report, common, repositoryPaths(process.cwd(), process.env)))
  log.info(`part ${part.index} of ${part.total} written to file: ${file}`)
  return 0
}

/** One text for all that decides what is found; the files that were found have one of their own. */
async function digestSettings(options: Options, ini: Readonly<Record<string, string>>): Promise<string> {
  const { targets, sources, threads, cacheDir, configFile, ...settings } = options
  const config = configFile && (await readFile(configFile, 'latin1'))
  return createHash('sha256')
    .update(JSON.stringify([settings, config, ini]))
    .digest('hex')
}
