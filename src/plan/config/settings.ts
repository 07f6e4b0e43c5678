import type { GivenOption } from '../../../index.js'
import type { Mapping } from '../../python/value.js'
import type { OptionSection } from '../../rules/options.js'
import { items } from './content.js'
import { readRuleOptions } from './rule-options.js'

/** The validated settings of a configuration, other than its profiles. */
export interface Settings {
  tests: string[]
  skips: string[]
  excludeDirs: string[]
  include: string[]
  rules: GivenOption[]
}

/** Validates a parsed configuration. Throws a ContentError that names the key. */
export function readSettings(root: Mapping, sections: readonly OptionSection[]): Settings {
  const include = items(root, 'include')
  return {
    tests: items(root, 'tests'),
    skips: items(root, 'skips'),
    excludeDirs: items(root, 'exclude_dirs'),
    include: include.length > 0 ? include : ['*.py'],
    rules: readRuleOptions(root, sections),
  }
}
