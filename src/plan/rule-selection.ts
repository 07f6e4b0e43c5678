import { UserError } from '../errors.js'
import type { Log } from '../log.js'
import { didYouMeanRule } from '../rules/find.js'
import { banditsOf, type RuleInfo } from '../rules/rule-info.js'

/** Bandit's id for all rules of the call and import tables together. */
const BLACKLIST = 'B001'

/** The ids of rules to run and to skip, from the configuration and the command line. */
export interface Choice {
  include: readonly string[]
  exclude: readonly string[]
  /** Whether a profile has its own name tables, which always run. */
  ownTables?: boolean
}

/** Whether an id selects rules in Bandit's mode. */
export function isSelectable(id: string, rules: readonly RuleInfo[]): boolean {
  return id === BLACKLIST || banditsOf(rules).some(rule => rule.id === id)
}

/**
 * Returns the ids of the rules to run in Bandit's mode, which has only Bandit's rules. An unknown id only causes a
 * warning, as in Bandit's extension_loader.validate_profile. Throws a UserError if an id is in both lists, or no rule
 * is left.
 */
export function selectRules(
  rules: readonly RuleInfo[],
  { include, exclude, ownTables = false }: Choice,
  log: Log,
): Set<string> {
  const known = banditsOf(rules)
  const ids = known.map(rule => rule.id)
  const included = new Set(include)
  const excluded = new Set(exclude)
  for (const id of [...included, ...excluded]) {
    if (id !== BLACKLIST && !ids.includes(id))
      log.warning(`Unknown test found in profile: ${id}${didYouMeanRule(id, known)}`)
  }
  const both = [...included].filter(id => excluded.has(id)).map(id => `'${id}'`)
  if (both.length > 0) throw new UserError(`Non-exclusive include/exclude test sets: {${both.join(', ')}}`)

  const tables = known.filter(rule => rule.testName === 'blacklist').map(rule => rule.id)
  expandBlacklist(included, tables)
  expandBlacklist(excluded, tables)
  const chosen = ids.filter(id => (included.size === 0 || included.has(id)) && !excluded.has(id))
  if (chosen.length === 0 && !ownTables)
    throw new UserError('No tests would be run, please check the profile.')
  return new Set(chosen)
}

/** Replaces B001 with all tables, unless individual ones are listed, too (core/test_set.py, _get_filter). */
function expandBlacklist(ids: Set<string>, tables: readonly string[]): void {
  if (ids.delete(BLACKLIST) && !tables.some(id => ids.has(id))) {
    for (const id of tables) ids.add(id)
  }
}
