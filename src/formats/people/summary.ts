import { visibleInLine } from '../../output/visible.js'
import { notebookGaps, type Report, ruleErrorText } from '../../report/report.js'
import { type Level, RANKING } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { count, counted } from './html/text.js'

/** The last words of a report, in two parts. */
export interface Summary {
  /** `15 findings in 4 files: 3 high, 12 low`. */
  findings: string
  /** `120 files scanned in 85 ms, 1 not scanned; 5 findings hidden, 2 suppressed`. */
  scan: string
}

/** Says how many findings were mended, and how many can be. */
function mending({ findings, fixed = 0 }: Report, { unsafeFixes }: FormatOptions): string[] {
  let safe = 0
  let unsafe = 0
  for (const { fixClass } of findings) {
    if (fixClass === 'safe' || (unsafeFixes && fixClass === 'unsafe')) safe++
    else if (fixClass === 'unsafe') unsafe++
  }
  const flags = unsafeFixes ? '--fix --unsafe-fixes' : '--fix'
  return [
    ...(fixed > 0 ? [`${counted(fixed, 'finding')} mended`] : []),
    ...(safe > 0 ? [`${count(safe)} fixable with ${flags}`] : []),
    ...(unsafe > 0 ? [`${count(unsafe)} ${safe > 0 ? 'more ' : 'fixable '}with --fix --unsafe-fixes`] : []),
  ]
}

/** Counts the findings and the files of a report. */
export function summaryOf(report: Report, options: FormatOptions): Summary {
  const { elapsed } = options
  const { findings, hidden = [], suppressed, totals } = report
  const byLevel = new Map<Level, number>(RANKING.toReversed().map(level => [level, 0]))
  const files = new Set<string>()
  for (const { severity, file } of findings) {
    byLevel.set(severity, (byLevel.get(severity) ?? 0) + 1)
    files.add(file)
  }
  const levels = [...byLevel].filter(([, number]) => number > 0)
  const severities = levels.map(([level, number]) => `${count(number)} ${level.toLowerCase()}`)
  const notScanned = unscannedFiles(report).length
  const silenced = suppressed?.length ?? totals.nosec + totals.skippedTests
  return {
    findings:
      findings.length === 0
        ? 'No findings'
        : `${counted(findings.length, 'finding')} in ${counted(files.size, 'file')}: ${severities.join(', ')}`,
    scan: [
      [
        `${counted(scannedFiles(report), 'file')} scanned${elapsed === undefined ? '' : ` in ${duration(elapsed)}`}`,
        ...(notScanned > 0 ? [`${count(notScanned)} not scanned`] : []),
      ],
      mending(report, options),
      [
        ...(hidden.length > 0 ? [`${counted(hidden.length, 'finding')} hidden`] : []),
        ...(silenced > 0
          ? [`${hidden.length > 0 ? count(silenced) : counted(silenced, 'finding')} suppressed`]
          : []),
      ],
    ]
      .filter(part => part.length > 0)
      .map(part => part.join(', '))
      .join('; '),
  }
}

/** What was not scanned, each as a file name and the reason. */
function unscannedFiles({ skipped, unscanned }: Report): { name: string; reason: string }[] {
  const named = new Set(skipped.map(({ name }) => name))
  return [
    ...skipped,
    ...unscanned.filter(name => !named.has(name)).map(name => ({ name, reason: 'nothing to scan here' })),
  ]
}

/** The problems with files, each in one line. */
export function* problems(report: Report): Generator<string> {
  for (const { name, reason } of unscannedFiles(report))
    yield `${visibleInLine(name)}: not scanned: ${visibleInLine(reason)}`
  for (const error of report.ruleErrors ?? [])
    yield `${visibleInLine(error.file)}: ${visibleInLine(ruleErrorText(error))}`
  for (const gap of notebookGaps(report)) yield visibleInLine(gap)
  for (const name of report.incomplete)
    yield `${visibleInLine(name)}: scanned in part: a rule gave up following names after too many steps`
}

/** The list of all metrics is long, and only made when it is read. */
function scannedFiles(report: Report): number {
  return report.metricsTable?.scanned ?? report.metrics.filter(({ issues }) => issues).length
}

/** A time for people: `85 ms`, `1.2 s`, `2 min 5 s`. */
function duration(elapsed: number): string {
  if (elapsed < 999.5) return `${Math.round(elapsed)} ms`
  const seconds = elapsed / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}
