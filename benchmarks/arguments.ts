import { parseArgs } from 'node:util'
import { CASES } from './cases/index.js'
import { EXTRAS, type Extra } from './extras.js'
import { machineName } from './machine.js'

export const USAGE = `npm run bench -- [CASE ...] [OPTION ...]

Measures posse against Bandit, Ruff and the parser alone: all cases, or those that are named:
  ${Object.keys(CASES).join(' ')}

  --quick       a part of the code and fewer runs: two minutes
  --full        Bandit on all projects: ten minutes more
  --check       end with 1 where a figure is not reached
  --with NAMES  measure these, too: ${Object.keys(EXTRAS).join(',')}
  --name NAME   what the results are called: ${machineName()}
  --from NAME   measure nothing, and show these results
  --readme      put the table and the charts into README.md
  --help        show this

A run of all cases, unless it is quick, is kept in benchmarks/results/.
`

/** What a run of the benchmarks is asked for. */
export interface Arguments {
  cases: string[]
  extras: Extra[]
  quick: boolean
  full: boolean
  check: boolean
  readme: boolean
  help: boolean
  /** Not all is measured, or not all of the code: no results to keep. */
  part: boolean
  name: string
  /** The results to show instead of measuring. */
  from?: string
}

/** Reads the command line. Throws a RangeError or a TypeError with one line for what it does not know. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      readme: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      with: { type: 'string', default: '' },
      name: { type: 'string', default: machineName() },
      from: { type: 'string' },
    },
  })
  const { with: extras, ...rest } = values
  const names = extras.split(',').filter(Boolean)
  for (const name of positionals) known(name, 'case', CASES)
  for (const name of names) known(name, 'program for --with', EXTRAS)
  if (!/^[\w.-]+$/.test(rest.name))
    throw new RangeError(`--name ${rest.name}: letters, digits, "_", "." and "-" only`)
  if (rest.quick && rest.full) throw new RangeError('--quick and --full exclude each other')
  if (rest.from !== undefined && (rest.quick || rest.full || positionals.length + names.length > 0)) {
    throw new RangeError('--from measures nothing: leave out --quick, --full, --with and names of cases')
  }
  const part = rest.from === undefined && (rest.quick || positionals.length > 0)
  if (rest.readme && part) {
    throw new RangeError('--readme shows all cases, measured in whole: leave out --quick and names')
  }
  const cases = positionals.length > 0 ? positionals : Object.keys(CASES)
  return { ...rest, part, cases, extras: names as Extra[] }
}

function known(name: string, what: string, all: object): void {
  if (!Object.hasOwn(all, name)) {
    throw new RangeError(`no ${what} is called ${name}: ${Object.keys(all).join(', ')}`)
  }
}
