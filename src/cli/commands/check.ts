import { deliver } from '../../deliver/deliver.js'
import { UsageError } from '../../errors.js'
import { plainLog, terminalStderr, toStderr } from '../../output/stderr.js'
import { print } from '../../output/writer.js'
import { planCheck } from '../../plan/check/plan.js'
import type { Host } from '../../plan/host.js'
import { repositoryPaths } from '../../plan/repository-paths.js'
import { executeCheck } from '../../scan/check/execute.js'
import { parseWords } from '../argparse.js'
import { planCheckDelivery } from '../check/delivery.js'
import { FLAGS } from '../check/flags.js'
import { checkRequest } from '../check/request.js'
import { explainError } from '../program.js'
import { progressLine } from '../progress.js'
import { readStdin } from '../stdin.js'
import type { Command } from './command.js'

const PROGRAM = {
  name: 'posse check',
  usage: 'usage: posse check [options] [path ...]     (posse check -h lists the options)\n',
  tell: (message: string) => toStderr(`posse check: error: ${message}\n`),
}

/** Checks files by our own judgment. Resolves with the exit code: 0, 1 or 2. */
export const run: Command = (words, host, scanned) =>
  check(words, host, scanned).catch(async error => explainError(await advised(error), PROGRAM))

/** Adds to an error about a flag of another program what to write in its place. */
async function advised(error: unknown): Promise<unknown> {
  if (!(error instanceof UsageError) || !error.misspelling) return error
  return (await import('../check/other-flags.js')).withAdvice(error)
}

async function check(words: readonly string[], host: Host, scanned: () => void): Promise<number> {
  const { values, targets } = parseWords(FLAGS, words, 'ours')
  if (values.help) {
    await print(await (await import('../check/help.js')).helpText())
    return 0
  }
  const log = plainLog(values.quiet ? 'warning' : values.verbose ? 'debug' : 'info')
  if (values.shard !== undefined)
    return (await import('../check/shard.js')).runCheckShard(values, targets, host, log)
  if (values.fix || values.diff || values.fixOnly) {
    const code = await (await import('../check/fix.js')).runFix(values, targets, host, log)
    scanned()
    return code
  }
  const pathOf = repositoryPaths(host.cwd, host.env)
  const { wanted, ...delivery } = await planCheckDelivery(values, host, log, pathOf)
  const progress = progressLine(terminalStderr, host.env, values.quiet ?? false)
  const request = await checkRequest(values, targets, host, readStdin)
  const code = await deliver(delivery, async () => {
    const plan = await planCheck({ ...request, log, readStdin, onProgress: progress.update }, host, wanted)
    return executeCheck(plan).finally(progress.clear)
  })
  scanned()
  return code
}
