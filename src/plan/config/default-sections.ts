import { byCodePoint } from '../../python/order.js'
import type { OptionSection } from '../../rules/options.js'

/**
 * The options of all tests as the YAML of bandit-config-generator: one section for each
 * test, by the test's name (get_config_settings in cli/config_generator.py).
 */
export function sectionsOf(sections: readonly OptionSection[]): string {
  return sections
    .flatMap(({ checks, options }) => checks.map(name => ({ name, options })))
    .sort((a, b) => byCodePoint(a.name, b.name))
    .map(({ name, options }) => `${name}:\n${yaml(options)}`)
    .join('')
}

/** None of the values needs quotes. */
function yaml(options: OptionSection['options']): string {
  return Object.entries(options)
    .map(([key, value]) => {
      if (!Array.isArray(value)) return `  ${key}: ${value}\n`
      return value.length > 0 ? `  ${key}:\n${value.map(item => `  - ${item}\n`).join('')}` : `  ${key}: []\n`
    })
    .join('')
}
