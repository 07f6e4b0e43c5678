import { isMapping } from '../python/value.js'
import type { FixClass } from '../rules/rule-info.js'

export type { FixClass }

/** How much a fix may change: an index is how the core gives it. */
export const FIX_CLASSES = ['none', 'safe', 'unsafe', 'suggested'] as const
/** What mends a finding. */
export interface Fix {
  class: FixClass
  /** What it does, as an order. */
  title: string
  edits: readonly FixEdit[]
  /** The lines that change. */
  hunks: readonly FixHunk[]
}

/** A change of a file. */
export interface FixEdit {
  /** Offsets of the bytes that go. */
  startByte: number
  endByte: number
  /** Line from 1, column from 1 in UTF-16 units. In a notebook, lines count from the start of the cell. */
  start: { line: number; column: number }
  end: { line: number; column: number }
  /** In a notebook, the same in the file. */
  inFile?: { start: { line: number; column: number }; end: { line: number; column: number } }
  /** What comes. In the file of a notebook, it is escaped as in JSON. */
  text: string
}

/** Lines that change together. */
export interface FixHunk {
  /** The number of the notebook's cell that the lines are in; 0 in other files. */
  cell: number
  /** The number of the first line. */
  line: number
  before: readonly string[]
  after: readonly string[]
}

/** A fix as the core writes it. */
export interface WrittenFix {
  title: string
  edits: {
    start: number
    end: number
    line: number
    column: number
    end_line: number
    end_column: number
    file_line?: number
    file_column?: number
    file_end_line?: number
    file_end_column?: number
    text: string
  }[]
  hunks: { cell?: number; line: number; before: string[]; after: string[] }[]
}

/** Reads a fix that the core wrote. */
export function fixOf(fixClass: FixClass, json: string): Fix {
  const { title, edits, hunks } = JSON.parse(json) as WrittenFix
  return {
    class: fixClass,
    title,
    edits: edits.map(edit => ({
      startByte: edit.start,
      endByte: edit.end,
      start: { line: edit.line, column: edit.column },
      end: { line: edit.end_line, column: edit.end_column },
      ...(edit.file_line !== undefined && {
        inFile: {
          start: { line: edit.file_line, column: edit.file_column ?? 0 },
          end: { line: edit.file_end_line ?? 0, column: edit.file_end_column ?? 0 },
        },
      }),
      text: edit.text,
    })),
    hunks: hunks.map(({ cell = 0, ...hunk }) => ({ cell, ...hunk })),
  }
}

/** Whether a text is a fix as the core writes it: one line of ASCII. Reports write it as it is. */
export function isFix(json: string): boolean {
  if (json === '') return true
  if (!/^[\x20-\x7e]*$/.test(json)) return false
  let fix: unknown
  try {
    fix = JSON.parse(json)
  } catch {
    return false
  }
  return (
    isMapping(fix) &&
    Object.keys(fix).length === 3 &&
    typeof fix.title === 'string' &&
    isListOf(fix.edits, isEdit) &&
    isListOf(fix.hunks, isHunk)
  )
}

const EDIT = ['start', 'end', 'line', 'column', 'end_line', 'end_column'] as const
const IN_NOTEBOOK = [...EDIT, 'file_line', 'file_column', 'file_end_line', 'file_end_column'] as const

function isEdit(edit: unknown): boolean {
  if (!isMapping(edit)) return false
  const keys = 'file_line' in edit ? IN_NOTEBOOK : EDIT
  return (
    Object.keys(edit).length === keys.length + 1 &&
    keys.every(key => isNumber(edit[key])) &&
    typeof edit.text === 'string' &&
    Number(edit.start) <= Number(edit.end) &&
    Number(edit.line) <= Number(edit.end_line)
  )
}

function isHunk(hunk: unknown): boolean {
  const isText = (line: unknown) => typeof line === 'string'
  return (
    isMapping(hunk) &&
    Object.keys(hunk).every(key => ['cell', 'line', 'before', 'after'].includes(key)) &&
    (hunk.cell === undefined || isNumber(hunk.cell)) &&
    isNumber(hunk.line) &&
    isListOf(hunk.before, isText) &&
    isListOf(hunk.after, isText)
  )
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}

function isNumber(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
