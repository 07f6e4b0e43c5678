import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommentPlace } from '../../../index.js'
import { systemMessage } from '../../errors.js'
import { byFile } from '../../formats/by-file.js'
import { commentPlaces } from '../../native.js'
import { openOutput } from '../../output/writer.js'
import type { Finding } from '../../report/finding.js'
import type { Report, SuppressionComment } from '../../report/report.js'

/** What became of the findings of a report. */
export interface Added {
  /** How many findings are suppressed now. */
  findings: number
  files: number
  /** Why findings of a file could not be suppressed, each in one line. */
  problems: string[]
}

/** A text to insert, or to put in place of another: offsets count bytes. */
interface Edit {
  start: number
  end: number
  text: string
}

/**
 * Adds a comment for each finding of a report to its file. A comment for the same statement gets the ids; a `nosec`
 * without ids gets those of the rules that it has suppressed. Findings outside of statements get a comment for the whole
 * file.
 */
export async function addSuppressions(report: Report, cwd: string, reason: string): Promise<Added> {
  const added: Added = { findings: 0, files: 0, problems: [] }
  const commentsIn = (file: string) => (report.comments ?? []).filter(each => each.file === file)
  for (const [file, findings] of byFile(report.findings)) {
    try {
      const content = readFileSync(resolve(cwd, file))
      const edits = editsFor(content, findings, commentsIn(file), reason)
      await (await openOutput(file, cwd)).write([applied(content, edits)])
      added.findings += findings.length
      added.files++
    } catch (error) {
      added.problems.push(`${file}: ${systemMessage(error)}`)
    }
  }
  return added
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
