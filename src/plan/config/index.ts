import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ContentError, systemMessage, UserError } from '../../errors.js'
import type { Log } from '../../log.js'
import { isMapping, kindOf, type Mapping } from '../../python/value.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import type { Profile } from './profile.js'
import { readSettings, type Settings } from './settings.js'

/** A configuration, checked. */
export interface Config extends Settings {
  /** Selections of checks by name, for -p. */
  profiles: ReadonlyMap<string, Profile>
}

/** Without a configuration file both kinds of source are looked for; with one, what it says or `*.py`. */
const DEFAULTS: Config = {
  tests: [],
  skips: [],
  excludeDirs: [],
  include: ['*.py', '*.pyw'],
  rules: {},
  profiles: new Map(),
}

/**
 * Loads a configuration file as Bandit's core/config.py does: TOML by the end of its name, else YAML.
 * Rejects with a UserError that names the file and the place. Data of old configurations is remarked upon.
 */
export async function loadConfig(
  file: string | undefined,
  cwd: string,
  rules: readonly RuleInfo[],
  log: Log,
): Promise<Config> {
  if (!file) return DEFAULTS
  const content = contentOf(file, cwd)
  const parse = file.endsWith('.toml')
    ? (await import('./toml.js')).parseToml
    : (await import('./yaml.js')).parseYaml
  try {
    const root = parse(content)
    if (!isMapping(root)) throw new ContentError(`expected a mapping, found ${kindOf(root)}`)
    return { ...readSettings(root), profiles: await profilesOf(root, file, rules, log) }
  } catch (error) {
    if (error instanceof ContentError) throw new UserError(`${file} : Error parsing file: ${error.message}`)
    throw error
  }
}

function contentOf(file: string, cwd: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, file))
  } catch (error) {
    throw new UserError(`${file} : Could not read config file. (${systemMessage(error)})`)
  }
}

/** Few configurations still have these keys. */
async function profilesOf(
  root: Mapping,
  file: string,
  rules: readonly RuleInfo[],
  log: Log,
): Promise<ReadonlyMap<string, Profile>> {
  const isOld = 'profiles' in root || 'blacklist_calls' in root || 'blacklist_imports' in root
  return isOld ? (await import('./profile.js')).readProfiles(root, file, rules, log) : DEFAULTS.profiles
}
