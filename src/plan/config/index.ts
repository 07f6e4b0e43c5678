import { resolve } from 'node:path'
import { ContentError, systemMessage, UserError } from '../../errors.js'
import { readInput } from '../../inputs.js'
import type { Log } from '../../log.js'
import { isMapping, kindOf, type Mapping } from '../../python/value.js'
import { sectionsFor } from '../../rules/options.js'
import { banditsOf, type RuleInfo } from '../../rules/rule-info.js'
import type { Profile } from './profile.js'
import { readSettings, type Settings } from './settings.js'

/** A validated configuration. */
export interface Config extends Settings {
  /** The profiles for -p, by name. */
  profiles: ReadonlyMap<string, Profile>
}

/** Without a configuration file, `*.pyw` files are scanned, too. With one, the default is `*.py` only. */
const DEFAULTS: Config = {
  tests: [],
  skips: [],
  excludeDirs: [],
  include: ['*.py', '*.pyw'],
  rules: [],
  profiles: new Map(),
}

/**
 * Loads a configuration file like Bandit's core/config.py: as TOML if its name ends in `.toml`, else as YAML.
 * Logs a warning for legacy data. Rejects with a UserError that names the file and the location of the error.
 */
export async function loadConfig(
  file: string | undefined,
  cwd: string,
  rules: readonly RuleInfo[],
  log: Log,
): Promise<Config> {
  if (!file) return DEFAULTS
  const content = await contentOf(file, cwd)
  const parse = file.endsWith('.toml')
    ? (await import('./toml.js')).parseToml
    : (await import('./yaml/index.js')).parseYaml
  try {
    const root = parse(content)
    if (!isMapping(root)) throw new ContentError(`expected a mapping, found ${kindOf(root)}`)
    const sections = sectionsFor(banditsOf(rules))
    const settings = readSettings(root, sections)
    const { warnOfKeys } = await import('./unknown-keys.js')
    warnOfKeys(root, sections, settings.rules, file, log)
    return {
      ...settings,
      profiles: await profilesOf(root, file, rules, log),
    }
  } catch (error) {
    if (error instanceof ContentError) throw new UserError(`${file} : Error parsing file: ${error.message}`)
    throw error
  }
}

async function contentOf(file: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readInput(resolve(cwd, file))
  } catch (error) {
    throw new UserError(`${file} : Could not read config file. (${systemMessage(error)})`)
  }
}

/** Loads the reader of profiles only if it is needed: few configurations still have these keys. */
async function profilesOf(
  root: Mapping,
  file: string,
  rules: readonly RuleInfo[],
  log: Log,
): Promise<ReadonlyMap<string, Profile>> {
  const isLegacy = 'profiles' in root || 'blacklist_calls' in root || 'blacklist_imports' in root
  return isLegacy ? (await import('./profile.js')).readProfiles(root, file, rules, log) : DEFAULTS.profiles
}
