import { UserError } from '../../errors.js'
import type { Log } from '../../log.js'
import { isMapping, type Mapping, truthy } from '../../python/value.js'
import { banditsOf, type RuleInfo } from '../../rules/rule-info.js'
import { items, mismatch } from './content.js'
import { type OwnTables, ownTables, readLegacyTables } from './legacy-tables.js'

/** A choice of rules, by id. */
export interface Profile {
  include: readonly string[]
  exclude: readonly string[]
  /** Tables of names that replace those of B301 to B415. */
  tables?: OwnTables
}

/** Rules of legacy configurations, with the sections that hold their data. */
const LEGACY = [
  ['blacklist_imports', 'blacklist_imports'],
  ['blacklist_import_func', 'blacklist_imports'],
  ['blacklist_calls', 'blacklist_calls'],
] as const

/**
 * Reads the profiles of a configuration. Converts names of rules to ids, and legacy tables to current ones
 * (core/config.py: validate and convert_legacy_config). Throws a ContentError for a value of the wrong type, and
 * a UserError for a legacy rule without data.
 */
export function readProfiles(
  root: Mapping,
  file: string,
  rules: readonly RuleInfo[],
  log: Log,
): Map<string, Profile> {
  const profiles = new Map<string, { include: Set<string>; exclude: Set<string> }>()
  if ('profiles' in root) {
    if (!isMapping(root.profiles)) throw mismatch('profiles', 'a mapping', root.profiles)
    const ids = new Map(banditsOf(rules).map(({ name, id }) => [name, id]))
    // A profile whose key is not a string is validated like the others, but cannot be selected.
    for (const name of Reflect.ownKeys(root.profiles)) {
      const profile: unknown = Reflect.get(root.profiles, name)
      const place = `profiles.${typeof name === 'string' ? name : name.description}`
      if (!isMapping(profile)) throw mismatch(place, 'a mapping', profile)
      const idsOf = (key: string) => {
        const names = truthy(profile[key]) ? items(profile, key, `${place}.${key}`) : []
        return new Set(names.map(each => ids.get(each) ?? each))
      }
      const selected = { include: idsOf('include'), exclude: idsOf('exclude') }
      requireData(selected, root, file)
      if (typeof name === 'string') profiles.set(name, selected)
    }
    log.warning(
      `Config file '${file}' contains deprecated legacy config data. Please consider upgrading to the new ` +
        "config format. The tool 'posse-config-generator' can help you with this.",
    )
  }
  const tables = readLegacyTables(root)
  if (tables.calls.length > 0 || tables.imports.length > 0)
    log.warning('Legacy blacklist data found in config, overriding data plugins')
  const own = (calls: boolean, imports: boolean) => ownTables(tables, calls, imports, rules)
  return new Map([...profiles].map(([name, { include, exclude }]) => [name, modern(include, exclude, own)]))
}

function requireData({ include, exclude }: Record<string, Set<string>>, root: Mapping, file: string): void {
  for (const [test, section] of LEGACY) {
    if (!include?.has(test) && !exclude?.has(test)) continue
    if (root[section] !== undefined && root[section] !== null) continue
    throw new UserError(
      `${file} : Config file has an include or exclude reference to legacy test '${test}' but no ` +
        'configuration data for it. Configuration data is required for this test. Please consider switching ' +
        "to the new config file format, the tool 'posse-config-generator' can help you with this.",
    )
  }
}

/** Replaces legacy rules with B001, which means all tables, and adds their data (convert_legacy_blacklist_tests). */
function modern(
  include: Set<string>,
  exclude: Set<string>,
  tables: (calls: boolean, imports: boolean) => OwnTables,
): Profile {
  const runs = (test: string) => include.has(test) && !exclude.has(test)
  const calls = runs('blacklist_calls')
  const imports = runs('blacklist_imports')
  for (const ids of [include, exclude]) {
    for (const [test] of LEGACY) {
      if (ids.delete(test)) ids.add('B001')
    }
  }
  if (include.has('B001')) exclude.delete('B001')
  return {
    include: [...include],
    exclude: [...exclude],
    ...((calls || imports) && { tables: tables(calls, imports) }),
  }
}
