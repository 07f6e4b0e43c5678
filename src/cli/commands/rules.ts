import type { OwnRule } from '../../configuration/own-rules.js'
import { UsageError, UserError } from '../../errors.js'
import { testFixes } from '../../mend/example-fixes.js'
import { printable } from '../../output/visible.js'
import { print } from '../../output/writer.js'
import type { Host } from '../../plan/host.js'
import { runPlanOf } from '../../plan/run-plan.js'
import { byCodePoint } from '../../python/order.js'
import { builtinRules } from '../../rules/builtin.js'
import { docOf, proseOf, summaryOf } from '../../rules/doc.js'
import { type DocumentedRule, documentedRules } from '../../rules/documented.js'
import { ruffCode } from '../../rules/ruff.js'
import { type ExampleResult, testExamples } from '../../scan/check/rule-examples.js'
import { parseWords } from '../argparse.js'
import type { Cost } from '../check/bench-rules.js'
import type { Flag } from '../flags.js'
import { configurationOf, documented } from '../own-rules.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'format', names: ['-f', '--format'], kind: 'text', choices: ['txt', 'json'], help: '' },
] as const satisfies readonly Flag[]

const USAGE = `usage: posse rules [list] [-f txt|json]
       posse rules test [PATH]
       posse rules bench [-f txt|json] [PATH ...]

List all rules with id, name, highest severity and summary: the built-in ones, and those of the
configuration of the working directory. posse explain ID describes one in full.

Test runs the rules of the configuration of PATH, a folder or a file (default: .), on their examples.
It fails if a marked line is not found, or another one is, and if a fix mends no example or leaves its finding.

Bench checks files and folders (default: .) with and without the rules of their configurations, in turn. It
prints how many findings each rule has, and the medians of the times.
`

const COMMANDS = ['list', 'test', 'bench']

/** Lists all rules, by id, or tests those of a configuration. */
export const run: Command = async (words, host) => {
  const { values, targets } = parseWords(FLAGS, words, 'ours')
  if (values.help) {
    await print(USAGE)
    return 0
  }
  const [command = 'list', ...others] = targets
  if (!COMMANDS.includes(command))
    throw new UsageError(`posse rules lists all rules; to describe one: posse explain ${command}`, {
      word: command,
      words: COMMANDS,
    })
  if (command === 'bench') {
    const { benchRules } = await import('../check/bench-rules.js')
    const cost = await benchRules(others, host)
    await print(values.format === 'json' ? costJson(cost) : costTable(cost))
    return 0
  }
  const most = command === 'test' ? 1 : 0
  if (others.length > most) throw new UsageError(`unrecognized arguments: ${others.slice(most).join(' ')}`)
  if (command === 'test') return test(others[0] ?? '.', host)
  const own = configurationOf('.', host.cwd).configuration.ownRules.map(documented)
  const all = [...documentedRules(), ...own].sort((a, b) => byCodePoint(a.id, b.id))
  await print(values.format === 'json' ? json(all) : table(all))
  return 0
}

/** Runs the rules of a configuration on their examples. Resolves with 1 if one finds something else than is marked. */
async function test(path: string, { cwd }: Host): Promise<0 | 1> {
  const { configuration, nameOf } = configurationOf(path, cwd)
  const { ownRules } = configuration
  if (ownRules.length === 0) throw new UserError(`the configuration of '${path}' has no rules of its own`)
  const [first, plan] = [builtinRules().length, runPlanOf({})]
  const results = await testExamples(ownRules, first, plan, nameOf)
  const wrongFixes = await testFixes(results, ownRules, first, plan)
  const wrong = results.filter(isWrong)
  for (const result of wrong) await print(differenceOf(result, nameOf))
  for (const { rule, what } of wrongFixes) await print(`${headOf(rule, nameOf)}: ${what}\n`)
  const silent = ownRules.filter(({ examples }) => examples.length === 0).map(({ info }) => info.id)
  if (silent.length > 0) await print(`without examples: ${silent.join(', ')}\n`)
  const inFixes = wrongFixes.length === 0 ? '' : `, ${counted(wrongFixes.length, 'mistake')} in fixes`
  const outcome = (wrong.length === 0 ? 'all as marked' : `${wrong.length} not as marked`) + inFixes
  await print(`${counted(ownRules.length, 'rule')}, ${counted(results.length, 'example')}: ${outcome}\n`)
  return wrong.length + wrongFixes.length === 0 ? 0 : 1
}

const isWrong = ({ missed, extra, skipped }: ExampleResult) =>
  skipped !== undefined || missed.length + extra.length > 0

/** What is wrong with an example, with the lines. */
function differenceOf(
  { rule, number, code, missed, extra, skipped }: ExampleResult,
  nameOf: (path: string) => string,
): string {
  const head = `${headOf(rule, nameOf)}: example ${number}`
  if (skipped !== undefined) return `${head}: ${printable(skipped)}\n`
  const lines = code.split(/\r?\n/)
  const shown = (what: string) => (at: number) =>
    `${head}: line ${at} ${what}\n    ${printable(lines[at - 1] ?? '')}\n`
  return [
    ...missed.map(shown('is marked, but not found')),
    ...extra.map(shown('is found, but not marked')),
  ].join('')
}

/** The findings of each rule, and the times below them. */
function costTable({ rules, files, runs, reading, without, with: withRules }: Cost): string {
  const share = without === 0 ? 0 : (100 * (withRules - without)) / without
  const ms = (time: number) => `${time.toFixed(1)} ms`
  const rows = [
    ...rules.map(({ id, findings }) => [id, counted(findings, 'finding')]),
    ['without rules', ms(without)],
    ['with rules', `${ms(withRules)}  ${share < 0 ? '' : '+'}${share.toFixed(1)} %`],
    ['reading them', `${ms(reading)}, once`],
  ] as const
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`)
  return `${lines.join('')}${counted(rules.length, 'rule')}, ${counted(files, 'file')}, medians of ${runs} checks\n`
}

function costJson({ rules, files, runs, reading, without, with: withRules }: Cost): string {
  const times = { reading_ms: reading, without_ms: without, with_ms: withRules }
  return `${JSON.stringify({ runs, files, ...times, rules }, null, 2)}\n`
}

function headOf({ place, info }: OwnRule, nameOf: (path: string) => string): string {
  return `${printable(nameOf(place.file))}${place.line > 0 ? `:${place.line}` : ''}: ${info.id}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

const summary = (rule: DocumentedRule) => summaryOf(proseOf(docOf(rule)))

/** One line for each rule. On a terminal, lines are truncated to its width. */
function table(all: readonly DocumentedRule[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  const idWidth = Math.max(...all.map(({ id }) => id.length))
  const lines = all.map(
    rule =>
      `${rule.id.padEnd(idWidth)}  ${rule.name.padEnd(width)}  ${rule.severity.padEnd(6)}  ${summary(rule)}`,
  )
  return lines.map(line => `${line.slice(0, process.stdout.columns || undefined)}\n`).join('')
}

function json(all: readonly DocumentedRule[]): string {
  const records = all.map(rule => ({
    id: rule.id,
    name: rule.name,
    severity: rule.severity,
    confidence: rule.confidence,
    cwe: rule.cwe,
    ruff: ruffCode(rule.id) ?? null,
    link: rule.link,
    profile: rule.profile,
    replaces: rule.replaces,
    names: rule.names,
    summary: summary(rule),
    doc: docOf(rule),
  }))
  return `${JSON.stringify(records, null, 2)}\n`
}
