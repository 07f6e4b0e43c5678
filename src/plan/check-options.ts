import { UserError } from '../errors.js'
import { RANKING } from '../rules/levels.js'
import type { Options } from './options.js'

const LISTS = ['targets', 'tests', 'skips', 'exclude', 'sources'] as const
const LEVELS = ['severity', 'confidence'] as const

/**
 * Throws a UserError for options that a program without types may give, and that would otherwise be a scan of
 * nothing: a text falls into its letters, and no finding reaches a level that there is not.
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
