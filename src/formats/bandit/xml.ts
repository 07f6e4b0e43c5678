import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import { allowedInXml } from '../xml-characters.js'

/** Bandit's XML (formatters/xml.py), as Python's ElementTree writes it, but always well-formed. */
export function* xml({ findings }: Report): Generator<string> {
  yield `<?xml version='1.0' encoding='utf-8'?>\n<testsuite name="bandit" tests="${findings.length}"`
  if (findings.length === 0) {
    yield ' />'
    return
  }
  yield '>'
  for (const finding of findings) yield testcase(finding)
  yield '</testsuite>'
}

function testcase(finding: Finding): string {
  const { rule, file, severity } = finding
  const text = textWithCell(finding)
  const details = `Test ID: ${rule.id} Severity: ${severity} Confidence: ${finding.confidence}
CWE: ${finding.cweText}
${text}
Location ${file}:${finding.line}`
  return (
    `<testcase classname="${attribute(file)}" name="${rule.testName}">` +
    `<error more_info="${rule.link}" type="${severity}" message="${attribute(text)}">` +
    `${content(details)}</error></testcase>`
  )
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Escapes text for an element. ElementTree writes control characters as they are, so that no parser reads the rest. */
function content(text: string): string {
  return allowedInXml(text).replace(/[&<>]/g, each => ENTITIES[each] ?? each)
}

const IN_ATTRIBUTES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#09;',
}

function attribute(text: string): string {
  return content(text).replace(/["\r\n\t]/g, each => IN_ATTRIBUTES[each] ?? each)
}
