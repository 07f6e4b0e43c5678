import type { GivenOption } from '../../../index.js'
import type { Log } from '../../log.js'
import { didYouMean } from '../../nearest.js'
import { isMapping, type Mapping } from '../../python/value.js'
import type { OptionSection } from '../../rules/options.js'

/** The keys that Bandit knows besides the sections of rules. */
const KEYS = [
  'blacklist_calls',
  'blacklist_imports',
  'exclude_dirs',
  'include',
  'log_format',
  'plugin_name_pattern',
  'profiles',
  'skips',
  'tests',
]

/** What else is wrong with a configuration, although Bandit accepts it without a word. */
export function warnOfKeys(
  root: Mapping,
  sections: readonly OptionSection[],
  given: readonly GivenOption[],
  file: string,
  log: Log,
): void {
  const known = [...KEYS, ...sections.map(({ name }) => name)]
  for (const key of Object.keys(root)) {
    if (!known.includes(key)) log.warning(`${file}: unknown key '${key}'${didYouMean(key, known)}`)
  }
  for (const { name, options } of sections) {
    const content = root[name]
    if (!isMapping(content)) continue
    const keys = options.map(({ key }) => key)
    for (const key of Object.keys(content)) {
      if (!keys.includes(key)) log.warning(`${file}: unknown key '${name}.${key}'${didYouMean(key, keys)}`)
    }
  }
  for (const { section, key, value } of given) {
    if (value === null) log.warning(`${file}: '${section}' lacks '${key}': checks that need it find nothing`)
  }
}
