import { print } from '../../output/writer.js'
import { builtinRules } from '../../rules/builtin.js'
import { parseFlags } from '../argparse.js'
import type { Flag } from '../flags.js'
import { yargsFlags } from '../yargs-flags.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
] as const satisfies readonly Flag[]

const USAGE = `usage: posse completion

Prints the completion script for the shell that $SHELL names: bash, zsh or fish.
`

/** Prints the completion script for the user's shell: bash, zsh or fish. */
export const run: Command = async words => {
  const { help } = parseFlags(FLAGS, words)
  if (help) await print(USAGE)
  else yargsFlags().showCompletionScript()
  return 0
}

/** Answers such a script, which gives the words so far. */
export const answer: Command = async words => {
  await print(await completions(words))
  return 0
}

/**
 * Words that may stand for the last one: flags behind a dash, choices after a flag that has some. There are
 * none where a file may stand, and the shell offers files. The shell picks those that fit.
 */
async function completions(words: readonly string[]): Promise<string> {
  const ids = builtinRules().map(rule => rule.id)
  const parser = yargsFlags({ tests: ids, skips: ids })
  // What is typed of a flag may be an alias to yargs already.
  const [dashes] = /^--?/.exec(words.at(-1) ?? '') ?? []
  const found = await parser.getCompletion(dashes ? [...words.slice(0, -1), dashes] : [...words])
  return found
    .filter(word => dashes !== undefined || !word.startsWith('-'))
    .filter(word => !/^--.(?:[:\t]|$)/.test(word))
    .map(word => `${word}\n`)
    .join('')
}
