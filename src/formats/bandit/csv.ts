import { textWithCell } from '../../report/cell.js'
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
    csvField(finding.file),
    rule.testName,
    csvField(rule.id),
    finding.severity,
    finding.confidence,
    finding.cweLink,
    csvField(textWithCell(finding)),
    finding.line,
    finding.column,
    finding.endColumn,
    csvField(`[${finding.lines.join(', ')}]`),
    rule.link,
  ].join(',')
}

/** A field of CSV: in quotes only if it needs them. */
export function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
