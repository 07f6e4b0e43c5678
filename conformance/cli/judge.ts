import { isDeepStrictEqual } from 'node:util'
import { versus } from '../compare.js'
import type { Answer } from './answer.js'
import { type Deliberate, REASONS } from './row.js'

/** What is wrong with our answer to a row that expects Bandit's answer. Empty if they are equal. */
export function differences(theirs: Answer, ours: Answer): string[] {
  const found: string[] = []
  if (theirs.status !== ours.status) found.push(`exit code: ${versus(theirs.status, ours.status)}`)
  if (theirs.stdout !== ours.stdout) found.push(`standard output${firstApart(theirs.stdout, ours.stdout)}`)
  for (const name of new Set([...Object.keys(theirs.written), ...Object.keys(ours.written)])) {
    const [left, right] = [theirs.written[name], ours.written[name]]
    if (left === right) continue
    if (typeof left === 'string' && typeof right === 'string') found.push(`${name}${firstApart(left, right)}`)
    else found.push(`${name} is ${fate(left)} by Bandit, ${fate(right)} by posse`)
  }
  return found
}

/** What is wrong with our answer to a row that expects a different answer from Bandit's. */
export function failures(row: Deliberate, theirs: Answer, ours: Answer): string[] {
  const found: string[] = []
  if (ours.status !== row.status) found.push(`exit code: expected ${row.status}, posse ${ours.status}`)
  const texts = [ours.stdout, ...Object.values(ours.written)]
  if (row.shows !== undefined && !texts.some(text => text?.includes(row.shows ?? '')))
    found.push(`${JSON.stringify(row.shows)} does not appear in what posse wrote`)
  const mended = MENDED[row.because]
  if (mended) found.push(...differences(mended(theirs), ours))
  if (isDeepStrictEqual(theirs, ours)) found.push(`equal, and listed as deliberate: ${REASONS[row.because]}`)
  return found
}

/** Bandit's answer with the reason for the difference removed, which our answer must equal. */
const MENDED: { [because in Deliberate['because']]?: (answer: Answer) => Answer } = {
  'whole file': withoutEmptied,
  'bytes literal': answer => ({
    ...answer,
    stdout: answer.stdout.replace(/^b(['"])(.*)\1$/m, (_, _quote, text: string) => readLiteral(text)),
  }),
}

/** The bytes that the text between the quotes of a bytes literal stands for. */
function readLiteral(text: string): string {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
  return text.replace(/\\(?:x(..)|(.))/g, (_, hex?: string, letter = '') =>
    hex === undefined ? (named[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** An answer without the files that were opened for writing but left empty. */
function withoutEmptied(answer: Answer): Answer {
  const written = Object.entries(answer.written).filter(([, text]) => text !== '')
  return { ...answer, written: Object.fromEntries(written) }
}

function fate(text: string | null | undefined): string {
  if (text === undefined) return 'left alone'
  return text === null ? 'removed' : 'written'
}

/** The first line in which two texts differ, from both sides. */
function firstApart(theirs: string, ours: string): string {
  const [left, right] = [theirs.split('\n'), ours.split('\n')]
  const longer = left.length > right.length ? left : right
  const line = longer.findIndex((_, index) => left[index] !== right[index])
  return `, line ${line + 1}: ${versus(left[line], right[line])}`
}
