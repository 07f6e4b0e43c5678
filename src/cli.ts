#!/usr/bin/env node
import { type CommandLine, parseArguments, type Values } from './argparse.js'
import { reportTime } from './clock.js'
import { COMMANDS } from './commands/index.js'
import { NoTargets, UsageError, UserError } from './errors.js'
import { exitCode, exitRules } from './exit-code.js'
import { FORMATS, type FormatName, WITHOUT_BASELINE } from './formats/index.js'
import type { SarifOptions } from './formats/sarif.js'
import { type Log, printable, stderrLog } from './log.js'
import { openOutput, print } from './output.js'
import { progressLine } from './progress.js'
import { alsoOf, openAlso, writeFailures, writeReports } from './reports.js'
import { repositoryPaths } from './repository.js'
import { scanOptions } from './scan-options.js'

const USAGE = 'usage: posse [options] [targets ...]     (posse -h lists the options)\n'

/** Exit codes: see exit-code.ts. */
async function main(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv
  const command = COMMANDS.get(first)
  if (command) return (await command()).run(rest)
  const given = parseArguments(argv)
  if (given.values.help || given.values.version) {
    await print(
      given.values.help
        ? await (await import('./help.js')).helpText()
        : (await import('./version.js')).versionText(),
    )
    return 0
  }
  checkTemplate(given.values)
  const { Discovery, scan } = await import('./scan.js')
  const discovery = given.targets.length > 0 ? new Discovery(given.targets) : undefined
  const { values, targets } = await withIniFile(given, discovery?.iniFiles ?? [])
  const failing = exitRules(values)
  const name = values.format ?? defaultFormat()
  const alsoFormats = (values.also ?? []).map(alsoOf)
  for (const { format } of [{ format: name }, ...alsoFormats]) checkBaseline(values, format)
  const log = logOf(values)
  const time = reportTime()
  const output = await openOutput(values.output)
  const also = await Promise.all(alsoFormats.map(openAlso))
  const destinations = [{ format: name, file: values.output, output }, ...also]
  const sarif = sarifOptions(values)
  const makesSarif = destinations.some(({ format }) => format === 'sarif')
  const progress = progressLine(process.stderr, values.quiet ?? false)
  const report = await scan({
    ...scanOptions(values, targets),
    readStdin,
    ...(discovery && { discovery }),
    log,
    lineHashes: makesSarif,
    keepSuppressed: makesSarif && (values.sarifIncludeSuppressed ?? false),
    onProgress: progress.update,
  })
    .finally(progress.clear)
    .catch(async (error: unknown) => {
      if (!(error instanceof UserError)) await writeFailures(destinations, { sarif })
      throw error
    })

  if (report.cacheNote && values.verbose) log.info(report.cacheNote)
  await writeReports(destinations, report, {
    aggregate: values.aggregate ?? 'file',
    verbose: values.verbose ?? false,
    quiet: values.quiet ?? false,
    time,
    log,
    pathOf: repositoryPaths(process.cwd(), process.env),
    sarif,
    ...(values.msgTemplate !== undefined && { template: values.msgTemplate }),
  })
  return exitCode(report, failing)
}

/** The command line with the options of the `.bandit` file, where there is one. */
async function withIniFile(given: CommandLine, found: readonly string[]): Promise<CommandLine> {
  const { ini: named } = given.values
  if (!named && found.length === 0) return given
  const { loadIni, withIni } = await import('./config/ini-options.js')
  const log = logOf(given.values)
  const ini = await loadIni(named, found, log)
  return ini ? withIni(given, ini, defaultFormat(), log) : given
}

function logOf({ quiet, debug }: Values): Log {
  return stderrLog(quiet ? 'warning' : debug ? 'debug' : 'info')
}

/** A template in the `.bandit` file is left alone by other formats; on the command line it is wrong. */
function checkTemplate({ msgTemplate, format, also = [] }: Values): void {
  const formats = [format, ...also.map(word => alsoOf(word).format)]
  if (msgTemplate !== undefined && !formats.includes('custom'))
    throw new UsageError('--msg-template can only be used with --format=custom')
}

function checkBaseline({ baseline }: Values, format: FormatName): void {
  if (baseline !== undefined && WITHOUT_BASELINE.has(format)) {
    const others = Object.keys(FORMATS).filter(name => !WITHOUT_BASELINE.has(name as FormatName))
    throw new UserError(`Baseline must be used with one of the following formats: ${others.join(', ')}`)
  }
}

/** Bandit asks about standard output even where -o names a file. */
function defaultFormat(): FormatName {
  const { env, stdout } = process
  return stdout.isTTY && env.NO_COLOR === undefined && env.TERM !== 'dumb' ? 'screen' : 'txt'
}

function sarifOptions({ sarifCategory, sarifMaxResults }: Values): SarifOptions {
  if (sarifMaxResults !== undefined && sarifMaxResults < 0)
    throw new UsageError('argument --sarif-max-results: expected a number from 0 on')
  return {
    ...(sarifCategory && { category: sarifCategory }),
    ...(sarifMaxResults !== undefined && { maxResults: sarifMaxResults }),
  }
}

async function readStdin(): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of process.stdin) parts.push(part)
  return Buffer.concat(parts)
}

/** One line for what the user can put right; anything else is a defect and shows its stack. */
async function explain(error: unknown): Promise<number> {
  if (error instanceof NoTargets) await print(USAGE)
  else if (error instanceof UsageError)
    process.stderr.write(`${USAGE}posse: error: ${printable(error.message)}\n`)
  else if (error instanceof UserError) process.stderr.write(`[main]\tERROR\t${printable(error.message)}\n`)
  else console.error(error)
  return 2
}

process.exitCode = await main(process.argv.slice(2)).catch(explain)
