import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { deliver } from '../deliver/deliver.js'
import type { Form } from '../deliver/destination.js'
import { systemMessage, UsageError, UserError } from '../errors.js'
import { readInput } from '../inputs.js'
import { Discovery } from '../native.js'
import { terminalStderr } from '../output/stderr.js'
import type { Host } from '../plan/host.js'
import type { Options } from '../plan/options.js'
import { planScan } from '../plan/plan.js'
import { namedPaths, repositoryPaths } from '../plan/repository-paths.js'
import { execute } from '../scan/execute.js'
import { digestOf, readPart, takePart } from '../shard/part.js'
import { recordOf } from '../shard/record.js'
import { version } from '../version.js'
import type { CommandLine } from './argparse.js'
import { formatOptions, logOf } from './delivery-plan.js'
import { loadIni, withIni } from './ini-file.js'
import { progressLine } from './progress.js'
import { requestOf } from './request.js'
import { checkStage, REPORT_OPTIONS } from './stages.js'

/** Scans one part and writes its record. Resolves with the exit code, which does not depend on the findings. */
export async function runShard(given: CommandLine, host: Host): Promise<0 | 1 | 2> {
  checkStage(given.values, 'scan')
  const { shard = '', output: file, noDiscovery, noIni } = given.values
  const part = readPart(shard)
  if (file === undefined) throw new UsageError('argument --shard: requires -o FILE to write the record to')
  const { cwd, env } = host
  const discovery = given.targets.length > 0 && !noDiscovery ? new Discovery(given.targets) : undefined
  const log = logOf(given.values)
  const found = noIni ? [] : (discovery?.iniFiles ?? [])
  const ini = await loadIni(given.values.ini, found, cwd, log)
  const { values, targets } = ini ? withIni(given, ini, 'txt', log) : given
  if (targets.includes('-'))
    throw new UsageError('argument --shard: standard input cannot be split into parts')

  const { severity, confidence, baseline, baselineMatch, ...request } = requestOf(values, targets, host)
  const forReports = Object.fromEntries([...(ini ?? [])].filter(([key]) => REPORT_OPTIONS.has(key)))
  const pathOf = namedPaths(cwd, env)
  let list = ''
  const form: Form = {
    name: `part ${part.index} of ${part.total}`,
    async write(report) {
      const settings = await digestSettings(request, cwd, forReports)
      const common = { version: version(), part, settings, list, ini: forReports }
      return recordOf(report, common, repositoryPaths(cwd, env))
    },
  }
  const options = { ...formatOptions(values, host), log }
  const progress = progressLine(terminalStderr, env, values.quiet ?? false)
  return deliver({ destinations: [{ form, file }], options, exit: { exitZero: true }, cwd }, async () => {
    const plan = await planScan({ ...request, log, onProgress: progress.update }, host, {
      ...(discovery && { discovery }),
      part(found) {
        list = digestOf(found.sources, pathOf)
        return takePart(found, part, pathOf)
      },
      wanted: { lineHashes: true, suppressed: true },
    })
    return execute(plan).finally(progress.clear)
  })
}

/** A digest of everything that affects the findings, except the list of files, which has its own. */
async function digestSettings(
  options: Options,
  cwd: string,
  ini: Readonly<Record<string, string>>,
): Promise<string> {
  const { targets, sources, threads, cacheDir, configFile, ...settings } = options
  const config = configFile && (await contentOf(configFile, cwd)).toString('latin1')
  return createHash('sha256')
    .update(JSON.stringify([settings, config, ini]))
    .digest('hex')
}

/** The configuration once more: a pipe gives it only once. */
function contentOf(file: string, cwd: string): Promise<Buffer> {
  return readInput(resolve(cwd, file)).catch(error => {
    throw new UserError(`cannot read '${file}' twice: ${systemMessage(error)}`)
  })
}
