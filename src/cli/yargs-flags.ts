import yargs from 'yargs'
import { wrap } from '../rules/terminal.js'
import type { Flag, FlagKind } from './flags.js'

const TYPES: Readonly<Record<FlagKind, 'string' | 'number' | 'boolean'>> = {
  switch: 'boolean',
  count: 'boolean',
  exit: 'boolean',
  text: 'string',
  list: 'string',
  optional: 'string',
  integer: 'number',
}

/**
 * A yargs parser with these flags, for help and completion. yargs does not parse the command line itself: it is slow to
 * load. `choices` overrides the choices of flags by key. `groups` lists the flags of each section of the help.
 */
export function yargsFlags(
  flags: readonly Flag[],
  choices: Readonly<Record<string, readonly string[]>> = {},
  groups: Readonly<Record<string, readonly string[]>> = {},
) {
  const parser = yargs([]).scriptName('posse').help(false).version(false)
  const nameOf = ({ names }: Flag) => names.at(-1)?.replace(/^-+/, '') ?? ''
  const nameByKey = new Map(flags.map(flag => [flag.key, nameOf(flag)]))
  for (const [title, keys] of Object.entries(groups))
    parser.group(
      keys.map(key => nameByKey.get(key) ?? key),
      `${title}:`,
    )
  for (const flag of flags) {
    const [name = '', ...alias] = flag.names.map(each => each.replace(/^-+/, '')).reverse()
    const words = choices[flag.key] ?? flag.choices
    parser.option(name, {
      alias,
      describe: flag.help,
      type: TYPES[flag.kind],
      ...(words && { choices: words }),
    })
  }
  return parser
}

/** In less space, the texts of the flags would be one word wide. */
const MIN_COLUMNS = 50

/** The help of flags for the width of the terminal, and a function that wraps other texts to it. */
export async function helpOfFlags(
  flags: readonly Flag[],
  groups: Readonly<Record<string, readonly string[]>>,
): Promise<{ help: string; wrapped: (text: string) => string }> {
  const columns = Math.max(process.stdout.columns || 100, MIN_COLUMNS)
  const help = await yargsFlags(flags, {}, groups).wrap(columns).getHelp()
  return { help, wrapped: text => wrap(text, columns) }
}
