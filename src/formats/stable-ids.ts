import { createHash } from 'node:crypto'
import type { Finding } from '../report/finding.js'
import { numberedLines } from './excerpt-lines.js'

/**
 * Makes a function that gives each finding an id of 32 hexadecimal digits: made from its path, its rule, its line of
 * code and its number among equals, so that it stays when lines above are added. Ask for each finding once.
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

/** The same id in the form of a UUID: version 8 is for such as are made in a way of one's own (RFC 9562). */
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
