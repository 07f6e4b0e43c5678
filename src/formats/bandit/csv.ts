import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'

const HEADER =
  'filename,test_name,test_id,issue_severity,issue_confidence,issue_cwe,issue_text,line_number,col_offset,' +
  'end_col_offset,line_range,more_info'

/** Bandit's CSV (formatters/csv.py), as Python's csv module writes it. */
export function* csv({ findings }: Report): Generator<string> {
  yield `${HEADER}\r\n`
  for (const finding of findings) yield `${row(finding)}\r\n`
}

function row(finding: Finding): string {
  const { rule } = finding
  return [
    quoted(finding.file),
    rule.testName,
    quoted(rule.id),
    finding.severity,
    finding.confidence,
    finding.cweLink,
    quoted(finding.text),
    finding.line,
    finding.column,
    finding.endColumn,
    quoted(`[${finding.lines.join(', ')}]`),
    rule.link,
  ].join(',')
}

/** Quotes a field only if it needs quotes. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
