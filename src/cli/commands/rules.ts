import { print } from '../../output/writer.js'
import { byCodePoint } from '../../python/order.js'
import { docOf, proseOf, summaryOf } from '../../rules/doc.js'
import { type DocumentedRule, documentedRules } from '../../rules/documented.js'
import { ruffCode } from '../../rules/ruff.js'
import { parseFlags } from '../argparse.js'
import type { Flag } from '../flags.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'format', names: ['-f', '--format'], kind: 'text', choices: ['txt', 'json'], help: '' },
] as const satisfies readonly Flag[]

const USAGE = `usage: posse rules [-f txt|json]

List all rules with id, name, highest severity and summary. posse explain ID describes one in full.
`

/** Lists all rules, by id. */
export const run: Command = async words => {
  const { help, format } = parseFlags(
    FLAGS,
    words,
    ([word]) => `posse rules lists all rules; to describe one: posse explain ${word}`,
  )
  const all = documentedRules().sort((a, b) => byCodePoint(a.id, b.id))
  await print(help ? USAGE : format === 'json' ? json(all) : table(all))
  return 0
}

const summary = (rule: DocumentedRule) => summaryOf(proseOf(docOf(rule)))

/** One line for each rule. On a terminal, lines are truncated to its width. */
function table(all: readonly DocumentedRule[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  const lines = all.map(
    rule => `${rule.id}  ${rule.name.padEnd(width)}  ${rule.severity.padEnd(6)}  ${summary(rule)}`,
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
