#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { exitCode, exitRules } from '../deliver/exit-code.js'
import { writeReports } from '../deliver/reports.js'
import { UsageError, UserError } from '../errors.js'
import { GitError } from '../git/program.js'
import { find, isShallow, nameOf, openRepository } from '../git/revisions.js'
import { printable } from '../log.js'
import { stderrLog } from '../output/stderr.js'
import { openOutput } from '../output/writer.js'
import { reportTime } from '../plan/report-time.js'
import { type CommandLine, parseArguments } from './argparse.js'
import { runProgram } from './program.js'
import { scanOptions } from './scan-options.js'

/*
 * Bandit's companion bandit-baseline (cli/baseline.py): reports what the current commit has and its parent
 * has not. Both trees are read from git's objects, so that the work tree may be in any state, and stays so.
 */

const USAGE = 'usage: posse-baseline [-h] [-f {txt,html,json}] targets [targets ...]\n'
const HELP = `${USAGE}
Reports the findings of the current commit that its parent does not have. All other options of posse can be
given, too.

positional arguments:
  targets             source file(s) or directory(s) to be tested

options:
  -h, --help          show this help message and exit
  -f {txt,html,json}  write bandit_baseline_result.FORMAT (default: text on standard output)
`

const FORMATS = ['txt', 'html', 'json'] as const
type BaselineFormat = (typeof FORMATS)[number]

/** The status is that of the scan, and 2 where nothing can be compared. */
async function main(argv: readonly string[]): Promise<number> {
  const given = parseArguments(argv)
  if (given.values.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (given.targets.length === 0) throw new UsageError('the following arguments are required: targets')
  const format = formatOf(given.values.format)
  const { values, targets } = await withIniFile(given)
  const options = scanOptions(values, targets)
  if (options.changes) throw new UsageError('argument --since/--new-since/--staged: not allowed here')
  const failing = exitRules(values)

  if (!format) say('INFO', 'No output format specified, using terminal')
  const file = format && `bandit_baseline_result.${format}`
  const problems = await problemsOf(file, given.values.output !== undefined)
  for (const problem of problems) say('ERROR', problem)
  if (problems.length > 0) return 2

  const { current, parent } = await commits()
  const { scan } = await import('../scan/scan.js')
  const log = stderrLog(values.quiet ? 'warning' : values.debug ? 'debug' : 'info')
  const { baseline, ...both } = { ...options, log }
  say('INFO', 'Getting Bandit baseline results')
  const { findings: known } = await scan({ ...both, revision: parent })
  say('INFO', 'Comparing Bandit results to baseline')
  const report = await scan({ ...both, revision: current, known })

  const destination = { format: format ?? 'txt', file, output: await openOutput(file) }
  await writeReports([destination], report, {
    aggregate: values.aggregate ?? 'file',
    verbose: values.verbose ?? false,
    quiet: values.quiet ?? false,
    time: reportTime(),
    log,
  })
  if (file) say('INFO', `Successfully wrote ${file}`)
  else process.stdout.write('\n')
  return exitCode(report, failing)
}

/** The command line with the options of the `.bandit` file, where there is one. */
async function withIniFile(given: CommandLine): Promise<CommandLine> {
  const { Discovery } = await import('../native.js')
  const { loadIni, withIni } = await import('./ini-file.js')
  const log = stderrLog('info')
  const ini = await loadIni(given.values.ini, new Discovery(given.targets).iniFiles, log)
  return ini ? withIni(given, ini, 'txt', log) : given
}

function formatOf(name: string | undefined): BaselineFormat | undefined {
  const format = FORMATS.find(each => each === name)
  if (name === undefined || format) return format
  const choices = FORMATS.map(each => `'${each}'`).join(', ')
  throw new UsageError(`argument -f: invalid choice: '${name}' (choose from ${choices})`)
}

/** All that stands against a comparison. */
async function problemsOf(file: string | undefined, hasOutput: boolean): Promise<string[]> {
  const problems: string[] = []
  try {
    const { prefix } = await openRepository()
    if (prefix !== '') problems.push(NO_ROOT)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems.push(error instanceof GitError ? NO_ROOT : error.message)
  }
  if (file && existsSync(file)) problems.push(`File ${file} already exists, aborting`)
  if (hasOutput) problems.push('Bandit baseline must not be called with the -o option')
  return problems
}

const NO_ROOT = 'Bandit baseline must be called from a git project root'

/** The commits to compare. Of a merge it is the first parent, as with Bandit. */
async function commits(): Promise<{ current: string; parent: string }> {
  const current = await find('HEAD')
  if (!current) throw new UserError('Unable to get current or parent commit')
  say('INFO', `Got current commit: [${await nameOf(current)}]`)
  const parent = await find(`${current}^1`)
  if (!parent) {
    const hint = (await isShallow()) ? ': this clone is shallow, fetch it first (git fetch --deepen=1)' : ''
    throw new UserError(`Parent commit not available${hint}`)
  }
  say('INFO', `Got parent commit: [${await nameOf(parent)}]`)
  if (await find(`${current}^2`)) {
    process.stderr.write('[WARNING ] This is a merge, compared with its first parent only\n')
  }
  return { current, parent }
}

function say(level: 'INFO' | 'WARNING' | 'ERROR', message: string): void {
  process.stdout.write(`[${level.padStart(7)} ] ${printable(message)}\n`)
}

/** One line for what the user can put right; anything else is a defect and shows its stack. */
function explain(error: unknown): number {
  if (error instanceof UsageError)
    process.stderr.write(`${USAGE}posse-baseline: error: ${printable(error.message)}\n`)
  else if (error instanceof UserError) say('ERROR', error.message)
  else console.error(error)
  return 2
}

runProgram(main, explain)
