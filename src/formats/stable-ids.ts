import type { TextColumn } from '../../index.js'
import { Identities } from '../native.js'
import type { Finding } from '../report/finding.js'
import { runsOf } from '../report/finding-row.js'
import { columnOf, partOf, textsOf } from '../report/texts.js'

const LENGTH = 32

/**
 * Returns an id of 32 hexadecimal digits for each finding, derived from its path, its rule, its line of code, and its
 * ordinal among findings for which these are equal. The id does not change when lines are added above.
 */
export function idColumn(findings: readonly Finding[], pathOf: (name: string) => string): TextColumn {
  const paths = columnOf(findings, ({ file }) => file, pathOf)
  const rules = columnOf(findings, ({ id }) => id)
  const identities = new Identities()
  const text = new Uint8Array(findings.length * LENGTH)
  for (const { rows, places, from, to } of runsOf(findings)) {
    const ids = identities.next(rows, places, partOf(paths, from, to), partOf(rules, from, to))
    text.set(ids, from * LENGTH)
  }
  const end = new Float64Array(findings.length)
  const places = new Uint32Array(findings.length)
  for (let at = 0; at < findings.length; at++) {
    end[at] = (at + 1) * LENGTH
    places[at] = at
  }
  return { text, end, places }
}

/** The same, by finding. */
export function stableIds(
  findings: readonly Finding[],
  pathOf: (name: string) => string,
): ReadonlyMap<Finding, string> {
  const ids = textsOf(idColumn(findings, pathOf))
  return new Map(findings.map((finding, at) => [finding, ids[at] ?? '']))
}

/** The id as a UUID of version 8, which RFC 9562 reserves for custom schemes. */
export function uuidOf(id: string): string {
  const variant = ((Number.parseInt(id.charAt(16), 16) & 3) | 8).toString(16)
  return [
    id.slice(0, 8),
    id.slice(8, 12),
    `8${id.slice(13, 16)}`,
    variant + id.slice(17, 20),
    id.slice(20),
  ].join('-')
}
