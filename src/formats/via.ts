import { cellPart } from '../report/cell.js'
import type { Finding } from '../report/finding.js'
import type { Step } from '../report/step.js'

/** Where a step is, for a text about a finding: its line, after its cell if that is another one. */
function lineOf(finding: Finding, { cell, start }: Step): string {
  return `${cell === finding.cell ? '' : cellPart(cell)}${start.line}`
}

/**
 * The lines between the source and the sink of a finding, in the order of the flow, such as ` via line 7, 8`. Empty if there
 * are none. The source is in the message, and the sink is the place of the finding.
 */
export function viaOf(finding: Finding): string {
  if (!finding.hasSteps) return ''
  const [source, ...rest] = finding.steps
  const ends = new Set([source, rest.at(-1)].flatMap(step => (step ? [lineOf(finding, step)] : [])))
  const lines = new Set(rest.map(step => lineOf(finding, step)).filter(line => !ends.has(line)))
  return lines.size > 0 ? ` via line ${[...lines].join(', ')}` : ''
}
