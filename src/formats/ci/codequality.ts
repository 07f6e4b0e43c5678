import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import type { Level } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { inMarkdown } from '../in-markdown.js'
import { stableIds } from '../stable-ids.js'
import { jsonArray } from './json-array.js'

const SEVERITIES: Readonly<Record<Level, string>> = {
  HIGH: 'critical',
  MEDIUM: 'major',
  LOW: 'minor',
  UNDEFINED: 'info',
}

/**
 * GitLab's code quality report, for `artifacts:reports:codequality`: the parts of Code Climate's format that GitLab
 * reads.
 */
export function* codequality(
  { findings }: Report,
  { pathOf = name => name }: FormatOptions,
): Generator<string> {
  const ids = stableIds(findings, pathOf)
  yield* jsonArray(findings, finding => ({
    type: 'issue',
    // GitLab does not show check_name.
    description: inMarkdown(`${finding.id}: ${textWithCell(finding)}`),
    check_name: finding.id,
    categories: ['Security'],
    fingerprint: ids.get(finding),
    severity: SEVERITIES[finding.severity],
    location: {
      path: pathOf(finding.file),
      lines: { begin: finding.inFile.start.line, end: finding.inFile.end.line },
    },
    ...othersOf(finding, pathOf),
  }))
  yield '\n'
}

/** The steps before the sink. In a notebook, their lines are not those of the file. */
function othersOf(finding: Finding, pathOf: (name: string) => string): object {
  if (!finding.hasSteps || finding.cell > 0) return {}
  const path = pathOf(finding.file)
  const places = finding.steps.slice(0, -1).map(({ start, end }) => [start.line, end.line] as const)
  const lines = new Map(places.map(each => [each.join(), each]))
  return {
    other_locations: Array.from(lines.values(), ([begin, end]) => ({ path, lines: { begin, end } })),
  }
}
