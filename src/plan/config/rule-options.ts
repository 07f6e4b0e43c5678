import type { GivenOption } from '../../../index.js'
import { isMapping, type Mapping, truthy } from '../../python/value.js'
import type { OptionSection, RuleOption } from '../../rules/options.js'
import { items, mismatch } from './content.js'

/** Reads and validates the options of rules in a configuration. Throws a ContentError that names the key. */
export function readRuleOptions(root: Mapping, sections: readonly OptionSection[]): GivenOption[] {
  return sections.flatMap(section => {
    const content = root[section.name]
    if (content === undefined || content === null) return []
    if (!isMapping(content)) throw mismatch(section.name, 'a mapping', content)
    return section.options.flatMap(option => readOption(content, section, option))
  })
}

/** Returns the option, unless its default applies. In Bandit, a check without an option raises, and finds nothing. */
function readOption(content: Mapping, { name: section }: OptionSection, option: RuleOption): GivenOption[] {
  const { key, kind } = option
  const value = content[key]
  const absence = value === undefined ? option.missing : value === null ? option.null : 'value'
  if (absence === 'default') return []
  return [
    { section, key, value: absence === 'raises' ? null : READERS[kind](content, key, `${section}.${key}`) },
  ]
}

/** The options of these sections that the configuration leaves without a value, such as `shell_injection.no_shell`. */
export function unsetOptions(given: readonly GivenOption[], sections: readonly OptionSection[]): string[] {
  const read = new Set(sections.map(({ name }) => name))
  return given
    .filter(({ section, value }) => value === null && read.has(section))
    .map(({ section, key }) => `${section}.${key}`)
}

type Reader = (content: Mapping, key: string, place: string) => NonNullable<GivenOption['value']>

const READERS: Readonly<Record<RuleOption['kind'], Reader>> = {
  names: items,
  items,
  globs: items,
  truth: (content, key) => truthy(content[key]),
  number(content, key, place) {
    const value = content[key]
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'number' && !Number.isNaN(value)) return value
    throw mismatch(place, 'a number', value)
  },
}
