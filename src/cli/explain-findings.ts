import { resolve } from 'node:path'
import type { Entry } from '../formats/people/entries.js'
import { explanationOf } from '../formats/people/explanation.js'
import { FindingWriter } from '../formats/people/full/finding.js'
import { stableIds } from '../formats/stable-ids.js'
import { readRegular } from '../inputs.js'
import { commentPlaces } from '../native.js'
import { terminalOf } from '../output/terminal.js'
import { planCheck } from '../plan/check/plan.js'
import type { Host } from '../plan/host.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import { cellPart } from '../report/cell.js'
import type { Finding } from '../report/finding.js'
import type { Report } from '../report/report.js'
import type { DocumentedRule } from '../rules/documented.js'
import { executeCheck } from '../scan/check/execute.js'

/** Which findings to explain: those at a place, or the one with a fingerprint. */
export type FindingQuery = PlaceQuery | { fingerprint: string }

/** A place as reports write it. */
interface PlaceQuery {
  path: string
  /** The number of the notebook's cell. */
  cell?: number
  line: number
  column?: number
}

/** Scans the file, or all files for a fingerprint, and explains the findings. Says so if there are none. */
export async function explainFindings(
  query: FindingQuery,
  rules: readonly DocumentedRule[],
  host: Host,
): Promise<{ texts: string[]; problem?: string }> {
  const isPlace = 'path' in query
  const options = { targets: [isPlace ? query.path : '.'], ...(isPlace && { forceExclude: false }) }
  const report = await executeCheck(await planCheck(options, host))
  const [skipped] = report.skipped
  if (isPlace && skipped) return { texts: [], problem: `cannot scan '${query.path}': ${skipped.reason}` }
  const pathOf = repositoryPaths(host.cwd, host.env)
  const entries = [...allOf(report)]
  const ids = stableIds(
    entries.map(({ finding }) => finding),
    pathOf,
  )
  const writer = new FindingWriter(await terminalOf(host.env))
  const texts: string[] = []
  for (const entry of entries) {
    const { finding } = entry
    const fingerprint = ids.get(finding) ?? ''
    if (isPlace ? !isAt(finding, query) : fingerprint !== query.fingerprint) continue
    const names = rules.find(({ id }) => id === finding.id)?.names ?? []
    const facts = {
      fingerprint,
      path: pathOf(finding.file),
      names,
      commentLine: commentLineOf(finding, host),
    }
    texts.push(explanationOf(entry, facts, writer))
  }
  if (texts.length > 0) return { texts }
  return {
    texts,
    problem: `no finding: '${isPlace ? `${query.path}:${cellPart(query.cell ?? 0)}${query.line}` : query.fingerprint}'`,
  }
}

/** The findings of a report in the order in which formats number them. */
function* allOf({ findings, hidden = [], suppressed = [] }: Report): Generator<Entry> {
  for (const finding of findings) yield { finding }
  for (const { finding, reason } of hidden) yield { finding, note: { name: 'hidden', text: reason } }
  for (const { finding, comment } of suppressed)
    yield { finding, note: { name: 'suppressed', text: comment } }
}

/** The last line of the statement that a finding is in: others may end inside a string. */
function commentLineOf({ cell, file, kind, line, start }: Finding, { cwd }: Host): number | undefined {
  // What a comment in a notebook speaks of is in its cell, of which there is no file.
  if (cell > 0 || kind === 'Comment') return line
  const content = readRegular(resolve(cwd, file))
  const [place] = commentPlaces(content, Uint32Array.of(start.line))
  return place
    ? content
        .subarray(0, place.offset)
        .toString('latin1')
        .split(/\r\n?|\n/).length
    : undefined
}

function isAt(finding: Finding, { cell, line, column }: PlaceQuery): boolean {
  const { start, end } = finding
  if (cell !== undefined && cell !== finding.cell) return false
  if (line < start.line || line > end.line) return false
  if (column === undefined) return true
  return (line > start.line || column >= start.column) && (line < end.line || column < end.column)
}
