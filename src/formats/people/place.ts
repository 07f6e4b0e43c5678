import { visibleInLine } from '../../output/visible.js'
import type { Finding } from '../../report/finding.js'

/** A message in a report is at most this long, in UTF-16 units: some contain a text of the code. */
const MAX_MESSAGE = 240

/** Where a finding is, as editors read it: `path:line:column`. */
export function placeOf({ file, start }: Finding): string {
  return `${fileName(file)}:${start.line}:${start.column}`
}

/** A file's name in one line. At the start of a line, `::` would begin a command of GitHub Actions. */
export function fileName(name: string): string {
  const shown = visibleInLine(name)
  return shown.startsWith('::') ? `./${shown}` : shown
}

/** A finding's message in one line. */
export function messageOf({ text }: Finding): string {
  const short =
    text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE).replace(/[\ud800-\udbff]$/, '')}…` : text
  return visibleInLine(short.trim())
}
