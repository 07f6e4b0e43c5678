import { visibleLine } from '../../output/visible.js'
import { cellPart, textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { errorsOf, errorText, type Report } from '../../report/report.js'
import type { Level } from '../../rules/levels.js'
import { version } from '../../version.js'
import type { FormatOptions } from '../format.js'
import { inMarkdown } from '../in-markdown.js'
import { stableIds, uuidOf } from '../stable-ids.js'
import { isoSeconds } from '../time.js'
import { jsonArray } from './json-array.js'
import { jsonText } from './json-text.js'

/** The oldest schema version that all supported releases of GitLab accept. */
const SCHEMA_VERSION = '15.0.7'
const SCHEMA = `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${SCHEMA_VERSION}/dist/sast-report-format.json`

const SEVERITIES: Readonly<Record<Level, string>> = {
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  UNDEFINED: 'Unknown',
}

/** GitLab's static analysis report, for `artifacts:reports:sast`. */
export function* gitlab(report: Report, { time, pathOf = name => name }: FormatOptions): Generator<string> {
  const scanner = { id: 'posse', name: 'posse', version: version(), vendor: { name: 'posse' } }
  // GitLab expects UTC without a zone designator.
  const now = isoSeconds(time).slice(0, -1)
  const messages = errorsOf(report).map(error => ({
    level: 'warn',
    value: inMarkdown(errorText(error, pathOf(error.name))),
  }))
  const scan = {
    analyzer: scanner,
    scanner,
    type: 'sast',
    start_time: now,
    end_time: now,
    status: 'success',
    ...(messages.length > 0 && { messages }),
  }
  const ids = stableIds(report.findings, pathOf)
  yield `{"version":"${SCHEMA_VERSION}","schema":"${SCHEMA}","scan":${jsonText(scan)},\n"vulnerabilities":`
  yield* jsonArray(report.findings, finding =>
    vulnerability(finding, uuidOf(ids.get(finding) ?? ''), pathOf(finding.file)),
  )
  yield '}\n'
}

function vulnerability(finding: Finding, id: string, file: string): object {
  const { rule, cwe } = finding
  const { start, end } = finding.inFile
  return {
    id,
    category: 'sast',
    name: `${rule.id} ${rule.name}`,
    description: inMarkdown(textWithCell(finding)),
    severity: SEVERITIES[finding.severity],
    // GitLab uses the first identifier to tell findings apart.
    identifiers: [
      { type: 'bandit_test_id', name: `Bandit Test ID ${rule.id}`, value: rule.id, url: rule.link },
      ...(cwe === 0 ? [] : [{ type: 'cwe', name: `CWE-${cwe}`, value: String(cwe), url: finding.cweLink }]),
    ],
    location: { file, start_line: start.line, end_line: end.line },
    links: [{ url: rule.link }],
    ...detailsOf(finding, file),
  }
}

/** The steps, as a table. In a notebook, their lines are not those of the file. */
function detailsOf(finding: Finding, file: string): object {
  if (!finding.hasSteps) return {}
  const text = (value: string) => ({ type: 'text', value })
  const rows = finding.steps.map(({ kind, cell, start, end, code, text: words }) => [
    text(kind),
    cell > 0
      ? text(`${cellPart(cell)}${start.line}`)
      : { type: 'file-location', file_name: file, line_start: start.line, line_end: end.line },
    { type: 'code', value: visibleLine(code.trim() || words), lang: 'python' },
  ])
  const header = ['Step', 'Place', 'Code'].map(text)
  return { details: { flow: { name: 'How the value gets here', type: 'table', header, rows } } }
}
