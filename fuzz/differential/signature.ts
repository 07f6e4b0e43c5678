import type { Counters, Report, Row } from '../../conformance/report.js'

/** What a report says of one file. */
export interface Part {
  results: Row[]
  errors: Report['errors']
  metrics?: Counters
}

/** In what way two reports of one file differ. `raised` is what Bandit raised. */
export function signatureOf(theirs: Part, ours: Part, raised = 'nothing raised'): string {
  const [left, right] = [theirs, ours].map(({ errors }) => errors[0]?.reason.split(' while')[0] ?? 'scanned')
  if (left !== right) return outcomes(left, right, raised)
  const count = Math.max(theirs.results.length, ours.results.length)
  for (let at = 0; at < count; at++) {
    const [one, other] = [theirs.results[at], ours.results[at]]
    if (JSON.stringify(one) === JSON.stringify(other)) continue
    if (!one || !other || one.test_id !== other.test_id || one.line_number !== other.line_number)
      return `finding: Bandit ${one?.test_id ?? 'none'}, posse ${other?.test_id ?? 'none'} (${plain(raised)})`
    const fields = Object.keys({ ...one, ...other }).filter(
      field => JSON.stringify(one[field]) !== JSON.stringify(other[field]),
    )
    return `finding: ${fields.join(', ')} of ${one.test_id}`
  }
  const [one, other] = [theirs.metrics, ours.metrics].map(metrics => metrics ?? {})
  const counters = Object.keys({ ...one, ...other }).filter(key => one?.[key] !== other?.[key])
  return `metrics: ${counters.join(', ')}`
}

/** What became of a file that only one program scans. */
export function outcomes(theirs = '', ours = '', raised = ''): string {
  return `Bandit: ${theirs} (${plain(raised)}); posse: ${ours}`
}

/** A message without what differs between files. */
function plain(message: string): string {
  return message
    .replace(/ \((?:<unknown>|[\w/.]+), line \d+\)/g, '')
    .replace(/'[^']*'|"[^"]*"/g, "'…'")
    .replace(/U\+[0-9A-F]+/g, 'U+…')
    .replace(/0x[0-9a-fA-F]+/g, '0x…')
    .replace(/can't decode.*/, 'cannot decode')
    .replace(/\d+/g, 'N')
    .slice(0, 160)
}
