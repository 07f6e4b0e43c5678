import type { OptionSection } from '../rules/options.js'

/** The table of a section of options in a configuration. */
export interface OptionTable {
  /** The rule that reads it; the section, if there are several. */
  readonly name: string
  readonly section: OptionSection
}

/** The tables of these sections, by name. */
export function optionTables(sections: readonly OptionSection[]): OptionTable[] {
  return sections.map(section => {
    const [rule = section.name, ...others] = section.rules
    return { name: others.length === 0 ? rule : section.name, section }
  })
}
