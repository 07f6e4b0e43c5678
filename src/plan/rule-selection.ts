import { UserError } from '../errors.js'
import type { Log } from '../log.js'
import type { RuleInfo } from '../rules/rule-info.js'

/** Bandit's name for the call and import tables as one check. */
const BLACKLIST = 'B001'

/** Which ids to run and not to run: those of the configuration with those of the command line. */
export interface Choice {
  include: readonly string[]
  exclude: readonly string[]
  /** There are tables of names beside them, which run in any case. */
  ownTables?: boolean
}

/**
 * The ids of the checks to run. An unknown id is only remarked upon, as in Bandit's
 * extension_loader.validate_profile; with one id on both sides, or with no check left, there is no scan.
 */
export function selectRules(
  rules: readonly RuleInfo[],
  { include, exclude, ownTables = false }: Choice,
  log: Log,
): Set<string> {
  const known = new Set([...rules.map(rule => rule.id), BLACKLIST])
  const included = new Set(include)
  const excluded = new Set(exclude)
  for (const id of [...included, ...excluded]) {
    if (!known.has(id)) log.warning(`Unknown test found in profile: ${id}`)
  }
  const both = [...included].filter(id => excluded.has(id)).map(id => `'${id}'`)
  if (both.length > 0) throw new UserError(`Non-exclusive include/exclude test sets: {${both.join(', ')}}`)

  const tables = rules.filter(rule => rule.testName === 'blacklist').map(rule => rule.id)
  expandBlacklist(included, tables)
  expandBlacklist(excluded, tables)
  const all = rules.map(rule => rule.id)
  const chosen = all.filter(id => (included.size === 0 || included.has(id)) && !excluded.has(id))
  if (chosen.length === 0 && !ownTables)
    throw new UserError('No tests would be run, please check the profile.')
  return new Set(chosen)
}

/** B001 stands for every table, unless a table is named beside it (core/test_set.py, _get_filter). */
function expandBlacklist(ids: Set<string>, tables: readonly string[]): void {
  if (ids.delete(BLACKLIST) && !tables.some(id => ids.has(id))) {
    for (const id of tables) ids.add(id)
  }
}
