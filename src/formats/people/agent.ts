import { visibleInLine } from '../../output/visible.js'
import type { Finding } from '../../report/finding.js'
import type { Report } from '../../report/report.js'
import { bySeverity } from '../annotations.js'
import type { FormatOptions } from '../format.js'
import { viaOf } from '../via.js'
import { advices } from './advice.js'
import { counted } from './html/text.js'
import { messageOf, placeOf } from './place.js'
import { problems, summaryOf } from './summary.js'

/** The most lines of a report, for the sake of the reader's context. */
const MAX_LINES = 200

/** A short report for a coding assistant: one line a finding, the most severe first, each with what to do. */
export function* agent(report: Report, options: FormatOptions): Generator<string> {
  const lines = [...problems(report), ...findingLines(report)]
  // The last line is the summary, and the one before may say what is left out.
  const shown = lines.length < MAX_LINES ? lines : lines.slice(0, MAX_LINES - 2)
  for (const line of shown) yield `${line}\n`
  const rest = lines.length - shown.length
  if (rest > 0) yield `${counted(rest, 'more line')}: use -f concise for all of them, or name fewer files\n`
  const { findings, scan } = summaryOf(report, options)
  yield `${findings}; ${scan}${options.exitCode === undefined ? '' : `; exit code ${options.exitCode}`}\n`
}

/** The change that mends a finding, if that is one of a line: code in the place of code. */
function changeOf({ fix }: Finding): string | undefined {
  const [hunk, ...others] = fix?.hunks ?? []
  if (!fix || !hunk || others.length > 0 || hunk.before.length !== 1 || hunk.after.length > 1)
    return undefined
  const [before = '', after] = [...hunk.before, ...hunk.after].map(line => visibleInLine(line.trim()))
  const change = after === undefined ? `remove the line ${before}` : `${before} -> ${after}`
  return `${visibleInLine(fix.title)} (${fix.class}): ${change}`
}

const ended = (text: string) => (/[.:;?!]$/.test(text) ? text : `${text}.`)

function* findingLines({ findings }: Report): Generator<string> {
  const adviceOf = advices()
  for (const finding of bySeverity(findings)) {
    const { rule, severity } = finding
    const fix = changeOf(finding) ?? adviceOf(rule)?.fix
    const message = `${placeOf(finding)}: ${severity.toLowerCase()} ${rule.id}: ${messageOf(finding)}${viaOf(finding)}`
    yield fix === undefined ? message : `${ended(message)} Fix: ${fix}`
  }
}
