import { textWithCell } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import { annotationOf } from '../annotations.js'
import { byFile } from '../by-file.js'
import type { FormatOptions } from '../format.js'
import { xmlText } from './xml-text.js'

/** Checkstyle XML, which Jenkins and reviewdog read. */
export function* checkstyle(
  { findings }: Report,
  { pathOf = name => name }: FormatOptions,
): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
  for (const [file, group] of byFile(findings)) {
    yield `<file name="${xmlText(pathOf(file))}">\n${group.map(error).join('')}</file>\n`
  }
  yield '</checkstyle>\n'
}

function error(finding: Finding): string {
  const { id } = finding
  const { start } = finding.inFile
  const annotation = annotationOf(finding.severity)
  const severity = annotation === 'notice' ? 'info' : annotation
  return `<error line="${start.line}" column="${start.column}" severity="${severity}" message="${xmlText(textWithCell(finding))}" source="posse.${xmlText(id)}"/>\n`
}
