import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommentPlace } from '../../../index.js'
import { systemMessage, UserError } from '../../errors.js'
import { byFile } from '../../formats/by-file.js'
import { silent } from '../../log.js'
import { commentPlaces } from '../../native.js'
import { Replacer } from '../../output/replacement.js'
import { type CheckPlan, pathsToMend } from '../../plan/check/plan.js'
import type { Finding } from '../../report/finding.js'
import type { Report, SuppressionComment } from '../../report/report.js'
import { executeCheck } from '../../scan/check/execute.js'

/** What became of the findings of a report. */
export interface Added {
  /** How many findings are suppressed now. */
  findings: number
  files: number
  /** Which files were not checked, and why, each in one line. */
  unscanned: readonly string[]
  /** Why findings of a file could not be suppressed, each in one line. */
  problems: string[]
}

/** A text to insert, or to put in place of another: offsets count bytes. */
interface Edit {
  start: number
  end: number
  text: string
}

/** What is checked again, with the content that it has now. */
interface File {
  name: string
  content: Buffer
}

/**
 * Checks files, and adds a comment for each finding to its file. A comment for the same statement gets the ids; a `nosec`
 * without ids gets those of the rules that it has suppressed. Findings outside of statements get a comment for the whole
 * file.
 */
export async function addSuppressions(plan: CheckPlan, reason: string): Promise<Added> {
  const { cwd } = plan.host
  const first = await executeCheck(plan)
  const added: Added = { findings: 0, files: 0, unscanned: notScanned(first.skipped), problems: [] }
  const files: File[] = []
  for (const [name] of byFile(first.findings)) {
    try {
      if (name.endsWith('.ipynb')) throw new UserError('it is a notebook: write the comment in its cell')
      files.push({ name, content: readFileSync(resolve(cwd, name)) })
    } catch (error) {
      added.problems.push(`${name}: ${systemMessage(error)}`)
    }
  }
  if (files.length === 0) return added
  // Of the contents that are edited: a file may have changed since it was read the first time.
  const again: CheckPlan = { ...plan, log: silent, input: { kind: 'given', sources: files } }
  const { findings, comments = [] } = await executeCheck(again)
  const contents = new Map(files.map(({ name, content }) => [name, content]))
  const replacer = new Replacer(pathsToMend(plan))
  for (const [file, own] of byFile(findings)) {
    const before = contents.get(file)
    if (!before) continue
    const edits = editsFor(
      before,
      own,
      comments.filter(each => each.file === file),
      reason,
    )
    try {
      replacer.replace(resolve(cwd, file), before, applied(before, edits))
      added.findings += own.length
      added.files++
    } catch (error) {
      added.problems.push(`${file}: ${systemMessage(error)}`)
    }
  }
  replacer.close()
  return added
}

/** Which files of a check have no findings, because they were not checked, and why. */
export function notScanned(skipped: Report['skipped']): string[] {
  return skipped.map(({ name, reason }) => `${name}: not scanned: ${reason}`)
}

function editsFor(
  content: Uint8Array,
  findings: readonly Finding[],
  comments: readonly SuppressionComment[],
  reason: string,
): Edit[] {
  const lines = findings.map(({ start }) => start.line)
  const places = commentPlaces(content, Uint32Array.from(lines))
  const edits: Edit[] = []
  const ofFile = new Set<string>()
  const byPlace = new Map<number, { place: CommentPlace; ids: Set<string> }>()
  for (const [at, { id, kind, start, startByte, endByte }] of findings.entries()) {
    const place = kind === 'Comment' ? { offset: endByte, comment: startByte } : places[at]
    if (!place) {
      ofFile.add(id)
      continue
    }
    const known = byPlace.get(place.offset) ?? { place, ids: new Set() }
    byPlace.set(place.offset, known)
    known.ids.add(id)
    // A comment about all rules would no longer be one, so it names those that it suppresses.
    const blanket = comments.find(({ line, rules }) => line === start.line && rules.length === 0)
    if (id === 'P003') for (const each of blanket?.suppresses ?? []) known.ids.add(each)
  }
  for (const { place, ids } of byPlace.values()) edits.push(editAt(content, place, ids, reason))
  if (ofFile.size > 0) {
    const start = afterHead(content)
    edits.push({ start, end: start, text: `# nosec-file: ${listed(ofFile)} -- ${reason}\n` })
  }
  return edits
}

const NOSEC = /#\s*nosec(?:-\w+)?\b\s*:?\s*/

/** Extends the suppression that is at a place, or adds one. */
function editAt(
  content: Uint8Array,
  { offset, comment }: CommentPlace,
  ids: Set<string>,
  reason: string,
): Edit {
  const added = `# nosec: ${listed(ids)} -- ${reason}`
  if (comment === undefined) return { start: offset, end: offset, text: `  ${added}` }
  const text = Buffer.from(content.subarray(comment, offset)).toString('latin1')
  const match = NOSEC.exec(text)
  if (!match) return { start: offset, end: offset, text: `  ${added}` }
  const at = comment + match.index + match[0].length
  const rest = text.slice(match.index + match[0].length)
  const isList = /^[A-Za-z]+\d/.test(rest)
  const head = `${match[0].trimEnd().replace(/:?$/, ':')} ${listed(ids)}`
  return {
    start: comment + match.index,
    end: at,
    text: `${head}${isList ? ', ' : rest === '' ? '' : ' -- '}`,
  }
}

const listed = (ids: ReadonlySet<string>) => [...ids].sort().join(', ')

/** Where a comment for the whole file goes: after the lines that must come first. */
function afterHead(content: Uint8Array): number {
  let at = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0
  for (let line = 0; line < 2 && content[at] === 0x23; line++) {
    const end = content.indexOf(0x0a, at)
    if (end < 0) break
    at = end + 1
  }
  return at
}

function applied(content: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = []
  let done = 0
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(content.subarray(done, start), Buffer.from(text))
    done = end
  }
  return Buffer.concat([...parts, content.subarray(done)])
}
