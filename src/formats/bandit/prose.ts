import { cellPart } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { score } from '../../report/metrics-table.js'
import { errorsOf, type Report } from '../../report/report.js'
import { type Level, RANKING } from '../../rules/levels.js'
import type { FormatOptions } from '../format.js'
import { pythonDate } from '../time.js'

/** The differences between the two prose formats. */
export interface Style {
  header: (text: string) => string
  /** Text before a finding of this severity. */
  start: (severity: Level) => string
  /** Text after a finding's location. */
  end: string
  /** Whether to print how many findings were silenced by id. Bandit's screen format does not. */
  countsSkippedTests: boolean
}

type Visible = (text: string) => string
/** A style, and how to show scanned text in it. */
type Shown = Style & { visible: Visible }

const CANDIDATE_INDENT = ' '.repeat(10)
const RULER = '-'.repeat(50)

/** Bandit's report for people, with or without colours. */
export function* prose(report: Report, options: FormatOptions, style: Style): Generator<string> {
  const { header } = style
  const { visible = text => text } = options
  const { findings, totals } = report
  const skipped = errorsOf(report)
  if (options.quiet && findings.length === 0) return
  yield `${header(`Run started:${pythonDate(options.time)}`)}\n`
  if (options.verbose) yield* scope(report, header, visible)

  yield `${header('\nTest results:')}\n`
  if (findings.length === 0) yield '\tNo issues identified.\n'
  for (const finding of findings) {
    yield* findingText(finding, { ...style, visible }, report.candidates?.get(finding))
    yield `${RULER}\n`
  }

  yield `${header('\nCode scanned:')}\n`
  yield `\tTotal lines of code: ${totals.loc}\n`
  yield `\tTotal lines skipped (#nosec): ${totals.nosec}\n`
  if (style.countsSkippedTests) {
    yield '\tTotal potential issues skipped due to specifically being disabled (e.g., #nosec BXXX): '
    yield `${totals.skippedTests}\n`
  }
  yield `${header('\nRun metrics:')}\n`
  for (const criterion of ['severity', 'confidence'] as const) {
    yield `\tTotal issues (by ${criterion}):\n`
    for (const [level, name] of RANKING.entries())
      yield `\t\t${capitalize(name)}: ${totals.issues[criterion][level]}\n`
  }
  yield `${header(`Files skipped (${skipped.length}):`)}\n`
  for (const { name, reason } of skipped) yield `\t${visible(name)} (${visible(reason)})\n`
}

function* scope({ metrics, excluded }: Report, header: Style['header'], visible: Visible): Generator<string> {
  const inScope = metrics.flatMap(({ name, issues }) => (issues ? [{ name, issues }] : []))
  yield `${header(`Files in scope (${inScope.length}):`)}\n`
  for (const { name, issues } of inScope) {
    yield `\t${visible(name)} (score: {SEVERITY: ${score(issues.severity)}, CONFIDENCE: ${score(issues.confidence)}})\n`
  }
  yield `${header(`Files excluded (${excluded.length}):`)}\n`
  for (const name of excluded) yield `\t${visible(name)}\n`
}

/**
 * One finding. If it has candidates, it is not known which of them is the new one: the text that they share comes
 * first, then all of them.
 */
function* findingText(finding: Finding, style: Shown, candidates?: readonly Finding[]): Generator<string> {
  if (!candidates) {
    yield `${heading(finding, style, location(finding))}\n${tabbed(style.visible(finding.code))}\n`
    return
  }
  yield `${heading(finding, style, ':')}\n\n-- Candidate Issues --\n`
  for (const each of candidates) {
    const code = tabbed(style.visible(each.code)).replaceAll('\n', `\n${CANDIDATE_INDENT}`)
    yield `${heading(each, style, location(each), CANDIDATE_INDENT)}\n${CANDIDATE_INDENT}${code}\n\n\n`
  }
}

const location = ({ cell, line, column }: Finding) => `${cellPart(cell)}${line}:${column}`

function heading(finding: Finding, style: Shown, location: string, indent = ''): string {
  const { rule, severity } = finding
  return `${indent}${style.start(severity)}>> Issue: [${style.visible(rule.id)}:${rule.testName}] ${style.visible(finding.text)}
${indent}   Severity: ${capitalize(severity)}   Confidence: ${capitalize(finding.confidence)}
${indent}   CWE: ${finding.cweText}
${indent}   More Info: ${rule.link}
${indent}   Location: ${style.visible(finding.file)}:${location}${style.end}`
}

/** Replaces the space after each line number with a tab. */
function tabbed(code: string): string {
  return code.replace(/(^|\n)(\d+) /g, '$1$2\t')
}

function capitalize(level: Level): string {
  return level.charAt(0) + level.slice(1).toLowerCase()
}
