import type { Finding } from '../../../report/finding.js'
import { escaped } from './text.js'

/** What mends a finding, as a diff. Empty if nothing does. */
export function fixOf({ fix }: Finding): string {
  if (!fix) return ''
  const rows = fix.hunks.flatMap(({ before, after }) => [
    ...before.map(line => `<del>${escaped(line)}\n</del>`),
    ...after.map(line => `<ins>${escaped(line)}\n</ins>`),
  ])
  const diff = rows.length > 0 ? `<pre>${rows.join('')}</pre>` : ''
  return `<details class="fix"><summary>${escaped(fix.title)} <i>${fix.class}</i></summary>${diff}</details>`
}
