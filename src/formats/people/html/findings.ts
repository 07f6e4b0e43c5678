import type { Finding } from '../../../report/finding.js'
import { numberedLines } from '../../excerpt-lines.js'
import { FACETS, type Facet, type FacetName } from './facets.js'
import { count, escaped } from './text.js'

/** Findings per chunk. A browser lays out only visible chunks. */
export const CHUNK_SIZE = 20

/** All findings, grouped by one facet. Within a group, they are in the order of the scan. */
export function* groupedFindings(
  findings: readonly Finding[],
  facets: Record<FacetName, Facet>,
  grouping: Facet,
  candidates: ReadonlyMap<Finding, readonly Finding[]> | undefined,
): Generator<string> {
  const keyOf = (finding: Finding) => grouping.of(finding).key
  let group: number | undefined
  let place = 0
  for (const [index, finding] of findings.toSorted((a, b) => keyOf(a) - keyOf(b)).entries()) {
    const value = grouping.of(finding)
    if (value.key !== group) {
      if (group !== undefined) yield '</div></section>\n'
      yield `<section><h2><span>${escaped(value.label)}</span> <b>${count(value.count)}</b></h2>\n`
      group = value.key
      place = 0
    }
    if (place % CHUNK_SIZE === 0) {
      if (place > 0) yield '</div>'
      yield `<div class="chunk n${Math.min(value.count - place, CHUNK_SIZE)}">\n`
    }
    place++
    yield article(finding, index + 1, facets, candidates?.get(finding) ?? [])
  }
  if (group !== undefined) yield '</div></section>\n'
}

/** One finding. `data-keys` has the keys of its facet values. */
function article(
  finding: Finding,
  number: number,
  facets: Record<FacetName, Facet>,
  candidates: readonly Finding[],
): string {
  const { rule, line } = finding
  const keys = FACETS.map(name => facets[name].of(finding).key).join(' ')
  const severity = facets.severity.of(finding).label
  const confidence = facets.confidence.of(finding).label
  // A rule from a profile's own tables may have no CWE.
  const cwe = rule.cwe === 0 ? '' : `<a href="${finding.cweLink}">CWE-${rule.cwe}</a> `
  return `<article class="finding ${severity.toLowerCase()}" id="f${number}" data-keys="${keys}">\
<b>${severity}</b><h3>${escaped(finding.text)}</h3>\
<p><a class="place" href="#f${number}"><i>${escaped(finding.file)}:</i>${line}</a> \
<a href="${escaped(rule.link)}">${rule.id} ${escaped(rule.name)}</a> \
${cwe}<span>${confidence} confidence</span></p>
${candidates.length > 0 ? candidateList(candidates) : excerpt(finding)}</article>
`
}

/** Lists equal findings of which the baseline has only some: any of them may be new. */
function candidateList(candidates: readonly Finding[]): string {
  const excerpts = candidates.map(excerpt).join('')
  return `<p>The baseline has some of these ${count(candidates.length)}, and which of them are new cannot be told.</p>${excerpts}`
}

/** The lines of code around a finding, with its own lines marked. */
function excerpt(finding: Finding): string {
  const { first, last } = finding.lineRange
  let items = ''
  const lines = numberedLines(finding.code)
  for (const { number, text } of lines) {
    const isOwn = number === finding.line || (number >= first && number <= last)
    items += `<li${isOwn ? ' class="own"' : ''}>${escaped(text)}\n`
  }
  return items && `<ol start="${lines[0]?.number}">${items}</ol>`
}
