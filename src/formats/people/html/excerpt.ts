import type { Finding } from '../../../report/finding.js'
import { numberedLines } from '../../excerpt-lines.js'
import { escaped } from './text.js'

/** The lines of code around a finding. Its own lines are highlighted, and its exact span in them is marked. */
export function excerpt(finding: Finding): string {
  const { first, last } = finding.lineRange
  let items = ''
  const lines = numberedLines(finding.code)
  for (const { number, text } of lines) {
    const isOwn = number === finding.line || (number >= first && number <= last)
    items += isOwn ? `<li class="own">${marked(text, number, finding)}\n` : `<li>${escaped(text)}\n`
  }
  return items && `<ol start="${lines[0]?.number}">${items}</ol>`
}

/** A line with the part of the finding's span that is on it, without the blanks around that. */
function marked(text: string, number: number, { start, end }: Finding): string {
  const from = number > start.line ? text.length - text.trimStart().length : start.column - 1
  const to = number < end.line ? text.trimEnd().length : end.column - 1
  const isOn = number >= start.line && number <= end.line
  const span = isOn ? text.slice(from, to) : ''
  if (span === '') return escaped(text)
  return `${escaped(text.slice(0, from))}<mark>${escaped(span)}</mark>${escaped(text.slice(from + span.length))}`
}
