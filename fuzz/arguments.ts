import { parseArgs } from 'node:util'

/** What is asked for on the command line. */
export interface Arguments {
  /** For all targets together. */
  minutes: number
  /** Only these targets. */
  targets: string[]
  /** How many files to compare with Bandit. */
  differential: number
  /** How many settings files to compare with PyYAML. */
  settings: number
  /** How many templates of reports to compare with Bandit. */
  templates: number
  /** How many mutations of code to compare with CPython's parser. */
  grammar: number
  /** How many mutations of code with findings to mend. */
  fixes: number
  seed: number
}

/** Reads the command line. Throws a RangeError for a number that is none, and for an unknown target. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      target: { type: 'string', multiple: true },
      differential: { type: 'string' },
      settings: { type: 'string' },
      templates: { type: 'string' },
      grammar: { type: 'string' },
      fixes: { type: 'string' },
      seed: { type: 'string' },
    },
  })
  const numberOf = (key: Exclude<keyof typeof values, 'target'>, absent: number) => {
    const number = Number(values[key] ?? absent)
    if (!(number >= 0)) throw new RangeError(`--${key}: expected a number, found ${values[key]}`)
    return number
  }
  const targets = values.target ?? []
  const unknown = targets.find(name => !known.includes(name))
  if (unknown !== undefined) throw new RangeError(`no target is called ${unknown}: ${known.join(', ')}`)
  const differential = numberOf('differential', 0)
  const minutes = numberOf('minutes', differential > 0 ? 24 * 60 : 10)
  const counts = {
    settings: numberOf('settings', 0),
    templates: numberOf('templates', 0),
    grammar: numberOf('grammar', 0),
    fixes: numberOf('fixes', 0),
  }
  return { minutes, targets, differential, ...counts, seed: numberOf('seed', 1) }
}
