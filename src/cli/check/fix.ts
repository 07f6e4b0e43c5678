import { resolve } from 'node:path'
import { deliver } from '../../deliver/deliver.js'
import { exitCode } from '../../deliver/exit-code.js'
import { systemMessage, UsageError } from '../../errors.js'
import { counted } from '../../formats/people/html/text.js'
import { type Log, silent } from '../../log.js'
import { fixable } from '../../mend/choose.js'
import { type Mended, mendFiles } from '../../mend/mend.js'
import { unifiedDiff } from '../../mend/unified-diff.js'
import { Replacer } from '../../output/replacement.js'
import { terminalStderr } from '../../output/stderr.js'
import { print } from '../../output/writer.js'
import { type CheckPlan, pathsToMend, planCheck } from '../../plan/check/plan.js'
import type { Host } from '../../plan/host.js'
import { repositoryPaths } from '../../plan/repository-paths.js'
import type { Report } from '../../report/report.js'
import { executeCheck } from '../../scan/check/execute.js'
import { progressLine } from '../progress.js'
import { readStdin } from '../stdin.js'
import { planCheckDelivery } from './delivery.js'
import { type CheckValues, checkRequest } from './request.js'

/** What became of the files. */
interface Fixed {
  findings: number
  files: number
  /** Why files could not be written, each in one line. */
  problems: string[]
}

/** Standard input. Its content is replaced when it is mended. */
interface Stdin {
  name: string
  content: Uint8Array
}

/**
 * Checks files and mends them, or shows what would change. Standard input is mended to standard output, and what else is
 * said goes to standard error. Resolves with the exit code: 0, 1, or 2 if a file could not be written.
 */
export async function runFix(
  values: CheckValues,
  targets: readonly string[],
  host: Host,
  log: Log,
): Promise<number> {
  refuseConflicts(values, targets)
  let read: Promise<Uint8Array> | undefined
  const readOnce = () => {
    read ??= readStdin()
    return read
  }
  const request = await checkRequest(values, targets, host, readOnce)
  const stdin = targets.includes('-')
    ? { name: values.stdinFilename ?? '<stdin>', content: await readOnce() }
    : undefined
  const progress = progressLine(terminalStderr, host.env, values.quiet ?? false)
  const scan = async (wanted: CheckPlan['wanted'], heard: Log = log) => {
    const now = { ...request, ...(stdin && { sources: [{ ...stdin }] }) }
    const plan = await planCheck({ ...now, log: heard, onProgress: progress.update }, host, wanted)
    return { plan, report: await executeCheck(plan).finally(progress.clear) }
  }
  if (values.diff) {
    const { plan, report } = await scan({ fixes: true })
    return showDiff(plan, report, values, log)
  }
  let fixed: Fixed = { findings: 0, files: 0, problems: [] }
  const fix = async () => {
    const { plan, report } = await scan({ fixes: true })
    fixed = await write(plan, report, values, log, stdin)
    if (stdin) await print(stdin.content)
    return report
  }
  let code: number
  if (values.fixOnly) {
    await fix()
    code = 0
    if (stdin) log.info(sayFixed(fixed))
    else if (!values.quiet) await print(`${sayFixed(fixed)}\n`)
  } else {
    const pathOf = repositoryPaths(host.cwd, host.env)
    const { wanted, ...delivery } = await planCheckDelivery(values, host, log, pathOf)
    if (stdin) delivery.destinations = delivery.destinations.map(each => ({ ...each, stderr: true }))
    code = await deliver(delivery, async () => {
      const report = await fix()
      // What is left is told as a scan of the new files finds it. Its warnings are those of the first one.
      const left = fixed.files === 0 && !wanted.lineHashes ? report : (await scan(wanted, silent)).report
      left.fixed = fixed.findings
      return left
    })
  }
  for (const problem of fixed.problems) log.error(problem)
  return fixed.problems.length > 0 ? 2 : code
}

function refuseConflicts(values: CheckValues, targets: readonly string[]): void {
  const { staged, diff, fix, fixOnly, output, also } = values
  const flag = fix ? '--fix' : fixOnly ? '--fix-only' : '--diff'
  if (staged)
    throw new UsageError(
      `argument ${flag}: not allowed with argument --staged: fixes change files, and what is staged may be another version of them`,
    )
  if (targets.includes('-') && targets.length > 1)
    throw new UsageError(`argument ${flag}: standard input is mended alone, without files`)
  const report = output !== undefined ? '-o/--output' : also && '--also'
  if (report && diff)
    throw new UsageError(`argument ${report}: not allowed with argument --diff, which writes no report`)
  if (diff && fix) throw new UsageError('argument --diff: not allowed with argument --fix')
}

async function write(
  plan: CheckPlan,
  report: Report,
  { unsafeFixes = false }: CheckValues,
  log: Log,
  stdin: Stdin | undefined,
): Promise<Fixed> {
  const { cwd } = plan.host
  const fixed: Fixed = { findings: 0, files: 0, problems: [] }
  const byFile = fixable(report, unsafeFixes)
  if (byFile.size === 0) return fixed
  const replacer = new Replacer(pathsToMend(plan))
  try {
    for await (const { files, refusals } of mendFiles(plan, byFile)) {
      for (const refusal of refusals) log.warning(refusal)
      for (const { file, before, after, fixed: count } of files) {
        try {
          if (stdin) stdin.content = after
          else replacer.replace(resolve(cwd, file), before, after)
          fixed.findings += count
          fixed.files++
        } catch (error) {
          fixed.problems.push(`${file}: not mended: ${systemMessage(error)}`)
        }
      }
    }
  } finally {
    replacer.close()
  }
  return fixed
}

/** Prints what would change. The exit code is 1 if something would, or if findings are left that make the run fail. */
async function showDiff(
  plan: CheckPlan,
  report: Report,
  { unsafeFixes = false, fixOnly, exitZero, quiet }: CheckValues,
  log: Log,
): Promise<number> {
  const changed: Mended[] = []
  for await (const { files, refusals } of mendFiles(plan, fixable(report, unsafeFixes))) {
    for (const refusal of refusals) log.warning(refusal)
    await print(...files.map(({ file, before, after }) => unifiedDiff(file, before, after)))
    changed.push(...files.map(each => ({ ...each, before: new Uint8Array(), after: new Uint8Array() })))
  }
  const findings = changed.reduce((sum, { fixed }) => sum + fixed, 0)
  if (!quiet)
    log.info(`${counted(findings, 'finding')} would be mended in ${counted(changed.length, 'file')}`)
  if (exitZero) return 0
  return changed.length > 0 ? 1 : fixOnly ? 0 : exitCode(report, {})
}

function sayFixed({ findings, files }: Fixed): string {
  return findings === 0
    ? 'Nothing to mend'
    : `${counted(findings, 'finding')} mended in ${counted(files, 'file')}`
}
