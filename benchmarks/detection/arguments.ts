import { parseArgs } from 'node:util'
import { SETS, type SetName } from './item.js'
import { PROFILES, type Profile } from './tools.js'

export const USAGE = `npm run bench -- --detection [OPTION ...]

Measures what posse, Bandit and Ruff find and miss in open labelled code. A finding counts if it is where the label
is, and of the same family of weaknesses.

  --semgrep     also run Semgrep with the rules of semgrep-rules: half a minute the first time
  --families    also count by family of weaknesses
  --rules       also count by rule of posse
  --json FILE   write what each tool found at each place
  --misses SET PROFILE [FAMILY]
                instead of the table, print what posse misses or flags wrongly, with its code
  --help        show this

Sets: ${SETS.join(', ')}. Profiles: ${PROFILES.join(', ')}.
`

/** The arguments of a run. */
export interface DetectionArguments {
  semgrep: boolean
  families: boolean
  rules: boolean
  help: boolean
  /** The file for what was found. */
  json?: string
  misses?: { set: SetName; profile: Profile; family?: string }
}

/** Parses the words after `--detection`. Throws a RangeError or a TypeError with a one-line message if they are wrong. */
export function readDetection(argv: readonly string[]): DetectionArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      semgrep: { type: 'boolean', default: false },
      families: { type: 'boolean', default: false },
      rules: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      misses: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const { misses, ...rest } = values
  const [set = '', profile = '', family, ...more] = positionals
  if (!misses && positionals.length > 0) throw new RangeError(`${set}: only --misses takes names`)
  if (!misses) return rest
  if (more.length > 0)
    throw new RangeError(`--misses takes a set, a profile and one family, not ${more.join(' ')}`)
  return {
    ...rest,
    misses: {
      set: oneOf(set, 'set', SETS),
      profile: oneOf(profile, 'profile', PROFILES),
      ...(family && { family }),
    },
  }
}

/** The name, if there is one of that name. */
export function oneOf<Name extends string>(name: string, what: string, names: readonly Name[]): Name {
  const found = names.find(one => one === name)
  if (!found) throw new RangeError(`no ${what} is called ${name || 'nothing'}: ${names.join(', ')}`)
  return found
}
