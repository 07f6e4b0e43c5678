import { cellPart } from '../../../report/cell.js'
import type { Finding } from '../../../report/finding.js'
import type { Step } from '../../../report/step.js'
import { marked } from './excerpt.js'
import { escaped } from './text.js'

/** The steps of a value to the finding: what happens, the line, and its code with the step marked. Empty if there are none. */
export function way({ hasSteps, steps }: Finding): string {
  return hasSteps ? `<ul class="way" aria-label="Steps">${steps.map(item).join('')}</ul>` : ''
}

function item({ kind, cell, start, end, text, code, codeColumn }: Step): string {
  const line = code.trimEnd()
  const blanks = line.length - line.trimStart().length
  const indexOf = (column: number) =>
    Math.min(Math.max(column - codeColumn - blanks, 0), line.length - blanks)
  const to = end.line > start.line ? line.length - blanks : indexOf(end.column)
  const shown =
    line === '' ? escaped(text) : marked({ text: line.slice(blanks), from: indexOf(start.column), to })
  return `<li><b>${kind}</b> <i>${cellPart(cell)}${start.line}</i> <code>${shown}</code></li>`
}
