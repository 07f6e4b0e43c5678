import { visibleInLine } from '../../../output/visible.js'
import type { Finding } from '../../../report/finding.js'
import type { Step } from '../../../report/step.js'
import type { NumberedLine } from '../../excerpt-lines.js'

/** A step in a line of code. Indexes are UTF-16 units, and the last one is not part of it. */
export interface StepMark {
  startIndex: number
  endIndex: number
  /** What happens there, in a few words. */
  label: string
}

/** A line of code, with the steps that are on it in the order of the flow. */
export interface MarkedLine extends NumberedLine {
  steps: StepMark[]
}

/** The lines of a cell of a notebook, or of a file, in their order. */
export interface MarkedLines {
  cell: number
  lines: MarkedLine[]
}

/**
 * Puts the steps of a finding into the lines that are shown of it, with a line more for each step that is on none of them.
 * Those in other cells of a notebook come after its own. The last step is the finding itself, which has marks of its own.
 */
export function withSteps({ cell, steps, hasSteps }: Finding, shown: readonly NumberedLine[]): MarkedLines[] {
  const own = new Map(shown.map(line => [line.number, { ...line, steps: [] as StepMark[] }]))
  const cells = new Map([[cell, own]])
  for (const step of hasSteps ? steps : []) {
    if (step.kind === 'sink' || step.code === '') continue
    const lines = cells.get(step.cell) ?? new Map<number, MarkedLine>()
    cells.set(step.cell, lines)
    const number = step.start.line
    const isShown = step.cell === cell && shown.some(line => line.number === number)
    const line = lines.get(number) ?? { number, text: step.code, steps: [] }
    lines.set(number, line)
    line.steps.push(markOf(step, line.text, isShown ? 1 : step.codeColumn))
  }
  const sorted = (lines: ReadonlyMap<number, MarkedLine>) =>
    [...lines.values()].sort((a, b) => a.number - b.number)
  return Array.from(cells, ([number, lines]) => ({ cell: number, lines: sorted(lines) }))
}

/** The mark of a step in a line whose first character has this column. Of an assignment, only the target is marked. */
function markOf({ kind, start, end, text }: Step, line: string, column: number): StepMark {
  const startIndex = Math.max(start.column - column, 0)
  const target = kind === 'assigned' ? text.replace(/(?:\[…\])? = …$/, '') : text
  const isTarget = target !== text && line.startsWith(target, startIndex)
  const endIndex = end.line > start.line ? line.length : end.column - column
  return {
    startIndex,
    endIndex: isTarget ? startIndex + target.length : endIndex,
    label: kind === 'passed' ? `${kind} ${visibleInLine(text)}` : kind,
  }
}
