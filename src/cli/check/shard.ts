import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Configuration } from '../../configuration/configuration.js'
import { deliver } from '../../deliver/deliver.js'
import type { Form } from '../../deliver/destination.js'
import { UsageError } from '../../errors.js'
import type { Log } from '../../log.js'
import type { CheckOptions } from '../../plan/check/options.js'
import { planCheck } from '../../plan/check/plan.js'
import type { Host } from '../../plan/host.js'
import { reportTime } from '../../plan/report-time.js'
import { namedPaths, repositoryPaths } from '../../plan/repository-paths.js'
import { executeCheck, failingOf } from '../../scan/check/execute.js'
import { digestOf, readPart, takePart } from '../../shard/part.js'
import { recordOf } from '../../shard/record.js'
import { version } from '../../version.js'
import { progressLine } from '../progress.js'
import { readStdin } from '../stdin.js'
import { keepSources } from './delivery.js'
import { type CheckValues, checkRequest } from './request.js'
import { checkStage } from './stages.js'

/** Checks one part and writes its record. Resolves with the exit code, which does not depend on the findings. */
export async function runCheckShard(
  values: CheckValues,
  targets: readonly string[],
  host: Host,
  log: Log,
): Promise<0 | 1 | 2> {
  checkStage(values, 'scan')
  const { cwd, env } = host
  const part = readPart(values.shard ?? '')
  if (values.output === undefined)
    throw new UsageError('argument --shard: requires -o FILE to write the record to')
  keepSources([{ file: values.output }], host.cwd)
  if (targets.includes('-'))
    throw new UsageError('argument --shard: standard input cannot be split into parts')
  const request = await checkRequest(values, targets, host, readStdin)
  const pathOf = namedPaths(cwd, env)
  const progress = progressLine(() => process.stderr, env, values.quiet ?? false)
  let list = ''
  let settings = ''
  const plan = await planCheck(
    { ...request, log, onProgress: progress.update },
    host,
    { lineHashes: true, fixes: true },
    {
      isFirst: part.index === 1,
      take(found, configurations) {
        list = digestOf(found.sources, pathOf)
        settings = digestSettings(request, configurations, cwd)
        return takePart(found, part, pathOf)
      },
    },
  )
  const form: Form = {
    name: `part ${part.index} of ${part.total}`,
    async write(report) {
      const common = { version: version(), part, settings, list, ini: {} }
      return recordOf(report, common, repositoryPaths(cwd, env), failingOf(report, plan))
    },
  }
  const options = {
    aggregate: 'file',
    verbose: false,
    quiet: false,
    time: reportTime(env),
    cwd,
    log,
  } as const
  const delivery = { destinations: [{ form, file: values.output }], options, exit: { exitZero: true }, cwd }
  return deliver(delivery, () => executeCheck(plan).finally(progress.clear))
}

/** A digest of everything that affects the findings, except the list of files, which has its own. */
function digestSettings(
  { targets, sources, threads, cacheDir, configFile, ...options }: CheckOptions,
  configurations: readonly Configuration[],
  cwd: string,
): string {
  const digest = createHash('sha256').update(JSON.stringify(['check', options]))
  for (const { root, files } of configurations) {
    digest.update(`\0${relative(cwd, root)}`)
    for (const file of files) digest.update(`\0${relative(cwd, file)}\0`).update(readFileSync(file))
  }
  return digest.digest('hex')
}
