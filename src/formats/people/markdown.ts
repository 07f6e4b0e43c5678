import { visibleLine } from '../../output/visible.js'
import { cellPart } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import { type Report, ruleErrorText } from '../../report/report.js'
import { RANKING } from '../../rules/levels.js'
import { bySeverity } from '../annotations.js'
import { cut } from '../cut.js'
import type { FormatOptions } from '../format.js'
import { inMarkdown } from '../in-markdown.js'
import { counted } from './html/text.js'
import { markdownCode } from './markdown-code.js'

/** GitHub's limit for a comment, in characters. GitLab's is higher. */
const COMMENT_LIMIT = 65_536
/** GitHub's limit for a step summary, in bytes. */
const SUMMARY_LIMIT = 1024 * 1024
/** How much of a path or a message a row shows, so that one finding cannot take the room of all others. */
const MAX_LENGTH = 300
/** How many errors of rules are listed. */
const MAX_FAILURES = 20

/** A report for a comment on a pull request: a table of the most severe findings, as many as fit. */
export function markdown(report: Report, { pathOf = name => name }: FormatOptions): string[] {
  return [...table(report, pathOf, COMMENT_LIMIT)]
}

/** Like `markdown`, for a step summary in GitHub Actions. */
export function stepSummary(report: Report, { pathOf = name => name }: FormatOptions): string {
  return [...table(report, pathOf, SUMMARY_LIMIT)].join('')
}

function* table(report: Report, pathOf: (name: string) => string, limit: number): Generator<string> {
  const { findings, skipped, totals } = report
  const head = `### posse: ${counted(findings.length, 'finding')}\n\n${counts(findings)}${counted(totals.loc, 'line')} of code scanned`
  const { ruleErrors: failures = [] } = report
  const gaps = [
    ...(skipped.length > 0 ? [`${counted(skipped.length, 'file')} skipped`] : []),
    ...(failures.length > 0 ? [`${counted(failures.length, 'error')} of rules`] : []),
  ]
  const listed = failures.slice(0, MAX_FAILURES).map(error => {
    const path = markdownCode(visibleLine(pathOf(error.file)))
    return `- ${path}: ${inMarkdown(cut(ruleErrorText(error), MAX_LENGTH), markdownCode)}\n`
  })
  const foot = `${['', ...gaps].join(', ')}.\n${listed.length > 0 ? `\n${listed.join('')}` : ''}`
  yield head + foot
  if (findings.length === 0) return
  const columns = '\n| Severity | Confidence | Place | Finding |\n| --- | --- | --- | --- |\n'
  yield columns
  // Reserve space for the line that says how many findings are not shown.
  let space = limit - bytes(head + foot + columns) - 100
  let shown = 0
  for (const finding of bySeverity(findings)) {
    const line = row(finding, pathOf(finding.file))
    space -= bytes(line)
    if (space < 0) break
    yield line
    shown++
  }
  const omitted = findings.length - shown
  if (omitted > 0) yield `\n${counted(omitted, 'finding')} of least severity not shown.\n`
}

function row({ rule, severity, confidence, cell, start, text }: Finding, path: string): string {
  const end = path.length > MAX_LENGTH ? `…${path.slice(-MAX_LENGTH).replace(/^[\udc00-\udfff]/, '')}` : path
  const place = markdownCode(visibleLine(`${end}:${cellPart(cell)}${start.line}`))
  const id = inMarkdown(rule.id, markdownCode)
  const message = inMarkdown(cut(text, MAX_LENGTH), markdownCode)
  return `| ${severity} | ${confidence} | ${place} | [${id}](${rule.link}) ${message} |\n`
}

function counts(findings: readonly Finding[]): string {
  return RANKING.toReversed()
    .map(level => ({ level, count: findings.filter(({ severity }) => severity === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}, `)
    .join('')
}

const bytes = (text: string) => Buffer.byteLength(text)
