// Writes docs/rules/: a page for each rule, as `posse explain` shows it, and an index. Updates the table of options in
// docs/settings.md and the tables in docs/configuration.md. Writes posse.schema.json.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { KEYS, type Key, KIND_WORDS } from '../src/configuration/keys.js'
import { optionTables } from '../src/configuration/option-tables.js'
import { schemaText } from '../src/configuration/schema.js'
import { tomlOf } from '../src/configuration/write.js'
import { byCodePoint } from '../src/python/order.js'
import { builtinRules } from '../src/rules/builtin.js'
import { docOf, proseOf, summaryOf } from '../src/rules/doc.js'
import { documentedRules } from '../src/rules/documented.js'
import { GROUPS, groupOf } from '../src/rules/group.js'
import { type OptionValue, optionSections, sectionsFor } from '../src/rules/options.js'
import { rulePage } from '../src/rules/page.js'
import { ruffCode } from '../src/rules/ruff.js'
import { banditsOf } from '../src/rules/rule-info.js'

export const RULES_FOLDER = fileURLToPath(new URL('../docs/rules/', import.meta.url))

/** The files of docs/rules/, by name. */
export function rulePages(): ReadonlyMap<string, string> {
  const all = documentedRules().sort((a, b) => byCodePoint(a.id, b.id))
  const sections = optionSections()
  const rows = all.map(rule => {
    const { id, name, severity, confidence, cwe, fix } = rule
    const summary = summaryOf(proseOf(docOf(rule)))
    return `| [${id}](${id}.md) | ${name} | ${severity} | ${confidence} | ${cwe} | ${ruffCode(id) ?? ''} | ${fix.class ?? ''} | ${summary} |\n`
  })
  const index = `# Rules

All rules: the ${banditsOf(all).length} of Bandit 1.9.4, and those that only \`posse check\` runs. \`posse explain B506\` shows a rule's page in the terminal, and \`posse rules\` shows this list. The
severity is the highest that a rule reports. \`npm run docs\` generates these pages from the source of each rule.

| id | name | severity | confidence | CWE | Ruff | fix | problem |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('')}`
  return new Map([
    ['README.md', index],
    ...all.map(rule => [`${rule.id}.md`, rulePage(rule, sections)] as const),
  ])
}

const SETTINGS = fileURLToPath(new URL('../docs/settings.md', import.meta.url))

/** Longer lists are on the pages of the rules only. */
const LIST_LENGTH = 3

/** The page about settings with the table of the options of rules. */
export function withOptions(page: string): string {
  const ids = new Map(documentedRules().map(({ id, name }) => [name, id]))
  const rows = sectionsFor(banditsOf(builtinRules())).flatMap(({ name, rules, options }) => {
    const [first = '', ...others] = rules.map(rule => ids.get(rule) ?? '').sort(byCodePoint)
    const readers = [`[${first}](rules/${first}.md)`, ...others].join(', ')
    return options.map(option => {
      const { key, doc } = option
      return `| \`${name}.${key}\` | ${readers} | ${doc.replaceAll('\n', ' ')} | ${shortened(option.default)} |\n`
    })
  })
  const table = `| key | rule | meaning | default |\n| --- | --- | --- | --- |\n${rows.join('')}`
  return page.replace(/^\| key \| rule \|.*\n(?:\|.*\n)*/m, () => table)
}

const CONFIGURATION = fileURLToPath(new URL('../docs/configuration.md', import.meta.url))
export const SCHEMA = fileURLToPath(new URL('../posse.schema.json', import.meta.url))

/** The page about configurations with the tables of keys, groups and options. */
export function withTables(page: string): string {
  const keys = (KEYS as readonly Key[]).map(
    ({ name, kind, doc, default: standard }) =>
      `| \`${name}\` | ${KIND_WORDS[kind]} | ${doc} | ${defaultOf(standard)} |\n`,
  )
  const ids = builtinRules().map(({ id }) => id)
  const groups = Object.entries(GROUPS).map(([group, about]) => {
    const members = ids.filter(id => groupOf(id) === group).sort(byCodePoint)
    return `| \`${group}\` | ${about} | ${members.join(', ') || 'none yet'} |\n`
  })
  const names = new Map(documentedRules().map(({ id, name }) => [name, id]))
  const options = optionTables(optionSections()).map(({ name, section }) => {
    const readers = section.rules.map(rule => names.get(rule) ?? '').sort(byCodePoint)
    const list = section.options.map(({ key }) => `\`${key}\``).join(', ')
    return `| \`options.${name}\` | ${readers.join(', ')} | ${list} |\n`
  })
  return [
    ['key', 'value', 'meaning', 'default', keys],
    ['group', 'what its rules are about', 'rules', groups],
    ['table', 'rules', 'keys', options],
  ].reduce((text, parts) => {
    const rows = parts.at(-1) as string[]
    const head = `| ${parts.slice(0, -1).join(' | ')} |`
    const table = `${head}\n|${' --- |'.repeat(parts.length - 1)}\n${rows.join('')}`
    return text.replace(new RegExp(`^${head.replaceAll('|', '\\|')}\n(?:\\|.*\n)*`, 'm'), () => table)
  }, page)
}

function defaultOf(standard: Key['default']): string {
  if (standard === undefined) return ''
  if (typeof standard === 'object' && Object.keys(standard).length === 0) return 'none'
  if (Array.isArray(standard) && standard.length > LIST_LENGTH) return '[see below](#files)'
  return `\`${tomlOf(standard)}\``
}

function shortened(value: OptionValue): string {
  if (typeof value !== 'object') return `\`${value}\``
  if (value.length > LIST_LENGTH) return `${value.length} names`
  return value.map(item => `\`${item}\``).join(', ') || 'none'
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(RULES_FOLDER, { recursive: true, force: true })
  mkdirSync(RULES_FOLDER, { recursive: true })
  for (const [name, content] of rulePages()) writeFileSync(`${RULES_FOLDER}${name}`, content)
  writeFileSync(SETTINGS, withOptions(readFileSync(SETTINGS, 'utf8')))
  writeFileSync(CONFIGURATION, withTables(readFileSync(CONFIGURATION, 'utf8')))
  writeFileSync(SCHEMA, schemaText(builtinRules()))
}
