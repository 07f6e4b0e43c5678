import { readFileSync } from 'node:fs'

/** Why a file may be reported otherwise than Bandit does: there are no other reasons. */
const REASONS = ['syntax newer than 3.13', 'codec nobody has', "Bandit's own crash", 'excerpt limit']

/** By project, the files that may differ and why. */
export type Known = Record<string, Record<string, string>>

/** Reads the list of known differences. Throws a RangeError for a reason that is not to be accepted. */
export function readKnown(file: URL): Known {
  const known = JSON.parse(readFileSync(file, 'utf8')) as Known
  for (const [name, reason] of Object.values(known).flatMap(files => Object.entries(files))) {
    if (!REASONS.includes(reason))
      throw new RangeError(`${name}: "${reason}" is none of: ${REASONS.join(', ')}`)
  }
  return known
}
