import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Configurations } from '../../configuration/configurations.js'
import { knownOf } from '../../configuration/kinds.js'
import { starter } from '../../configuration/starter.js'
import { systemMessage, UsageError, UserError } from '../../errors.js'
import { print } from '../../output/writer.js'
import { builtinRules } from '../../rules/builtin.js'
import { parseWords } from '../argparse.js'
import type { Flag } from '../flags.js'
import { Carried } from '../init/carried.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'from', names: ['--from'], kind: 'text', choices: ['bandit', 'ruff'], help: '' },
] as const satisfies readonly Flag[]

const FILE = 'posse.toml'

const USAGE = `usage: posse init [--from bandit|ruff [FILE]]

Write a posse.toml that explains each key of a configuration. With --from, carry over the settings of
Bandit, or what the settings of Ruff say of its security rules, and print what cannot be carried over.
They are looked for in this folder, or read from FILE. Nothing is overwritten.
`

/** What to know about the result. */
const NEXT = {
  bandit:
    'posse check judges findings more strictly than Bandit; to see all of Bandit\'s: profile = "bandit"\n',
  ruff: 'posse check also has rules that Ruff lacks, such as B615; posse rules lists all\n',
} as const

/** Writes a configuration to the working directory. */
export const run: Command = async (words, { cwd, env }) => {
  const { values, targets } = parseWords(FLAGS, words)
  if (values.help) {
    await print(USAGE)
    return 0
  }
  const [file] = targets
  const most = values.from === undefined ? 0 : 1
  if (targets.length > most) throw new UsageError(`unrecognized arguments: ${targets.slice(most).join(' ')}`)
  const rules = builtinRules()
  const [existing] = new Configurations({ cwd, rules }).in(cwd)?.files ?? []
  if (existing !== undefined) throw new UserError(`there is a configuration already: ${basename(existing)}`)
  if (values.from === undefined) {
    write(cwd, starter())
    await print(`Wrote ${FILE}. All keys in it are comments: remove the # of those that you want to set.\n`)
    return 0
  }
  const carried = new Carried()
  const known = knownOf(rules)
  if (values.from === 'bandit') (await import('../init/bandit.js')).carryFromBandit(cwd, file, known, carried)
  else (await import('../init/ruff.js')).carryFromRuff(cwd, file, known, carried, env)
  write(cwd, carried.text())
  await print(`Wrote ${FILE} from ${carried.sources.join(' and ')}.\n`, ...leftOf(carried), NEXT[values.from])
  return 0
}

function leftOf({ left }: Carried): string[] {
  if (left.length === 0) return ['Everything was carried over.\n']
  return ['Not carried over:\n', ...left.map(({ what, why }) => `  ${what}: ${why}\n`)]
}

function write(folder: string, text: string): void {
  try {
    writeFileSync(join(folder, FILE), text, { flag: 'wx' })
  } catch (error) {
    throw new UserError(`cannot write ${FILE}: ${systemMessage(error)}`)
  }
}
