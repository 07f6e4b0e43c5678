import { cellPart } from '../../../report/cell.js'
import type { Finding } from '../../../report/finding.js'
import { bySeverity } from '../../annotations.js'
import type { SourceHost } from '../../format.js'
import { excerpt } from './excerpt.js'
import { FACETS, type Facet, type FacetName } from './facets.js'
import { fixOf } from './fix.js'
import { count, escaped } from './text.js'
import { way } from './way.js'

/** Findings per chunk. A browser lays out only visible chunks. */
export const CHUNK_SIZE = 20

/** What the rows of findings are made with. */
export interface RowOptions {
  facets: Record<FacetName, Facet>
  /** Findings of which it cannot be told which are new, each with all of them. */
  candidates: ReadonlyMap<Finding, readonly Finding[]> | undefined
  source: SourceHost | undefined
}

/**
 * All findings, grouped by one facet. Within a group, the most severe come first. Each is numbered by its place in the
 * scan.
 */
export function* groupedFindings(
  findings: readonly Finding[],
  grouping: Facet,
  options: RowOptions,
): Generator<string> {
  const numbers = new Map(findings.map((finding, index) => [finding, index + 1]))
  const keyOf = (finding: Finding) => grouping.of(finding).key
  let group: number | undefined
  let place = 0
  for (const finding of bySeverity(findings).sort((a, b) => keyOf(a) - keyOf(b))) {
    const value = grouping.of(finding)
    if (value.key !== group) {
      if (group !== undefined) yield '</div></section>\n'
      const id = grouping.name === 'severity' ? ` id="severity=${value.label.toLowerCase()}"` : ''
      yield `<section${id}><h2><span>${value.html}</span> <b>${count(value.count)}</b></h2>\n`
      group = value.key
      place = 0
    }
    if (place % CHUNK_SIZE === 0) {
      if (place > 0) yield '</div>'
      yield `<div class="chunk n${Math.min(value.count - place, CHUNK_SIZE)}">\n`
    }
    place++
    yield article(finding, numbers.get(finding) ?? 0, options)
  }
  if (group !== undefined) yield '</div></section>\n'
}

/** One finding. `data-keys` has the keys of its facet values. */
function article(finding: Finding, number: number, { facets, candidates, source }: RowOptions): string {
  const { rule, cell, line } = finding
  const keys = FACETS.map(name => facets[name].of(finding).key).join(' ')
  const severity = facets.severity.of(finding).label
  const confidence = facets.confidence.of(finding).label
  const { key, html } = facets.rule.of(finding)
  // A rule from a profile's own tables may have no CWE.
  const cwe = rule.cwe === 0 ? '' : `<a href="${finding.cweLink}">CWE-${rule.cwe}</a> `
  const { first, last } =
    cell > 0 ? { first: finding.fileLine, last: finding.fileEndLine } : finding.lineRange
  const link = source?.linkTo(finding.file, first, last)
  const all = candidates?.get(finding) ?? []
  return `<article class="finding ${severity.toLowerCase()}" id="f${number}" data-keys="${keys}">\
<b>${severity}</b><h3>${escaped(finding.text)}</h3>\
<p><a class="place" href="#f${number}"><i>${escaped(finding.file)}:</i>${cellPart(cell)}${line}</a> \
<a class="rule" href="#r${key}">${html}</a> \
${cwe}<span>${confidence} confidence</span>${link === undefined ? '' : ` <a class="source" href="${escaped(link)}">${source?.name}</a>`}</p>
${all.length > 0 ? candidateList(all) : excerpt(finding) + way(finding) + fixOf(finding)}</article>
`
}

/** Lists equal findings of which the baseline has only some: any of them may be new. */
function candidateList(candidates: readonly Finding[]): string {
  const excerpts = candidates.map(excerpt).join('')
  return `<p>The baseline has some of these ${count(candidates.length)}, and which of them are new cannot be told.</p>${excerpts}`
}
