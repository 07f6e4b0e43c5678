import type { Finding } from '../../report/finding.js'
import type { Fix, FixEdit, WrittenFix } from '../../report/fix.js'
import type { Directive } from './directives.js'

/** A directive of a comment, and which of its ids suppress nothing; all of it, if there are none. */
export interface Idle {
  readonly directive: Directive
  readonly ids: ReadonlySet<string>
}

/** What a comment is without what suppresses nothing. */
export interface Reduced {
  /** The text; empty if nothing is left of the comment. */
  readonly text: string
}

/**
 * Leaves out of a comment what suppresses nothing, and keeps the rest as it is. Returns undefined where that cannot be
 * done without guessing: one end of a range, and text that a file may write in another way than it is read.
 */
export function reduced(comment: string, idle: readonly Idle[]): Reduced | undefined {
  if (idle.some(({ directive: { form, word } }) => word !== 'nosec' || (form !== 'line' && form !== 'file')))
    return undefined
  let text = comment
  for (const { directive, ids } of idle.toSorted((a, b) => b.directive.at - a.directive.at)) {
    const { at, length } = directive
    const written = text.slice(at, at + length)
    const left = withoutIds(written, directive, ids)
    text = text.slice(0, at) + left + text.slice(at + length)
  }
  text = text.trimEnd()
  if (text === '') return { text }
  return /^#[\x20-\x7e]*$/.test(text) && !/["\\]/.test(text) ? { text } : undefined
}

function withoutIds(
  written: string,
  { ids: all, unknown, words }: Directive,
  idle: ReadonlySet<string>,
): string {
  if (unknown.length === 0 && [...all].every(id => idle.has(id))) return ''
  const kept = words.filter(({ id }) => id === undefined || !idle.has(id))
  const [first] = words
  const last = words.at(-1)
  if (!first || !last) return written
  const list = kept.map(({ text }) => text).join(', ')
  return written.slice(0, first.at) + list + written.slice(last.at + last.text.length)
}

/**
 * The fix of a comment, as the core writes one. `comment` is the finding that the core has of the comment: its own fix
 * removes all of it. Returns undefined if there is none.
 */
export function fixFor(comment: Finding, idle: readonly Idle[]): WrittenFix | undefined {
  const { text, start, end, startByte, endByte, fix: whole } = comment
  const left = whole && reduced(text, idle)
  if (!whole || !left) return undefined
  const isGone = left.text === ''
  const inFile = placeInFile(whole, text)
  const part = { startByte, endByte, start, end, ...(inFile && { inFile }), text: left.text }
  const edits = isGone ? whole.edits : [part]
  const hunks = whole.hunks.map(({ cell, line, before, after }) => {
    const [code = ''] = before
    const at = code.lastIndexOf(text)
    const cut = at < 0 ? [] : [code.slice(0, at) + left.text]
    return { ...(cell > 0 && { cell }), line, before: [...before], after: isGone ? [...after] : cut }
  })
  return { title: 'Remove what suppresses nothing', edits: edits.map(written), hunks }
}

/** Where a comment stands in the file of a notebook, if its text is written there as it is. The edit that removes it ends there. */
function placeInFile({ edits }: Fix, comment: string): FixEdit['inFile'] {
  const end = edits.at(-1)?.inFile?.end
  if (!end || !/^[\x20-\x7e]*$/.test(comment) || /["\\]/.test(comment)) return undefined
  return { start: { line: end.line, column: end.column - comment.length }, end }
}

function written({ startByte, endByte, start, end, inFile, text }: FixEdit): WrittenFix['edits'][number] {
  return {
    start: startByte,
    end: endByte,
    line: start.line,
    column: start.column,
    end_line: end.line,
    end_column: end.column,
    ...(inFile && {
      file_line: inFile.start.line,
      file_column: inFile.start.column,
      file_end_line: inFile.end.line,
      file_end_column: inFile.end.column,
    }),
    text,
  }
}
