#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { deliver } from '../deliver/deliver.js'
import { formOf } from '../deliver/forms.js'
import { UsageError, UserError } from '../errors.js'
import { FORMATS } from '../formats/index.js'
import { GitError } from '../git/program.js'
import { find, isShallow, nameOf, openRepository } from '../git/revisions.js'
import { stderrLog, toStderr } from '../output/stderr.js'
import { printable } from '../output/visible.js'
import { print } from '../output/writer.js'
import { type Host, hostOf } from '../plan/host.js'
import { parseArguments } from './argparse.js'
import { exitRules, formatOptions, logOf } from './delivery-plan.js'
import { runProgram } from './program.js'
import { requestOf } from './request.js'
import { withIniFile } from './with-ini-file.js'

/*
 * Bandit's companion program bandit-baseline (cli/baseline.py): reports findings of the current commit that
 * its parent does not have. Reads both commits from git's objects, so the work tree may be dirty and is not
 * touched.
 */

const USAGE = 'usage: posse-baseline [-h] [-f {txt,html,json}] targets [targets ...]\n'
const HELP = `${USAGE}
Report findings of the current commit that its parent commit does not have. Also accepts the other
options of posse.

positional arguments:
  targets             files or folders to scan

options:
  -h, --help          show this help message and exit
  -f {txt,html,json}  write the report to bandit_baseline_result.FORMAT (default: print it as text)
`

const NAMES = ['txt', 'html', 'json'] as const
type BaselineFormat = (typeof NAMES)[number]

/** Resolves with the exit code of the scan, or with 2 if the commits cannot be compared. */
async function main(argv: readonly string[]): Promise<number> {
  const host = hostOf(process)
  const given = parseArguments(argv)
  if (given.values.help) {
    await print(HELP)
    return 0
  }
  if (given.targets.length === 0) throw new UsageError('the following arguments are required: targets')
  const format = formatOf(given.values.format)
  const { Discovery } = await import('../native.js')
  const found = new Discovery(given.targets).iniFiles
  const { values, targets } = await withIniFile(given, found, 'txt', host.cwd, stderrLog('info'))
  const { baseline, ...request } = requestOf(values, targets, host)
  if (request.changes)
    throw new UsageError('argument --since/--new-since/--staged: not allowed with posse-baseline')
  const exit = exitRules(values)

  if (!format) await say('INFO', 'No output format specified, using terminal')
  const file = format && `bandit_baseline_result.${format}`
  const problems = await problemsOf(host, file, given.values.output !== undefined)
  for (const problem of problems) await say('ERROR', problem)
  if (problems.length > 0) return 2

  const { current, parent } = await commits(host)
  const { planScan } = await import('../plan/plan.js')
  const { execute } = await import('../scan/execute.js')
  const log = logOf(values)
  const destination = { form: formOf(format ?? 'txt', host, FORMATS), ...(file && { file }) }
  const options = { ...formatOptions(values, host), log }
  const code = await deliver({ destinations: [destination], options, exit, cwd: host.cwd }, async () => {
    await say('INFO', 'Getting Bandit baseline results')
    const { findings: known } = await execute(await planScan({ ...request, log, revision: parent }, host))
    await say('INFO', 'Comparing Bandit results to baseline')
    return execute(await planScan({ ...request, log, revision: current, known }, host))
  })
  if (file) await say('INFO', `Successfully wrote ${file}`)
  else await print('\n')
  return code
}

function formatOf(name: string | undefined): BaselineFormat | undefined {
  const format = NAMES.find(each => each === name)
  if (name === undefined || format) return format
  const choices = NAMES.map(each => `'${each}'`).join(', ')
  throw new UsageError(`argument -f: invalid choice: '${name}' (choose from ${choices})`)
}

/** Everything that prevents a comparison. */
async function problemsOf(
  { cwd, git }: Host,
  file: string | undefined,
  hasOutput: boolean,
): Promise<string[]> {
  const problems: string[] = []
  try {
    const { prefix } = await openRepository(git)
    if (prefix !== '') problems.push(NOT_AT_ROOT)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems.push(error instanceof GitError ? NOT_AT_ROOT : error.message)
  }
  if (file && existsSync(resolve(cwd, file))) problems.push(`File ${file} already exists, aborting`)
  if (hasOutput) problems.push('Bandit baseline must not be called with the -o option')
  return problems
}

const NOT_AT_ROOT = 'Bandit baseline must be called from a git project root'

/** The commits to compare. For a merge, the parent is the first one, as in Bandit. */
async function commits({ git }: Host): Promise<{ current: string; parent: string }> {
  const current = await find(git, 'HEAD')
  if (!current) throw new UserError('Unable to get current or parent commit')
  await say('INFO', `Got current commit: [${await nameOf(git, current)}]`)
  const parent = await find(git, `${current}^1`)
  if (!parent) {
    const hint = (await isShallow(git)) ? ': this clone is shallow; run git fetch --deepen=1 first' : ''
    throw new UserError(`Parent commit not available${hint}`)
  }
  await say('INFO', `Got parent commit: [${await nameOf(git, parent)}]`)
  if (await find(git, `${current}^2`)) {
    toStderr('[WARNING ] HEAD is a merge commit; comparing it with its first parent only\n')
  }
  return { current, parent }
}

function say(level: 'INFO' | 'WARNING' | 'ERROR', message: string): Promise<void> {
  return print(`[${level.padStart(7)} ] ${printable(message)}\n`)
}

runProgram({ name: 'posse-baseline', usage: USAGE, main, tell: message => say('ERROR', message) })
