import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import type { Level } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { inMarkdown } from '../in-markdown.js'
import { jsonArray } from './json-array.js'

const SEVERITIES: Readonly<Record<Level, string>> = {
  HIGH: 'ERROR',
  MEDIUM: 'WARNING',
  LOW: 'INFO',
  UNDEFINED: 'UNKNOWN_SEVERITY',
}

/** The diagnostic format of reviewdog, which puts messages into comments, as Markdown. */
export function* rdjson({ findings }: Report, { pathOf = name => name }: FormatOptions): Generator<string> {
  yield '{"source":{"name":"posse"},\n"diagnostics":'
  yield* jsonArray(findings, finding => ({
    message: inMarkdown(textWithCell(finding)),
    location: { path: pathOf(finding.file), range: range(finding) },
    ...relatedOf(finding, pathOf),
    severity: SEVERITIES[finding.severity],
    code: { value: finding.id, url: finding.rule.link },
  }))
  yield '}\n'
}

/** The steps before the sink. In a notebook, their lines are not those of the file. */
function relatedOf(finding: Finding, pathOf: (name: string) => string): object {
  if (!finding.hasSteps || finding.cell > 0) return {}
  const path = pathOf(finding.file)
  const steps = finding.steps.slice(0, -1)
  return {
    related_locations: steps.map(({ kind, start, end }) => ({
      message: kind,
      location: { path, range: { start: { line: start.line }, end: { line: end.line } } },
    })),
  }
}

/**
 * Columns count UTF-8 bytes from 1, and the end is exclusive. For a finding about a whole file, Bandit's column means
 * something else.
 */
function range({ kind, cell, inFile: { start, end }, column, endColumn }: Finding): object {
  if (kind === 'File' || cell > 0) return { start: { line: start.line } }
  return { start: { line: start.line, column: column + 1 }, end: { line: end.line, column: endColumn + 1 } }
}
