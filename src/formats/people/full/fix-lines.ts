import type { Finding } from '../../../report/finding.js'
import { shownLine } from './cells.js'
import type { Paint } from './paint.js'
import { windowOf } from './window.js'

/** The most lines of a fix that are shown. */
const MAX_LINES = 12
/** The least room for code, however narrow the terminal is. */
const MIN_ROOM = 16

/** Draws what a fix changes: each line before with a minus, each after with a plus. */
export function fixLines({ fix }: Finding, digits: number, width: number, paint: Paint): string {
  if (!fix) return ''
  const room = Math.max(width - digits - 5, MIN_ROOM)
  const rows: string[] = []
  for (const { line, before, after } of fix.hunks) {
    const indent = Math.min(...[...before, ...after].filter(text => text.trim() !== '').map(indentOf))
    const row = (mark: '-' | '+', number: number | undefined, text: string) => {
      const shown = shownLine(text)
      const { text: code } = windowOf(shown, { from: indent, to: indent + 1 }, room, indent)
      const place = String(number ?? '').padStart(digits)
      rows.push(
        `${paint.as('frame', `${place} `)}${paint.as(mark === '-' ? 'removed' : 'added', `${mark} ${code}`)}`,
      )
    }
    for (const [at, text] of before.entries()) row('-', line + at, text)
    for (const [at, text] of after.entries()) row('+', line + at, text)
  }
  const shown = rows.length > MAX_LINES ? [...rows.slice(0, MAX_LINES), `${' '.repeat(digits)} ...`] : rows
  return shown.map(row => `${row}\n`).join('')
}

/** The cells before the first character of a line that is not blank. */
function indentOf(text: string): number {
  const line = shownLine(text)
  return line.cellAt(text.length - text.trimStart().length)
}
