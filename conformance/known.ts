import { readFileSync } from 'node:fs'

/** The only reasons why posse's report of a file may differ from Bandit's. */
const REASONS = ['syntax newer than 3.13', 'codec nobody has', "Bandit's own crash", 'excerpt limit']

/** For each project, the files that may differ, with the reason. */
export type Known = Record<string, Record<string, string>>

/** Reads the list of known differences. Throws a RangeError if a reason is not in the list above. */
export function readKnown(file: URL): Known {
  const known = JSON.parse(readFileSync(file, 'utf8')) as Known
  for (const [name, reason] of Object.values(known).flatMap(files => Object.entries(files))) {
    if (!REASONS.includes(reason))
      throw new RangeError(`${name}: "${reason}" is not one of: ${REASONS.join(', ')}`)
  }
  return known
}
