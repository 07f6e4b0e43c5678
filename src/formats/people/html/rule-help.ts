import type { Finding } from '../../../report/finding.js'
import { docOf, proseOf } from '../../../rules/doc.js'
import { documentedRules } from '../../../rules/documented.js'
import { silencing } from '../../../rules/page.js'
import type { RuleInfo } from '../../../rules/rule-info.js'
import type { Facet } from './facets.js'
import { escaped } from './text.js'

/** What to do about the findings, once for each rule, from the rules' own pages. */
export function* ruleHelp(findings: readonly Finding[], facet: Facet): Generator<string> {
  const docs = new Map(documentedRules().map(rule => [rule.id, docOf(rule)]))
  const rules = new Map(findings.map(finding => [facet.of(finding), finding.rule]))
  yield '<section id="rules" aria-labelledby="rules-title"><h2 id="rules-title">What to do</h2>\n'
  for (const value of facet.values) {
    const rule = rules.get(value)
    if (!rule) continue
    // A rule from a profile's own tables has no page.
    const doc = rule.message === undefined ? docs.get(rule.id) : rule.doc
    yield `<article class="help" id="r${value.key}"><h3>${value.html}</h3>\n${help(rule, doc ?? '')}</article>\n`
  }
  yield '</section>\n'
}

function help(rule: RuleInfo, doc: string): string {
  const paragraphs = doc === '' ? [] : proseOf(doc).split('\n\n')
  const texts = paragraphs.map(paragraph => `<p>${inline(paragraph)}</p>\n`)
  const [, example] = /^```.*\n([\s\S]*?)\n```$/m.exec(doc) ?? []
  const lines = example === undefined ? '' : `<pre>${exampleLines(rule.id, example)}</pre>\n`
  const silence = silencing(rule).map(item => `<li>${inline(item)}</li>`)
  const id = escaped(rule.id)
  return `${texts.join('')}${lines}<p><b>How to silence it</b></p>
<ul>${silence.join('')}</ul>
<p><a href="${escaped(rule.link)}">${rule.origin === 'bandit' ? "Bandit's page" : 'The page'} about ${id}</a></p>
`
}

/** The lines of an example, with those highlighted that the rule reports. */
function exampleLines(id: string, example: string): string {
  const lines = example.split('\n')
  return lines
    .map(line => (line.includes(`# ${id}`) ? `<span class="own">${escaped(line)}</span>` : escaped(line)))
    .join('\n')
}

/** The pages of rules have no other markup in their prose than code. */
function inline(markdown: string): string {
  const parts = markdown.split('`').map(escaped)
  return parts.map((part, at) => (at % 2 === 0 ? part : `<code>${part}</code>`)).join('')
}
