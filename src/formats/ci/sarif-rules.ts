import type { ReportingDescriptor, Result } from 'sarif'
import type { Finding } from '../../report/finding.js'
import { cweLink } from '../../rules/cwe.js'
import { docOf, proseOf, summaryOf } from '../../rules/doc.js'
import { documentedRules } from '../../rules/documented.js'
import type { Level } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { type Annotation, annotationOf } from '../annotations.js'
import { cut } from '../cut.js'

/** GitHub's limit for the length of a description. */
const MAX_DESCRIPTION = 1024

/** Scores that GitHub shows as high, medium and low. */
const SECURITY_SEVERITY: Readonly<Record<Level, string>> = {
  HIGH: '8.0',
  MEDIUM: '5.5',
  LOW: '3.0',
  UNDEFINED: '3.0',
}

const PROBLEM_SEVERITY: Readonly<Record<Annotation, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'recommendation',
}

/** The SARIF level of an annotation. */
export function levelOf(annotation: Annotation): NonNullable<Result['level']> {
  return annotation === 'notice' ? 'note' : annotation
}

/** A rule with the severity of some of its findings, if lower than its highest. */
export interface Variant {
  rule: RuleInfo
  severity: Level
}

/** The id under which a finding is reported: `B602`, or `B602/low` if its severity is not the rule's highest. */
export function ruleIdOf({ rule, severity }: Finding): string {
  return severity === rule.severity ? rule.id : `${rule.id}/${severity.toLowerCase()}`
}

/** The variants of rules that these findings have, by id, sorted. */
export function variantsOf(findings: readonly Finding[]): Map<string, Variant> {
  const variants = new Map<string, Variant>()
  for (const finding of findings) {
    const { rule, severity } = finding
    if (severity !== rule.severity) variants.set(ruleIdOf(finding), { rule, severity })
  }
  return new Map([...variants].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * SARIF's descriptions of the rules, then of their variants. If they are to be brief, their help is only the address of
 * their page: Jenkins' reader repeats the help in the message of each result.
 */
export function ruleDescriptors(
  rules: readonly RuleInfo[],
  variants: ReadonlyMap<string, Variant>,
  brief: boolean,
): ReportingDescriptor[] {
  const documented = new Map(documentedRules().map(rule => [rule.id, rule]))
  const all = [
    ...rules.map(rule => ({ id: rule.id, rule, severity: rule.severity as Level })),
    ...Array.from(variants, ([id, variant]) => ({ id, ...variant })),
  ]
  return all.map(({ id, rule, severity }) => {
    const { link, cwe, message } = rule
    const annotation = annotationOf(severity)
    const described = message === undefined ? documented.get(rule.id) : rule
    const doc = (described?.doc && docOf({ doc: described.doc })) || message || id
    const description = proseOf(doc)
    return {
      id,
      name: pascalCase(rule.name),
      shortDescription: { text: cut(summaryOf(description), MAX_DESCRIPTION) },
      fullDescription: { text: cut(description, MAX_DESCRIPTION) },
      help: brief ? { text: link } : helpOf(rule, doc),
      helpUri: link,
      defaultConfiguration: { level: levelOf(annotation) },
      properties: {
        // A rule from a profile's own tables may have no CWE.
        tags: cwe === 0 ? ['security'] : ['security', `external/cwe/cwe-${String(cwe).padStart(3, '0')}`],
        precision: rule.confidence.toLowerCase(),
        'problem.severity': PROBLEM_SEVERITY[annotation],
        'security-severity': SECURITY_SEVERITY[severity],
      },
    }
  })
}

function helpOf(rule: RuleInfo, doc: string): ReportingDescriptor['help'] {
  return {
    text: `${doc.replace(/^```.*\n?/gm, '').trim()}\n\n${closing(rule)}`,
    markdown: markdown(rule, doc),
  }
}

function closing({ id, cwe, link }: RuleInfo): string {
  return `${cwe === 0 ? '' : `Weakness: CWE-${cwe}. `}More: ${link}. A comment "# nosec ${id}" on the line silences it.`
}

function markdown({ id, name, cwe, link }: RuleInfo, doc: string): string {
  const weakness = cwe === 0 ? '' : `* Weakness: [CWE-${cwe}](${cweLink(cwe)})\n`
  return `# ${id}: ${name}

${doc}

${weakness}* More: [${id}](${link})
* A comment \`# nosec ${id}\` on the line silences it.
`
}

/** Turns `yaml_load` into `YamlLoad`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
