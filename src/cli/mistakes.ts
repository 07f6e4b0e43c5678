import type { Configurations } from '../configuration/configurations.js'
import { toStderr } from '../output/stderr.js'
import { printable } from '../output/visible.js'

/** Prints all mistakes in configurations, a line for each. Returns whether there are any: then the exit code is 2. */
export function tellMistakes({ mistakes }: Configurations): boolean {
  for (const mistake of mistakes) toStderr(`${printable(mistake)}\n`)
  return mistakes.length > 0
}
