import type { Finding } from '../../report/finding.js'
import { errorsOf, type Report, type SkippedFile } from '../../report/report.js'
import { jsonText } from './json-text.js'

/** One JSON object per line: the results of Bandit's JSON report, then its errors. */
export function* jsonl(report: Report): Generator<string> {
  const { findings } = report
  for (const finding of findings) yield `${jsonText(result(finding))}\n`
  for (const each of errorsOf(report)) yield `${jsonText(error(each))}\n`
}

function result(finding: Finding): object {
  const { rule } = finding
  return {
    filename: finding.file,
    ...(finding.cell > 0 && { cell: finding.cell, cell_id: finding.cellId }),
    line_number: finding.line,
    line_range: finding.lines,
    col_offset: finding.column,
    end_col_offset: finding.endColumn,
    test_id: rule.id,
    test_name: rule.testName,
    issue_severity: finding.severity,
    issue_confidence: finding.confidence,
    // As in Bandit's JSON, empty if unknown.
    issue_cwe: finding.cwe === 0 ? {} : { id: finding.cwe, link: finding.cweLink },
    issue_text: finding.text,
    more_info: rule.link,
    code: finding.code,
  }
}

function error({ name, reason }: SkippedFile): object {
  return { filename: name, reason }
}
