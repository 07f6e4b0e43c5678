import { lineHashes, type Selection } from '../native.js'
import type { Finding } from '../report/finding.js'
import type { Report } from '../report/report.js'
import { type Texts, textsOf } from '../report/texts.js'

/** Computes GitHub's fingerprint of the line on which each finding starts. Empty if the file cannot be read again. */
export async function hashLines(
  selection: Selection,
  names: Texts,
  { findings, suppressed = [] }: Report,
): Promise<Map<Finding, string>> {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)]
  const places = new Map(textsOf(names).map((name, place) => [name, place]))
  const hashes = await lineHashes(
    selection,
    Uint32Array.from(all, ({ file }) => places.get(file) ?? 0),
    Uint32Array.from(all, finding => finding.fileLine),
  )
  return new Map(all.map((finding, index) => [finding, hashes[index] ?? '']))
}
