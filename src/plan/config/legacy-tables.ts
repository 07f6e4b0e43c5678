import type { NameRule, NameTables } from '../../../index.js'
import { ContentError } from '../../errors.js'
import { isMapping, type Mapping } from '../../python/value.js'
import { type Level, RANKING } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { BANDIT_VERSION } from '../../version.js'
import { items, mismatch } from './content.js'

/** A row of `blacklist_calls` or `blacklist_imports`. */
interface LegacyRow {
  id: string
  cwe: number
  severity: Level
  message: string
  names: string[]
}

/** The tables of an old configuration. */
export interface LegacyTables {
  calls: LegacyRow[]
  imports: LegacyRow[]
}

/** The tables as a scan takes them, and their rows as rules, which are numbered after the built-in ones. */
export interface OwnTables {
  names: NameTables
  rules: RuleInfo[]
}

/** Rule numbers are below this. */
const MAX_RULES = 2 ** 16 - 1

/** Reads both sections (core/config.py, convert_legacy_blacklist_data). Throws a ContentError. */
export function readLegacyTables(root: Mapping): LegacyTables {
  const calls = rowsOf(root, 'blacklist_calls', 'bad_name_sets', 'qualnames', '{func}')
  const imports = rowsOf(root, 'blacklist_imports', 'bad_import_sets', 'imports', '{module}')
  return { calls, imports }
}

/**
 * Builds the tables of a profile that includes `blacklist_calls`, `blacklist_imports` or both. Bandit swaps the two
 * arguments of its function for this: it looks up calls in the table of imports, and imports in the table of calls.
 */
export function ownTables(
  data: LegacyTables,
  withCalls: boolean,
  withImports: boolean,
  builtin: readonly RuleInfo[],
): OwnTables {
  const first = builtin.length
  const own = new Map<string, RuleInfo>()
  const numbered = (row: LegacyRow): NameRule => {
    const key = JSON.stringify([row.id, row.cwe])
    const rule = own.has(key) ? [...own.keys()].indexOf(key) : own.size
    if (first + rule >= MAX_RULES) throw new ContentError('too many ids in legacy blacklist data')
    if (!own.has(key)) own.set(key, ruleOf(row, builtin))
    return {
      rule: first + rule,
      severity: RANKING.indexOf(row.severity),
      message: row.message,
      names: row.names,
    }
  }
  const calls = [...(withCalls ? data.imports : []), ...(withImports ? data.calls : [])].map(numbered)
  const imports = (withImports ? data.calls : []).map(numbered)
  return { names: { calls, imports }, rules: [...own.values()] }
}

function ruleOf({ id, cwe, severity, message }: LegacyRow, builtin: readonly RuleInfo[]): RuleInfo {
  const link =
    builtin.find(rule => rule.id === id)?.link ?? `https://bandit.readthedocs.io/en/${BANDIT_VERSION}/`
  const name = 'blacklist'
  return {
    id,
    name,
    testName: name,
    link,
    cwe,
    severity,
    confidence: 'HIGH',
    origin: 'bandit',
    profile: 'recommended',
    replaces: [],
    fix: { class: null },
    kinds: ['Call'],
    message,
  }
}

function rowsOf(root: Mapping, section: string, list: string, namesKey: string, func: string): LegacyRow[] {
  const data = root[section] ?? {}
  if (!isMapping(data)) throw mismatch(section, 'a mapping', data)
  const sets = data[list] ?? []
  if (!Array.isArray(sets)) throw mismatch(`${section}.${list}`, 'a list of mappings', sets)
  return sets.flatMap((set: unknown, index) => {
    const place = `${section}.${list}[${index}]`
    if (!isMapping(set)) throw mismatch(place, 'a mapping', set)
    return Object.entries(set).map(([name, row]) => rowOf(row, `${place}.${name}`, namesKey, func))
  })
}

function rowOf(row: unknown, place: string, namesKey: string, func: string): LegacyRow {
  if (!isMapping(row)) throw mismatch(place, 'a mapping', row)
  const { message, level = 'MEDIUM', id = 'LEGACY', cwe = 0 } = row
  if (typeof message !== 'string') throw mismatch(`${place}.message`, 'a string', message)
  if (typeof id !== 'string') throw mismatch(`${place}.id`, 'a string', id)
  if (typeof cwe !== 'number' || !Number.isInteger(cwe)) throw mismatch(`${place}.cwe`, 'an integer', cwe)
  const severity = RANKING.find(known => known === level)
  if (!severity) throw mismatch(`${place}.level`, `one of ${RANKING.join(', ')}`, level)
  if (row[namesKey] === undefined) throw mismatch(`${place}.${namesKey}`, 'a list of strings', undefined)
  const names = items(row, namesKey, `${place}.${namesKey}`)
  return { id, cwe, severity, message: message.replaceAll(func, '{name}'), names }
}
