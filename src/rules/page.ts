import { cweLink } from './cwe.js'
import { docOf } from './doc.js'
import type { DocumentedRule } from './documented.js'
import { type Level, RANKING } from './levels.js'
import type { OptionSection, OptionValue, RuleOption } from './options.js'
import { isRuffPreview, ruffCode } from './ruff.js'
import type { RuleInfo } from './rule-info.js'

/** The page of a rule for users, as Markdown without tables. */
export function rulePage(rule: DocumentedRule, sections: readonly OptionSection[]): string {
  const { id, name, cwe, origin, link } = rule
  const doc = docOf(rule)
  const levels = levelsOf(rule, doc)
  const section = sections.find(({ rules }) => rules.includes(name))
  return `# ${id}: ${name}

- Severity: ${levels.severity}
- Confidence: ${levels.confidence}
${cwe > 0 ? `- Weakness: [CWE-${cwe}](${cweLink(cwe)})\n` : ''}${origin === 'user' ? '' : `- In Ruff: ${inRuff(id)}\n`}${origin === 'user' && !rule.fix.class ? '' : `- Fix: ${fixOf(rule)}\n`}${origin === 'bandit' ? '' : inCheck(rule)}
${doc}
${doc.includes('```') ? `\nLines marked \`# ${id}\` are reported; the other lines are not.\n` : ''}${namesOf(rule)}${section ? optionsOf(section) : ''}
## How to silence it

${silencing(rule)
  .map(item => `- ${item}\n`)
  .join('')}${origin === 'bandit' ? `\nSee also [Bandit's page](${link}).\n` : ''}`
}

/** What mends the findings of a rule. */
function fixOf({ fix }: RuleInfo): string {
  switch (fix.class) {
    case 'safe':
      return 'safe, with `posse check --fix`'
    case 'unsafe':
      return 'unsafe, with `posse check --fix --unsafe-fixes`'
    case 'suggested':
      return 'suggested, which `posse check` shows and never writes'
    default:
      return fix.reason ? `none: ${fix.reason}` : 'none'
  }
}

/** How to silence one finding of a rule, and all of them, as Markdown. */
export function silencing({ id, origin }: Pick<RuleInfo, 'id' | 'origin'>): string[] {
  if (origin !== 'bandit')
    return [
      `One finding: name the rule in the comment, as in \`# nosec: ${id}\`. Only \`posse check\` runs it.`,
      `All findings: pass \`--ignore ${id}\`, or set \`ignore = ["${id}"]\` in \`posse.toml\`.`,
    ]
  return [
    `One finding: add a comment \`# nosec ${id}\` to its line, followed by the reason.`,
    `All findings: pass \`--skip ${id}\`, or set \`skips = ["${id}"]\` in the \`[tool.bandit]\` table of \`pyproject.toml\`.`,
  ]
}

/** The levels that the rule declares, and those in markers of its example, such as `# B602 LOW HIGH`. */
function levelsOf(
  { id, severity, confidence }: DocumentedRule,
  doc: string,
): Record<'severity' | 'confidence', string> {
  const markers = [...doc.matchAll(new RegExp(`# ${id}(?: ([A-Z]+))?(?: ([A-Z]+))?$`, 'gm'))]
  // A rule of a configuration may have no example.
  const all = markers.length > 0 ? markers : [[]]
  return {
    severity: listed(sorted(all.map(([, level]) => level ?? severity)), 'or'),
    confidence: listed(sorted(all.map(([, , level]) => level ?? confidence)), 'or'),
  }
}

/** What `posse check` does with a rule that only it runs. */
function inCheck({ profile, replaces }: RuleInfo): string {
  const which = profile === 'audit' ? 'only `audit`' : '`recommended` and `audit`'
  const ids = listed(replaces, 'and')
  return `- Profiles: ${which}\n${ids === '' ? '' : `- Takes the place of: ${ids}, where both report the same\n`}`
}

/** The levels, each once, from the lowest to the highest. */
function sorted(levels: readonly string[]): string[] {
  return [...new Set(levels)].sort((a, b) => RANKING.indexOf(a as Level) - RANKING.indexOf(b as Level))
}

function listed(words: readonly string[], conjunction: string): string {
  return words.join(', ').replace(/, (\w+)$/, ` ${conjunction} $1`)
}

function inRuff(id: string): string {
  const code = ruffCode(id)
  if (code === undefined) return 'not available'
  return isRuffPreview(id) ? `${code} (only with \`--preview\`)` : code
}

/** The names that a rule of the tables looks for. Bandit's tables contain a few duplicates. */
function namesOf({ kinds, names }: DocumentedRule): string {
  if (names.length === 0) return ''
  const list = shown([...new Set(names)])
  const what = kinds.includes('Import')
    ? `Imports of names that start with ${list}, and calls to these names.`
    : `Calls to ${list}.`
  return `\n## Names\n\n${what}\n`
}

function optionsOf({ name, options }: OptionSection): string {
  const rows = options.map(
    option => `- \`${option.key}\`: ${option.doc.replaceAll('\n', ' ')}. Default: ${shown(option.default)}\n`,
  )
  return `
## Options

Set these in the \`[tool.bandit.${name}]\` table of \`pyproject.toml\`, or under \`${name}\` in a YAML file:

${rows.join('')}${needed(options)}`
}

/** Says which options a section must have. */
function needed(options: readonly RuleOption[]): string {
  const keys = options.filter(({ missing }) => missing === 'raises').map(({ key }) => `\`${key}\``)
  if (keys.length === 0) return ''
  const list = keys.length === options.length && keys.length > 1 ? 'all its options' : keys.join(', ')
  return `\nIf you configure this section, set ${list}: a rule finds nothing if an option that it reads is missing.\n`
}

function shown(value: OptionValue): string {
  if (typeof value !== 'object') return `\`${value}\``
  return value.length > 0 ? value.map(item => `\`${item}\``).join(', ') : 'empty'
}
