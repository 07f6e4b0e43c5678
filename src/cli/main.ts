import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { deliver } from '../deliver/deliver.js'
import { allSaid, terminalStderr, toStderr } from '../output/stderr.js'
import { print } from '../output/writer.js'
import { type Host, hostOf } from '../plan/host.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import { parseArguments } from './argparse.js'
import { COMMANDS } from './commands/index.js'
import { checkTemplate, defaultFormat, logOf, planDelivery } from './delivery-plan.js'
import { explainError, runProgram } from './program.js'
import { progressLine } from './progress.js'
import { requestOf } from './request.js'
import { readStdin } from './stdin.js'
import { withIniFile } from './with-ini-file.js'

async function main(words: readonly string[], scanned: () => void): Promise<number> {
  const host = hostOf(process)
  const exact = words.some(isReplaced) ? (await import('./words.js')).exactWords(words) : words
  const argv = exact.some(isParamsFile)
    ? await (await import('./params-file.js'))
        .withParams(exact, host.cwd)
        .catch(error => explainedBy(exact, error))
    : exact
  if (typeof argv === 'number') return argv
  const command = COMMANDS.get(argv[0] ?? '')
  if (!command) return scanAndReport(argv, host, scanned)
  // What keeps a command from being loaded is no error of its own.
  const { run } = await command()
  return run(argv.slice(1), host, scanned).catch(error => explainedBy(argv, error))
}

/** Explains an error as the command does that the first words name. Throws it if they name none. */
function explainedBy(words: readonly string[], error: unknown): Promise<number> {
  if (!COMMANDS.has(words[0] ?? '')) throw error
  return explainError(error, commandProgram(words))
}

const USAGE = 'usage: posse [options] [targets ...]     (posse -h lists the options)\n'

/** Logs an error in Bandit's format. */
const logError = (message: string) => toStderr(`[main]\tERROR\t${message}\n`)

/** The program that the first words name, as it speaks of errors. */
function commandProgram([first = '', second = '']: readonly string[]) {
  // Its two tasks differ in their flags.
  const name = `posse ${first === 'nosec' && /^(?:add|list)$/.test(second) ? `${first} ${second}` : first}`
  const usage = `usage: ${name} ...     (posse ${first} -h explains it)\n`
  // The reports of a merge are those of a scan, and so are the errors in them.
  const tell = first === 'merge' ? logError : (message: string) => toStderr(`${name}: error: ${message}\n`)
  return { name, usage, tell }
}

/**
 * Plans the scan and its reports, executes the plan, and writes the reports. Resolves with the exit code. `scanned` is
 * called when the reports are written.
 */
async function scanAndReport(argv: readonly string[], host: Host, scanned: () => void): Promise<number> {
  const given = parseArguments(argv)
  if (given.values.help || given.values.version) {
    await print(
      given.values.help
        ? await (await import('./help.js')).helpText()
        : (await import('./version-text.js')).versionText(),
    )
    return 0
  }
  if (given.values.shard !== undefined) return (await import('./shard.js')).runShard(given, host)
  checkTemplate(given.values)
  const { Discovery } = await import('../native.js')
  const { planScan } = await import('../plan/plan.js')
  const { execute } = await import('../scan/execute.js')
  const walks = given.targets.length > 0 && !given.values.noDiscovery
  const discovery = walks ? new Discovery(given.targets) : undefined
  const found = discovery?.iniFiles ?? []
  const { values, targets } = await withIniFile(
    given,
    found,
    defaultFormat(host),
    host.cwd,
    logOf(given.values),
  )
  const { wanted, ...delivery } = planDelivery(values, host, repositoryPaths(host.cwd, host.env))
  const progress = progressLine(terminalStderr, host.env, values.quiet ?? false)
  const code = await deliver(delivery, async () => {
    const { log } = delivery.options
    const request = { ...requestOf(values, targets, host), log, readStdin, onProgress: progress.update }
    const plan = await planScan(request, host, { wanted, ...(discovery && { discovery }) })
    const report = await execute(plan).finally(progress.clear)
    if (report.unscanned.length > 0)
      (await import('./target-words.js')).warnOfTargets(request, report, host.cwd, log)
    const settings = join(host.cwd, 'pyproject.toml')
    if (values.configFile === undefined && existsSync(settings))
      (await import('./settings-hint.js')).hintOfSettings(settings, log)
    return report
  })
  scanned()
  return code
}

/** Whether a word may have had bytes that are not UTF-8. */
const isReplaced = (word: string) => /\ufffd/.test(word)

/** Whether a word may name a file of arguments. Bandit has no such feature. */
const isParamsFile = (word: string) => word.length > 1 && word.startsWith('@')

/** Runs the command line. `scanned` is called after a scan, when its reports are written. */
export function start(scanned: () => void): void {
  // Node's threads only write reports, one block after another. While one scans, another loads rules in JavaScript.
  process.env.UV_THREADPOOL_SIZE ??= '2'
  runProgram({
    name: 'posse',
    usage: USAGE,
    main: words => main(words, scanned),
    tell: logError,
    printUsage: usage => print(usage),
    // Everything has been written. Exiting here saves Node from tearing down the heap, which takes longer than scanning
    // a small file.
    ended(code) {
      if (allSaid()) process.exit(code)
    },
  })
}
