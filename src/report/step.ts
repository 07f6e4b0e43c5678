import { isMapping } from '../python/value.js'

/** What happens to a value: it comes in, gets a name, is given to a function of the file, or arrives. */
export const STEP_KINDS = ['source', 'assigned', 'passed', 'sink'] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** One step of a value on its way to where a finding is. */
export interface Step {
  kind: StepKind
  /** The number of the notebook's cell that the lines are in; 0 in other files. */
  cell: number
  /** Line from 1, column from 1 in UTF-16 units. */
  start: { line: number; column: number }
  /** The column is the first one after it. */
  end: { line: number; column: number }
  /** What is there: code, or words such as `into run()`. */
  text: string
  /** The line of code that the step starts on, or the part of a long line that is around it; empty if unknown. */
  code: string
  /** The column of the first character of `code`. */
  codeColumn: number
}

/** A step as the core writes it. */
interface Written {
  kind: StepKind
  cell?: number
  line: number
  column: number
  end_line: number
  end_column: number
  text: string
  code?: string
  code_column?: number
}

/** Reads the steps that the core wrote. An empty text has none. */
export function stepsOf(json: string): Step[] {
  if (json === '') return []
  return (JSON.parse(json) as Written[]).map(step => ({
    kind: step.kind,
    cell: step.cell ?? 0,
    start: { line: step.line, column: step.column },
    end: { line: step.end_line, column: step.end_column },
    text: step.text,
    code: step.code ?? '',
    codeColumn: step.code_column ?? 1,
  }))
}

/** The fields of a written step, and the types of their values. */
const FIELDS: Readonly<Record<keyof Written, 'string' | 'number'>> = {
  kind: 'string',
  cell: 'number',
  line: 'number',
  column: 'number',
  end_line: 'number',
  end_column: 'number',
  text: 'string',
  code: 'string',
  code_column: 'number',
}
const OPTIONAL: ReadonlySet<string> = new Set(['cell', 'code', 'code_column'])

/** Whether a text is steps as the core writes them: one line of ASCII. Reports write it as it is. */
export function areSteps(json: string): boolean {
  if (json === '') return true
  if (!/^[\x20-\x7e]*$/.test(json)) return false
  let steps: unknown
  try {
    steps = JSON.parse(json)
  } catch {
    return false
  }
  return Array.isArray(steps) && steps.length > 0 && steps.every(isStep)
}

function isStep(step: unknown): boolean {
  if (!isMapping(step)) return false
  const keys = Object.keys(step)
  return (
    keys.every(key => Object.hasOwn(FIELDS, key)) &&
    Object.entries(FIELDS).every(([key, type]) => {
      const value = step[key]
      if (value === undefined) return OPTIONAL.has(key)
      return (
        typeof value === type && (type === 'string' || (Number.isSafeInteger(value) && Number(value) > 0))
      )
    }) &&
    STEP_KINDS.some(kind => kind === step.kind) &&
    Number(step.line) <= Number(step.end_line)
  )
}
