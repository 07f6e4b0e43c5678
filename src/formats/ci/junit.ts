import { cellPart, textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { errorsOf, type Report, type SkippedFile } from '../../report/report.js'
import { byFile } from '../by-file.js'
import type { FormatOptions } from '../format.js'
import { xmlText } from './xml-text.js'

/** JUnit XML: a suite for each file and a failed test case for each finding, or one passed case if there are none. */
export function* junit(report: Report, { pathOf = name => name }: FormatOptions): Generator<string> {
  const { findings } = report
  const skipped = errorsOf(report)
  const failures = findings.length
  const none = failures + skipped.length === 0
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuites name="posse" tests="${none ? 1 : failures + skipped.length}" failures="${failures}" skipped="${skipped.length}" errors="0">\n`
  for (const [file, group] of byFile(findings)) {
    const path = xmlText(pathOf(file))
    yield suite(path, group.length, 'failures')
    for (const finding of group) yield failed(finding, path)
    yield '</testsuite>\n'
  }
  for (const each of skipped) yield skippedSuite(each, xmlText(pathOf(each.name)))
  // Some systems reject a report without test cases.
  if (none) yield `${suite('posse', 1)}<testcase name="No findings" classname="posse"/>\n</testsuite>\n`
  yield '</testsuites>\n'
}

function suite(name: string, tests: number, outcome?: 'failures' | 'skipped'): string {
  const count = (each: string) => `${each}="${each === outcome ? tests : 0}"`
  return `<testsuite name="${name}" tests="${tests}" ${count('failures')} ${count('skipped')} errors="0">\n`
}

function failed(finding: Finding, path: string): string {
  const { rule, severity, confidence } = finding
  const { start } = finding.inFile
  const text = xmlText(textWithCell(finding))
  const name = xmlText(`${rule.id} ${rule.name} ${start.line}:${start.column}`)
  return `<testcase name="${name}" classname="${path}" file="${path}" line="${start.line}">\
<failure type="${severity}" message="${text}">${path}:${start.line}:${start.column}: ${text}
${stepsOf(finding)}Severity: ${severity} Confidence: ${confidence} ${xmlText(finding.cweText)}
${xmlText(rule.link)}</failure></testcase>
`
}

/** A line for each step of a flow. */
function stepsOf({ steps, hasSteps }: Finding): string {
  if (!hasSteps) return ''
  return steps
    .map(({ kind, cell, start, code, text }) =>
      xmlText(`${kind} ${cellPart(cell)}${start.line}:${start.column}: ${code.trim() || text}`),
    )
    .map(line => `${line}\n`)
    .join('')
}

function skippedSuite({ reason }: SkippedFile, path: string): string {
  return `${suite(path, 1, 'skipped')}<testcase name="scan" classname="${path}" file="${path}">\
<skipped message="${xmlText(reason)}"/></testcase>
</testsuite>
`
}
