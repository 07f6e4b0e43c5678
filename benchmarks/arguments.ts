import { parseArgs } from 'node:util'
import { CASES } from './cases/index.js'
import { EXTRAS, type Extra } from './extras.js'
import { machineName } from './machine.js'

export const USAGE = `npm run bench -- [CASE ...] [OPTION ...]

Compares posse with Bandit, Ruff and the bare parser. Runs all cases, or only these:
  ${Object.keys(CASES).join(' ')}

  --quick       less code and fewer runs: two minutes
  --full        run Bandit on all projects: ten minutes more
  --check       exit with 1 if a target is missed
  --with NAMES  also measure these programs: ${Object.keys(EXTRAS).join(',')}
  --name NAME   name of the results, by default ${machineName()}
  --from NAME   show these results instead of measuring
  --readme      write the table and the charts to README.md
  --help        show this

Instead of time, npm run bench -- --detection measures what is found and missed in labelled code, and --noise what is
found in real code. Both have a --help of their own.

The results of a run of all cases without --quick are saved in benchmarks/results/.
`

/** The arguments of a benchmark run. */
export interface Arguments {
  cases: string[]
  extras: Extra[]
  quick: boolean
  full: boolean
  check: boolean
  readme: boolean
  help: boolean
  /** Whether only some cases or some of the code are measured, so that the results are not saved. */
  part: boolean
  name: string
  /** The results to show instead of measuring. */
  from?: string
}

/** Parses the command line. Throws a RangeError or a TypeError with a one-line message if it is invalid. */
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
  if (rest.quick && rest.full) throw new RangeError('--quick and --full cannot be combined')
  if (rest.from !== undefined && (rest.quick || rest.full || positionals.length + names.length > 0)) {
    throw new RangeError('--from does not measure: remove --quick, --full, --with and the names of cases')
  }
  const part = rest.from === undefined && (rest.quick || positionals.length > 0)
  if (rest.readme && part) {
    throw new RangeError('--readme needs full results of all cases: remove --quick and the names of cases')
  }
  const cases = positionals.length > 0 ? positionals : Object.keys(CASES)
  return { ...rest, part, cases, extras: names as Extra[] }
}

function known(name: string, what: string, all: object): void {
  if (!Object.hasOwn(all, name)) {
    throw new RangeError(`no ${what} is called ${name}: ${Object.keys(all).join(', ')}`)
  }
}
