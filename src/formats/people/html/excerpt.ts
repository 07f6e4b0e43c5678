import type { Finding } from '../../../report/finding.js'
import { numberedLines } from '../../excerpt-lines.js'
import { escaped } from './text.js'

interface Line {
  number: number
  text: string
  /** Whether the line is one of the finding's own. */
  isOwn: boolean
  /** The part of the finding's span that is on the line, without the blanks around it. */
  from: number
  to: number
}

/**
 * The lines of code around a finding. Its own lines are highlighted, and its exact span in them is marked, unless that is
 * several whole lines, such as a function.
 */
export function excerpt(finding: Finding): string {
  const lines = numberedLines(finding.code).map(line => ownPart(line, finding))
  const own = lines.filter(({ isOwn }) => isOwn)
  const isMarked = own.length === 1 || own.some(({ text, from, to }) => text.trim() !== text.slice(from, to))
  const items = lines.map(line =>
    line.isOwn
      ? `<li class="own">${isMarked ? marked(line) : escaped(line.text)}\n`
      : `<li>${escaped(line.text)}\n`,
  )
  return items.length > 0 ? `<ol start="${lines[0]?.number}">${items.join('')}</ol>` : ''
}

function ownPart({ number, text }: Pick<Line, 'number' | 'text'>, finding: Finding): Line {
  const { start, end, lineRange } = finding
  const isOwn = number === finding.line || (number >= lineRange.first && number <= lineRange.last)
  if (number < start.line || number > end.line) return { number, text, isOwn, from: 0, to: 0 }
  const from = number === start.line ? start.column - 1 : text.length - text.trimStart().length
  const to = number === end.line ? end.column - 1 : text.trimEnd().length
  return { number, text, isOwn, from, to }
}

/** A text with the part from one index to another marked. */
export function marked({ text, from, to }: Pick<Line, 'text' | 'from' | 'to'>): string {
  if (from >= Math.min(to, text.length)) return escaped(text)
  return `${escaped(text.slice(0, from))}<mark>${escaped(text.slice(from, to))}</mark>${escaped(text.slice(to))}`
}
