import { docOf } from './doc.js'
import type { DocumentedRule } from './documented.js'
import { type Level, RANKING } from './levels.js'
import type { OptionSection, OptionValue } from './options.js'
import { isRuffPreview, ruffCode } from './ruff.js'

/** All that a user wants to know of a rule, as Markdown without tables. */
export function rulePage(rule: DocumentedRule, sections: readonly OptionSection[]): string {
  const { id, name, cwe, link } = rule
  const doc = docOf(rule)
  const levels = levelsOf(rule, doc)
  const section = sections.find(({ checks }) => checks.includes(name))
  return `# ${id}: ${name}

- Severity: ${levels.severity}
- Confidence: ${levels.confidence}
- Weakness: [CWE-${cwe}](https://cwe.mitre.org/data/definitions/${cwe}.html)
- In Ruff: ${inRuff(id)}

${doc}

Lines with a comment \`# ${id}\` are reported, the others are not.
${namesOf(rule)}${section ? optionsOf(section) : ''}
## Silencing it

- One finding: a comment \`# nosec ${id}\` on its line, with the reason behind it.
- All findings: \`--skip ${id}\` on the command line, or \`skips = ["${id}"]\` in the table \`[tool.bandit]\` of \`pyproject.toml\`.

See also [Bandit's page](${link}).
`
}

/** The levels that the rule declares, and those that markers in its example add, as `# B602 LOW HIGH`. */
function levelsOf(
  { id, severity, confidence }: DocumentedRule,
  doc: string,
): Record<'severity' | 'confidence', string> {
  const markers = [...doc.matchAll(new RegExp(`# ${id}(?: ([A-Z]+))?(?: ([A-Z]+))?$`, 'gm'))]
  return {
    severity: listed(markers.map(([, level]) => level ?? severity)),
    confidence: listed(markers.map(([, , level]) => level ?? confidence)),
  }
}

function listed(levels: readonly string[]): string {
  const sorted = [...new Set(levels)].sort(
    (a, b) => RANKING.indexOf(a as Level) - RANKING.indexOf(b as Level),
  )
  return sorted.join(', ').replace(/, (\w+)$/, ' or $1')
}

function inRuff(id: string): string {
  const code = ruffCode(id)
  if (code === undefined) return 'not there'
  return isRuffPreview(id) ? `${code}, with \`--preview\` only` : code
}

/** What a row of the tables looks for. Bandit's tables have a name or two twice. */
function namesOf({ kind, names }: DocumentedRule): string {
  if (names.length === 0) return ''
  const list = shown([...new Set(names)])
  const what =
    kind === 'Import' ? `Imports of what begins with ${list}, and calls of these names.` : `Calls of ${list}.`
  return `\n## Names\n\n${what}\n`
}

function optionsOf({ name, options }: OptionSection): string {
  const rows = Object.entries(options).map(([key, value]) => `- \`${key}\`, by default ${shown(value)}\n`)
  return `
## Options

In the table \`[tool.bandit.${name}]\` of \`pyproject.toml\`, or the mapping \`${name}\` of a YAML file:

${rows.join('')}`
}

function shown(value: OptionValue): string {
  if (!Array.isArray(value)) return `\`${value}\``
  return value.length > 0 ? value.map(item => `\`${item}\``).join(', ') : 'empty'
}
