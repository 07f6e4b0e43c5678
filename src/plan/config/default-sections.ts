import { byCodePoint } from '../../python/order.js'
import type { OptionSection, OptionValue } from '../../rules/options.js'

/**
 * Returns the options of all rules as YAML, like bandit-config-generator: one section for each rule, under the rule's
 * name (get_config_settings in cli/config_generator.py).
 */
export function sectionsOf(sections: readonly OptionSection[]): string {
  return sections
    .flatMap(({ rules, options }) => rules.map(name => ({ name, options })))
    .sort((a, b) => byCodePoint(a.name, b.name))
    .map(({ name, options }) => `${name}:\n${yaml(options)}`)
    .join('')
}

function yaml(options: OptionSection['options']): string {
  return options
    .toSorted((a, b) => byCodePoint(a.key, b.key))
    .map(option => `  ${option.key}:${yamlOf(option.default)}\n`)
    .join('')
}

/** None of the values needs quotes. */
function yamlOf(value: OptionValue): string {
  if (typeof value !== 'object') return ` ${value}`
  return value.length > 0 ? value.map(item => `\n  - ${item}`).join('') : ' []'
}
