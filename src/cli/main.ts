import { checkTemplate, defaultFormat, logOf, makeReports } from '../deliver/reporting.js'
import { NoTargets, UsageError, UserError } from '../errors.js'
import { printable } from '../log.js'
import { allSaid, toStderr } from '../output/stderr.js'
import { print } from '../output/writer.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import { type CommandLine, parseArguments } from './argparse.js'
import { COMMANDS } from './commands/index.js'
import { runProgram } from './program.js'
import { progressLine } from './progress.js'
import { scanOptions } from './scan-options.js'

const USAGE = 'usage: posse [options] [targets ...]     (posse -h lists the options)\n'

/** Exit codes: see exit-code.ts. */
async function main(words: readonly string[]): Promise<number> {
  const argv = words.some(isParamsFile) ? (await import('./params-file.js')).withParams(words) : words
  const [first = '', ...rest] = argv
  const command = COMMANDS.get(first)
  if (command) return (await command()).run(rest)
  const given = parseArguments(argv)
  if (given.values.help || given.values.version) {
    await print(
      given.values.help
        ? await (await import('./help.js')).helpText()
        : (await import('../version.js')).versionText(),
    )
    return 0
  }
  if (given.values.shard !== undefined) return (await import('./shard.js')).runShard(given)
  checkTemplate(given.values)
  const { Discovery } = await import('../native.js')
  const { scan } = await import('../scan/scan.js')
  const walks = given.targets.length > 0 && !given.values.noDiscovery
  const discovery = walks ? new Discovery(given.targets) : undefined
  const { values, targets } = await withIniFile(given, discovery?.iniFiles ?? [])
  const progress = progressLine(() => process.stderr, values.quiet ?? false)
  return makeReports(values, repositoryPaths(process.cwd(), process.env), (wanted, log) =>
    scan({
      ...scanOptions(values, targets),
      ...wanted,
      readStdin,
      ...(discovery && { discovery }),
      log,
      onProgress: progress.update,
    }).finally(progress.clear),
  )
}

/** The command line with the options of the `.bandit` file, where there is one. */
async function withIniFile(given: CommandLine, found: readonly string[]): Promise<CommandLine> {
  const { ini: named } = given.values
  if (!named && found.length === 0) return given
  const { loadIni, withIni } = await import('./ini-file.js')
  const log = logOf(given.values)
  const ini = await loadIni(named, found, log)
  return ini ? withIni(given, ini, defaultFormat(), log) : given
}

async function readStdin(): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of process.stdin) parts.push(part)
  return Buffer.concat(parts)
}

/** Whether a word may stand for the words in a file; Bandit knows no such thing. */
const isParamsFile = (word: string) => word.length > 1 && word.startsWith('@')

/** One line for what the user can put right; anything else is a defect and shows its stack. */
async function explain(error: unknown): Promise<number> {
  if (error instanceof NoTargets) await print(USAGE)
  else if (error instanceof UsageError) toStderr(`${USAGE}posse: error: ${printable(error.message)}\n`)
  else if (error instanceof UserError) toStderr(`[main]\tERROR\t${printable(error.message)}\n`)
  else console.error(error)
  return 2
}

// Only reports are written by threads of Node, one block after the other.
process.env.UV_THREADPOOL_SIZE ??= '1'

runProgram(async words => {
  const code = await main(words)
  // All is written: to take its heap down piece by piece would cost Node more than to scan a small file.
  if (allSaid()) process.exit(code)
  return code
}, explain)
