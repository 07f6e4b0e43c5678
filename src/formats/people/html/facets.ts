import { byCodePoint } from '../../../python/order.js'
import type { Finding } from '../../../report/finding.js'
import { RANKING } from '../../../rules/levels.js'
import { count, escaped } from './text.js'

/** The properties to filter, sort and group findings by. */
export const FACETS = ['severity', 'confidence', 'rule', 'file'] as const
export type FacetName = (typeof FACETS)[number]

/** One value of a facet. */
export interface FacetValue {
  label: string
  /** The label as HTML, in which long paths may break after slashes. */
  html: string
  /** Index among the facet's values, in display order. */
  key: number
  /** How many findings have this value. */
  count: number
}

/** A facet, with the values that occur in the findings. */
export interface Facet {
  name: FacetName
  values: FacetValue[]
  of: (finding: Finding) => FacetValue
}

/** Most severe first. */
const LEVELS: readonly string[] = RANKING.toReversed()

const TEXT: Record<FacetName, (finding: Finding) => string> = {
  severity: finding => finding.severity,
  confidence: finding => finding.confidence,
  rule: ({ rule }) => `${rule.id} ${rule.name}`,
  file: finding => finding.file,
}

/** All facets of the findings. */
export function facetsOf(findings: readonly Finding[]): Record<FacetName, Facet> {
  return {
    severity: facet('severity', findings),
    confidence: facet('confidence', findings),
    rule: facet('rule', findings),
    file: facet('file', findings),
  }
}

function facet(name: FacetName, findings: readonly Finding[]): Facet {
  const text = TEXT[name]
  const isLevel = name === 'severity' || name === 'confidence'
  const byText = new Map<string, FacetValue>()
  const of = (finding: Finding): FacetValue => {
    const key = text(finding)
    const known = byText.get(key)
    if (known) return known
    const label = isLevel ? capitalize(key) : key
    const value = { label, html: breakable(escaped(label)), key: 0, count: 0 }
    byText.set(key, value)
    return value
  }
  for (const finding of findings) of(finding).count++
  const order = (a: string, b: string) =>
    isLevel ? LEVELS.indexOf(a) - LEVELS.indexOf(b) : byCodePoint(a, b)
  const values = [...byText].sort(([a], [b]) => order(a, b)).map(([, value]) => value)
  for (const [key, value] of values.entries()) value.key = key
  return { name, values, of }
}

/** Lets a line break after each slash. A backslash may also begin an escape, such as `\\x1b`. */
const breakable = (html: string) => html.replace(/(?:\/|\\(?![xu][\da-f]{2}))(?!$)/g, '$&<wbr>')

/** Turns `HIGH` or `high` into `High`. */
export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
}

/** A longer list starts collapsed, because browsers lay it out again for each filter. */
const OPEN_UP_TO = 100

/** Lists of all values with their counts. With JavaScript, they are filters. */
export function* facetLists(facets: Record<FacetName, Facet>): Generator<string> {
  for (const name of FACETS) {
    const { values } = facets[name]
    const open = values.length > OPEN_UP_TO ? '' : ' open'
    yield `<details${open} class="facet" data-facet="${name}"><summary>${capitalize(name)}</summary><div>`
    for (const { label, html, key, count: findings } of values) {
      yield `<label title="${escaped(label)}"><input type="checkbox" value="${key}"><span>${html}</span><b>${count(findings)}</b></label>\n`
    }
    yield '</div></details>\n'
  }
}
