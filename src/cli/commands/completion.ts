import { Selectors } from '../../configuration/selectors.js'
import { print } from '../../output/writer.js'
import { builtinRules } from '../../rules/builtin.js'
import { banditsOf } from '../../rules/rule-info.js'
import { parseFlags } from '../argparse.js'
import { FLAGS as CHECK } from '../check/flags.js'
import { type Flag, FLAGS as SCAN } from '../flags.js'
import { yargsFlags } from '../yargs-flags.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
] as const satisfies readonly Flag[]

const SHELLS = ['bash', 'zsh', 'fish']

const USAGE = `usage: posse completion [bash|zsh|fish]

Print a completion script for this shell, or else for the one that $SHELL names.
`

/** Prints a completion script for a shell. */
export const run: Command = async words => {
  const [first = '', ...rest] = words
  const isNamed = SHELLS.includes(first)
  const { help } = parseFlags(
    FLAGS,
    isNamed ? rest : words,
    ([word]) => `there is no script for '${word}', only for ${SHELLS.join(', ')}`,
  )
  if (isNamed) {
    // yargs asks the environment.
    process.env.SHELL = first
    delete process.env.ZSH_NAME
  }
  if (help) await print(USAGE)
  else await print(scriptOf(yargsFlags(SCAN)))
  return 0
}

/** The completion script. yargs prints it itself, and does not hear of it when standard output cannot be written. */
function scriptOf(parser: ReturnType<typeof yargsFlags>): string {
  const { log } = console
  let script = ''
  console.log = (text: string) => {
    script += `${text}\n`
  }
  try {
    parser.showCompletionScript()
  } finally {
    console.log = log
  }
  return script
}

/** Answers the completion script, which passes the words typed so far. */
export const answer: Command = async words => {
  await print(await completions(words))
  return 0
}

/**
 * Candidates for the last word: flags after a dash, choices after a flag that has some. There are none where a
 * file may go, so that the shell offers files. The shell picks the candidates that match.
 */
async function completions(words: readonly string[]): Promise<string> {
  const isCheck = words[1] === 'check'
  const parser = isCheck ? ofCheck() : ofScan()
  const typed = isCheck ? words.toSpliced(1, 1) : words
  // yargs may take the part of a flag typed so far for an alias, so it gets only the dashes.
  const [dashes] = /^--?/.exec(typed.at(-1) ?? '') ?? []
  const found = await parser.getCompletion(dashes ? [...typed.slice(0, -1), dashes] : [...typed])
  return found
    .filter(word => dashes !== undefined || !word.startsWith('-'))
    .filter(word => !/^--.(?:[:\t]|$)/.test(word))
    .map(word => `${word}\n`)
    .join('')
}

function ofScan() {
  const ids = banditsOf(builtinRules()).map(rule => rule.id)
  return yargsFlags(SCAN, { tests: ids, skips: ids })
}

function ofCheck() {
  const selectors = new Selectors(builtinRules()).words()
  const keys = ['select', 'ignore', 'extendSelect', 'extendIgnore']
  return yargsFlags(CHECK, Object.fromEntries(keys.map(key => [key, selectors])))
}
