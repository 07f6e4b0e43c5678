import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Configurations } from '../../configuration/configurations.js'
import { knownOf } from '../../configuration/kinds.js'
import { starter } from '../../configuration/starter.js'
import { systemMessage, UsageError, UserError } from '../../errors.js'
import { print } from '../../output/writer.js'
import { builtinRules } from '../../rules/builtin.js'
import { parseWords } from '../argparse.js'
import type { Flag } from '../flags.js'
import { Carried, inFolder, type Left } from '../init/carried.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'from', names: ['--from'], kind: 'text', choices: ['bandit', 'ruff'], help: '' },
] as const satisfies readonly Flag[]

const FILE = 'posse.toml'

const USAGE = `usage: posse init [--from bandit|ruff [FILE]]

Write a posse.toml that explains each key of a configuration. With --from, carry over the settings of
Bandit, or what the settings of Ruff say of its security rules, and print what cannot be carried over.
They are looked for in this folder, or read from FILE. Those of Ruff are also looked for in the folders
below, and each gets a posse.toml of its own. Nothing is overwritten.
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
    write(cwd, FILE, starter())
    await print(`Wrote ${FILE}. All keys in it are comments: remove the # of those that you want to set.\n`)
    return 0
  }
  const carried = new Carried()
  const known = knownOf(rules)
  let all = new Map([['', carried]])
  if (values.from === 'bandit') (await import('../init/bandit.js')).carryFromBandit(cwd, file, known, carried)
  else {
    const { carryFromRuff, carryAllFromRuff } = await import('../init/ruff.js')
    if (file === undefined) all = carryAllFromRuff(cwd, known, env)
    else carryFromRuff(cwd, file, known, carried, env)
  }
  const left: Left[] = []
  const lines: string[] = []
  for (const [below, inside] of all) {
    const own = below === '' ? undefined : new Configurations({ cwd, rules }).in(join(cwd, below))
    if (own !== undefined) {
      left.push({ what: below, why: `there is a configuration already: ${basename(own.files[0] ?? '')}` })
      continue
    }
    write(cwd, join(below, FILE), inside.text())
    const from = inside.sources.map(name => inFolder(below, name))
    lines.push(`Wrote ${join(below, FILE)} from ${from.join(' and ')}.\n`)
    left.push(...inside.left.map(({ what, why }) => ({ what: inFolder(below, what), why })))
  }
  await print(...lines, ...leftOf(left), NEXT[values.from])
  return 0
}

function leftOf(left: readonly Left[]): string[] {
  if (left.length === 0) return ['Everything was carried over.\n']
  return ['Not carried over:\n', ...left.map(({ what, why }) => `  ${what}: ${why}\n`)]
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name)
  let made = false
  try {
    const file = openSync(path, 'wx')
    made = true
    try {
      writeFileSync(file, text)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    // What is left would be a configuration.
    if (made) rmSync(path, { force: true })
    throw new UserError(`cannot write ${name}: ${systemMessage(error)}`)
  }
}
