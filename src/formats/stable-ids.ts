import { createHash } from 'node:crypto'
import type { Finding } from '../report/finding.js'
import { numberedLines } from './excerpt-lines.js'

/**
 * Returns a function that maps a finding to an id of 32 hexadecimal digits, derived from its path, its rule, its line
 * of code, and its ordinal among findings for which these are equal. The id does not change when lines are added above.
 * Call the function only once for each finding.
 */
export function stableIds(pathOf: (name: string) => string): (finding: Finding) => string {
  const numbers = new Map<string, number>()
  return finding => {
    const line = numberedLines(finding.code).find(({ number }) => number === finding.line)?.text ?? ''
    const key = [pathOf(finding.file), finding.id, line.trim().replace(/\s+/g, ' ')].join('\0')
    const number = (numbers.get(key) ?? 0) + 1
    numbers.set(key, number)
    return createHash('sha256').update(`${key}\0${number}`).digest('hex').slice(0, 32)
  }
}

/** The id as a UUID of version 8, which RFC 9562 reserves for custom schemes. */
export function uuidOf(id: string): string {
  const variant = ((Number.parseInt(id.charAt(16), 16) & 3) | 8).toString(16)
  return [
    id.slice(0, 8),
    id.slice(8, 12),
    `8${id.slice(13, 16)}`,
    variant + id.slice(17, 20),
    id.slice(20),
  ].join('-')
}
