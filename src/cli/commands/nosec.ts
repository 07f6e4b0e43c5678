import { UsageError } from '../../errors.js'
import { csvField } from '../../formats/bandit/csv.js'
import { counted } from '../../formats/people/html/text.js'
import { plainLog, toStderr } from '../../output/stderr.js'
import { printable, visible } from '../../output/visible.js'
import { print } from '../../output/writer.js'
import { type CheckPlan, planCheck } from '../../plan/check/plan.js'
import type { SuppressionComment } from '../../report/report.js'
import { executeCheck } from '../../scan/check/execute.js'
import { parseWords } from '../argparse.js'
import { addSuppressions, notScanned } from '../check/add-suppressions.js'
import { FLAGS as CHECK } from '../check/flags.js'
import { checkRequest } from '../check/request.js'
import type { Flag } from '../flags.js'
import { readStdin } from '../stdin.js'
import type { Command } from './command.js'

const USAGE = `usage: posse nosec add [--reason TEXT] [options] [path ...]
       posse nosec list [-f txt|json|csv] [options] [path ...]

add writes a comment for every finding that posse check reports. It never changes what the code does, and
changes nothing the second time. list shows every comment that suppresses findings, with its reason.
The other options are those of posse check that choose rules and files.
`

const CHOOSING = [
  'profile',
  'select',
  'ignore',
  'extendSelect',
  'extendIgnore',
  'severity',
  'config',
  'isolated',
  'exclude',
  'extendExclude',
  'noDefaultExcludes',
  'noRespectGitignore',
  'forceExclude',
  'noForceExclude',
] as const

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'reason', names: ['--reason'], kind: 'text', help: '' },
  { key: 'form', names: ['-f', '--format'], kind: 'text', choices: ['txt', 'json', 'csv'], help: '' },
] as const satisfies readonly Flag[]

/** Adds or lists suppressions. */
export const run: Command = async (words, host) => {
  const [task = '', ...rest] = words
  if (task === '' || task === '-h' || task === '--help') {
    await print(USAGE)
    return task === '' ? 2 : 0
  }
  if (task !== 'add' && task !== 'list')
    throw new UsageError(`unknown task '${task}'`, { word: task, words: ['add', 'list'] })
  const chosen = CHECK.filter(({ key }) => (CHOOSING as readonly string[]).includes(key))
  const { values, targets } = parseWords([...FLAGS, ...chosen], rest, 'ours')
  if (values.help) {
    await print(USAGE)
    return 0
  }
  const { reason, form, ...given } = values
  if (task === 'add' && form !== undefined) throw new UsageError('-f is for posse nosec list')
  if (task === 'list' && reason !== undefined) throw new UsageError('--reason is for posse nosec add')
  const plan = async () => {
    const request = await checkRequest(given, targets, host, readStdin)
    return planCheck({ ...request, log: plainLog('warning') }, host)
  }
  if (task === 'add') {
    if (targets.includes('-')) throw new UsageError('expected files, not standard input')
    return add(reason ?? 'accepted when posse was introduced', plan)
  }
  const { comments = [], skipped } = await executeCheck(await plan())
  await print(LISTS[form ?? 'txt'](comments))
  return told(task, notScanned(skipped), 1)
}

/** Tells problems, and returns the exit code: 0 if there are none. */
function told(task: string, problems: readonly string[], code: 1 | 2): number {
  for (const problem of problems) toStderr(`posse nosec ${task}: error: ${printable(problem)}\n`)
  return problems.length > 0 ? code : 0
}

async function add(reason: string, plan: () => Promise<CheckPlan>): Promise<number> {
  // A comment ends at the next number sign, and at the end of its line.
  if (!/^[\x20-\x7e]+$/.test(reason) || reason.includes('#'))
    throw new UsageError("argument --reason: expected one line of ASCII text without '#'")
  const { findings, files, unscanned, problems } = await addSuppressions(await plan(), reason)
  await print(`${counted(findings, 'finding')} suppressed in ${counted(files, 'file')}\n`)
  return Math.max(told('add', unscanned, 1), told('add', problems, 2))
}

const LISTS: Readonly<Record<'txt' | 'json' | 'csv', (comments: readonly SuppressionComment[]) => string>> = {
  txt: comments =>
    comments
      .map(({ file, cell, line, word, form, rules, unknown, reason }) =>
        [
          `${file}:${cell === undefined ? '' : `cell ${cell}:`}${line}: ${word}${form === 'line' ? '' : `-${form}`}:`,
          [...rules, ...unknown.map(each => `${each} (no rule)`)].join(', ') || 'all rules',
          ...(reason === '' ? [] : [`-- ${reason}`]),
        ].join(' '),
      )
      .map(line => `${visible(line)}\n`)
      .join(''),
  json: comments => `${JSON.stringify(comments, null, 2)}\n`,
  csv: comments =>
    [
      ['file', 'line', 'word', 'form', 'rules', 'reason', 'suppresses', 'cell', 'unknown'],
      ...comments.map(({ file, cell = '', line, word, form, rules, reason, suppresses, unknown }) =>
        [
          ...[file, String(line), word, form, rules.join(' '), reason, suppresses.join(' '), String(cell)],
          unknown.join(' '),
        ].map(quoted),
      ),
    ]
      .map(row => `${row.join(',')}\n`)
      .join(''),
}

/** A cell of CSV. One that a spreadsheet would take for a formula starts with an apostrophe. */
function quoted(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return csvField(plain)
}
