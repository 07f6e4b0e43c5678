import type { Source } from '../../index.js'
import type { ChangeOptions } from '../git/change-options.js'
import type { ChangedFiles } from '../git/index.js'
import { newAmong } from '../report/baseline/baseline.js'
import type { Finding } from '../report/finding.js'
import type { Report } from '../report/report.js'

/**
 * Keeps only the findings, shown and hidden ones, that the change options ask for: those that the compared commit does not have, or those on
 * changed lines. `scan` scans earlier contents with the same rules. Rejects if git fails.
 */
export async function narrow(
  report: Report,
  { newSince, changedLines }: ChangeOptions,
  changed: ChangedFiles,
  scan: (sources: Source[]) => Promise<Report>,
): Promise<void> {
  const touches = changedLines ? touching(await changed.hunks(filesIn(report))) : undefined
  if (newSince !== undefined) {
    const before = await scan(await changed.before())
    report.findings = newAmong(report.findings, before.findings, touches)
    const hidden = new Set(newAmong(hiddenIn(report), hiddenIn(before), touches))
    report.hidden = report.hidden?.filter(({ finding }) => hidden.has(finding))
  }
  if (touches) {
    const { findings, suppressed, hidden } = report
    report.findings = findings.filter(touches)
    report.suppressed = suppressed?.filter(({ finding }) => touches(finding))
    report.hidden = hidden?.filter(({ finding }) => touches(finding))
  }
}

/** The files with findings, whatever becomes of these. */
function filesIn(report: Report): ReadonlySet<string> {
  const { findings, suppressed = [] } = report
  const all = [...findings, ...suppressed.map(({ finding }) => finding), ...hiddenIn(report)]
  return new Set(all.map(({ file }) => file))
}

function hiddenIn({ hidden = [] }: Report): Finding[] {
  return hidden.map(({ finding }) => finding)
}

/**
 * Whether a finding is on changed lines: one of its lines changed, or lines were removed between them. A call that
 * loses `timeout=3,` on its second line has changed.
 */
function touching(hunks: Awaited<ReturnType<ChangedFiles['hunks']>>): (finding: Finding) => boolean {
  return ({ file, line, start, end, cell, fileLine, fileEndLine }) => {
    const first = cell > 0 ? fileLine : Math.min(line, start.line)
    const last = cell > 0 ? fileEndLine : Math.max(line, end.line)
    return (hunks.get(file) ?? []).some(hunk => first < hunk.end && hunk.start < last + 1)
  }
}
