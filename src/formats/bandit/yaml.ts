import type { Finding } from '../../report/finding.js'
import { errorsOf, type Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'
import { isoSeconds } from '../time.js'
import { sortedFindings, sortedMetrics } from './sorted.js'
import { anchorsOf } from './yaml/anchors.js'
import { scalar, simpleKey } from './yaml/scalar.js'

/** Bandit's YAML (formatters/yaml.py): the data of its JSON report as PyYAML's safe_dump writes it. */
export function* yaml(report: Report, { aggregate, time }: FormatOptions): Generator<string> {
  const errors = errorsOf(report)
  yield errors.length > 0 ? 'errors:\n' : 'errors: []\n'
  for (const { name, reason } of errors)
    yield `${entry('- ', 'filename', name)}${entry('  ', 'reason', reason)}`
  yield `generated_at: '${isoSeconds(time)}'\nmetrics:\n`
  for (const { table, from, to } of sortedMetrics(report)) {
    for (let file = from; file < to; file++) yield fileMetrics(table.nameOf(file), table.countersOf(file))
  }

  const findings = sortedFindings(report, aggregate)
  const anchors = anchorsOf(report.findings, findings)
  yield findings.length > 0 ? 'results:\n' : 'results: []\n'
  for (const finding of findings) yield result(finding, anchors.get(finding) ?? '')
}

function result(finding: Finding, anchor: string): string {
  const { rule } = finding
  // Bandit replaces each line break in the code with a backslash and an n.
  const code = finding.code.replaceAll('\n', '\\n')
  const lines = anchor.startsWith(' *') ? [] : finding.lines
  const cell =
    finding.cell > 0 ? [`- cell: ${finding.cell}\n`, entry('  ', 'cell_id', finding.cellId)].join('') : ''
  return `${cell}${entry(cell === '' ? '- ' : '  ', 'code', code)}  col_offset: ${finding.column}
  end_col_offset: ${finding.endColumn}
${entry('  ', 'filename', finding.file)}  issue_confidence: ${finding.confidence}
  issue_cwe:${rule.cwe === 0 ? ' {}' : `\n    id: ${rule.cwe}\n    link: ${finding.cweLink}`}
  issue_severity: ${finding.severity}
${entry('  ', 'issue_text', finding.text)}  line_number: ${finding.line}
  line_range:${anchor}
${lines.map(line => `  - ${line}\n`).join('')}  more_info: ${rule.link}
${entry('  ', 'test_id', rule.id)}  test_name: ${rule.testName}
`
}

/** One key of a list item, with an arbitrary string as its value. */
function entry(margin: '- ' | '  ', key: string, value: string): string {
  return `${margin}${key}:${scalar(value, margin.length + key.length + 1, 4)}\n`
}

function fileMetrics(name: string, counters: readonly [string, number][]): string {
  const key = simpleKey(name)
  const head = key === undefined ? `  ?${scalar(name, 3, 4)}\n  : ` : `  ${key}:\n    `
  return `${head}${counters.map(([counter, count]) => `${counter}: ${count}\n`).join('    ')}`
}
