import { optionSections as describe } from '../native.js'
import type { RuleInfo } from './rule-info.js'

/** A section of the configuration file that rules read, as the core describes it. */
export interface OptionSection {
  name: string
  /** What its options are about. */
  doc: string
  /** The names of the rules that read it. */
  rules: readonly string[]
  /** Its options, in the order in which they are checked. */
  options: readonly RuleOption[]
}

/** What a check gets of an option. */
export type OptionValue = readonly string[] | number | boolean

/** What it means that an option has no value: the default holds, the check finds nothing, or it is a value, too. */
export type Absence = 'default' | 'raises' | 'value'

export interface RuleOption {
  key: string
  doc: string
  /**
   * What values it takes: a list in which names are looked up, a list that is iterated over (of texts, or of patterns for
   * file names), any value as true or false, or a number.
   */
  kind: 'names' | 'items' | 'globs' | 'truth' | 'number'
  default: OptionValue
  /** What it means that the section leaves it out. */
  missing: Absence
  /** What it means that it is null. */
  null: Absence
}

/** All sections, by name. */
export function optionSections(): OptionSection[] {
  return JSON.parse(describe())
}

/** The sections that some of these rules read, each with those rules only. */
export function sectionsFor(rules: readonly RuleInfo[]): OptionSection[] {
  const names = new Set(rules.map(rule => rule.name))
  return optionSections()
    .map(section => ({ ...section, rules: section.rules.filter(name => names.has(name)) }))
    .filter(section => section.rules.length > 0)
}
