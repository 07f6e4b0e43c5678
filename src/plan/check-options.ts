import { UserError } from '../errors.js'
import { RANKING } from '../rules/levels.js'
import type { Options } from './options.js'

const LISTS = ['targets', 'tests', 'skips', 'exclude', 'sources'] as const
const LEVELS = ['severity', 'confidence'] as const

/**
 * Throws a UserError for options of the wrong type, which untyped programs may pass. They would otherwise result in a
 * scan that finds nothing: a string would be split into its letters, and no finding reaches a level that does not
 * exist.
 */
export function checkOptions(options: Options): void {
  if (typeof options !== 'object' || options === null) throw new UserError('options: expected an object')
  for (const key of LISTS) {
    const value: unknown = options[key]
    if (value !== undefined && !Array.isArray(value)) throw new UserError(`${key}: expected a list`)
  }
  for (const key of LEVELS) {
    const value = options[key]
    if (value !== undefined && !RANKING.includes(value))
      throw new UserError(`${key}: expected one of ${RANKING.join(', ')}`)
  }
}
