import type { KeyName } from './keys.js'
import { checkTable, type Known } from './kinds.js'
import { merged } from './merge.js'
import { type Report, topOf } from './mistakes.js'
import { type Located, parseToml, type Table, TomlError } from './toml.js'

/** What the command line sets, on top of every configuration. */
export interface Overrides {
  readonly profile?: string
  readonly select?: readonly string[]
  readonly ignore?: readonly string[]
  readonly extendSelect?: readonly string[]
  readonly extendIgnore?: readonly string[]
  /** A level for a selector, as in `B404=off`. */
  readonly severity?: readonly string[]
  readonly failOn?: string
  readonly exclude?: readonly string[]
  readonly extendExclude?: readonly string[]
  readonly forceExclude?: boolean
  readonly respectGitignore?: boolean
  /** False leaves out the default list of `exclude`. */
  readonly defaultExcludes?: boolean
  /** False loads no rules in JavaScript. */
  readonly jsRules?: boolean
  /** Texts of `--config`, such as `fail-on = "high"`. */
  readonly settings?: readonly string[]
}

/** The keys that have flags of their own. */
const FLAGS = [
  ['profile', 'profile'],
  ['select', 'select'],
  ['ignore', 'ignore'],
  ['extendSelect', 'extend-select'],
  ['extendIgnore', 'extend-ignore'],
  ['failOn', 'fail-on'],
  ['exclude', 'exclude'],
  ['extendExclude', 'extend-exclude'],
  ['forceExclude', 'force-exclude'],
  ['respectGitignore', 'respect-gitignore'],
] as const satisfies readonly (readonly [keyof Overrides, KeyName])[]

/** What the flags say, checked. */
export function tableOfFlags(overrides: Overrides, known: Known, report: Report): Table {
  const table: Table = new Map()
  for (const [option, name] of FLAGS) {
    const value = overrides[option]
    if (value !== undefined) table.set(name, entryOf(value, `--${name}`))
  }
  if (overrides.severity?.length)
    table.set('severity', { ...entryOf([], '--severity'), node: levelsOf(overrides.severity, report) })
  return checkTable(table, known, report)
}

function entryOf(value: string | boolean | readonly string[], flag: string) {
  const place = topOf(flag)
  const located = (each: string | boolean): Located => ({ place, value: each })
  return { place, node: { place, value: typeof value === 'object' ? value.map(located) : value } }
}

function levelsOf(words: readonly string[], report: Report): Located {
  const place = topOf('--severity')
  const table: Table = new Map()
  for (const word of words) {
    const [, selector, level] = /^([^=]+)=([^=]+)$/.exec(word) ?? []
    if (selector === undefined || level === undefined)
      report(place, `'${word}' must be a rule and a level, such as B404=off`)
    else table.set(selector, { place, node: { place, value: level } })
  }
  return { place, value: table }
}

/** What the texts of `--config` say, checked. They replace what a configuration says. */
export function tableOfSettings(texts: readonly string[], known: Known, report: Report): Table {
  return texts.reduce<Table>((below, text) => {
    try {
      const table = parseToml(text, '--config')
      const extend = table.get('extend')
      if (extend) report(extend.place, "'extend' counts in files only: name one, as in --config posse.toml")
      return merged(below, checkTable(table, known, report))
    } catch (error) {
      if (!(error instanceof TomlError)) throw error
      report({ file: '--config', line: error.line, column: error.column }, `invalid TOML: ${error.message}`)
      return below
    }
  }, new Map())
}
