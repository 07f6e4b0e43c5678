import type { Finding } from '../report/finding.js'
import type { Report } from '../report/report.js'

/** The findings of a report whose fixes can be written, by file: the safe ones, and `withUnsafe` those too. */
export function fixable(report: Report, withUnsafe: boolean): Map<string, Finding[]> {
  const byFile = new Map<string, Finding[]>()
  for (const finding of report.findings) {
    const { fixClass } = finding
    if (fixClass !== 'safe' && !(withUnsafe && fixClass === 'unsafe')) continue
    const own = byFile.get(finding.file)
    if (own) own.push(finding)
    else byFile.set(finding.file, [finding])
  }
  return byFile
}
