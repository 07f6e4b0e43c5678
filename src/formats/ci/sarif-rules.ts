import type { ReportingDescriptor, Result } from 'sarif'
import { cweLink } from '../../rules/cwe.js'
import { docOf, proseOf, summaryOf } from '../../rules/doc.js'
import { documentedRules } from '../../rules/documented.js'
import type { Level } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { type Annotation, annotationOf } from '../annotations.js'

/** GitHub's limit for the length of a description. */
const MAX_DESCRIPTION = 1024

/** Scores that GitHub shows as high, medium and low, by the highest severity of a rule. */
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

/** SARIF's descriptions of the rules. They do not depend on the findings. */
export function ruleDescriptors(rules: readonly RuleInfo[]): ReportingDescriptor[] {
  const documented = new Map(documentedRules().map(rule => [rule.id, rule]))
  return rules.map(rule => {
    const { id, link, cwe, message } = rule
    const annotation = annotationOf(rule.severity as Level)
    const builtin = message === undefined ? documented.get(id) : undefined
    const doc = (builtin && docOf(builtin)) || message || id
    const description = proseOf(doc)
    return {
      id,
      name: pascalCase(rule.name),
      shortDescription: { text: cut(summaryOf(description)) },
      fullDescription: { text: cut(description) },
      help: {
        text: `${doc.replace(/^```.*\n?/gm, '').trim()}\n\n${closing(rule)}`,
        markdown: markdown(rule, doc),
      },
      helpUri: link,
      defaultConfiguration: { level: levelOf(annotation) },
      properties: {
        // A rule from a profile's own tables may have no CWE.
        tags: cwe === 0 ? ['security'] : ['security', `external/cwe/cwe-${String(cwe).padStart(3, '0')}`],
        precision: rule.confidence.toLowerCase(),
        'problem.severity': PROBLEM_SEVERITY[annotation],
        'security-severity': SECURITY_SEVERITY[rule.severity as Level],
      },
    }
  })
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

function cut(text: string): string {
  return text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`
}

/** Turns `yaml_load` into `YamlLoad`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
