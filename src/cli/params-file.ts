import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { systemMessage, UsageError } from '../errors.js'
import { readInput } from '../inputs.js'
import { parseArguments } from './argparse.js'
import { decodeWords } from './words.js'

/*
 * Build systems write long command lines to a file and pass its name as `@FILE`. Bandit has no such feature, so a word
 * keeps the meaning that it has for Bandit where possible: as the value of a flag, after `--`, and as the name of an
 * existing file.
 */

/** Replaces each `@FILE` with the words in that file. Rejects with a UsageError for a file that cannot be read. */
export async function withParams(words: readonly string[], cwd: string): Promise<string[]> {
  const dashes = words.indexOf('--')
  const end = dashes < 0 ? words.length : dashes
  const given: string[][] = []
  for (const [at, word] of words.entries()) {
    const isFile = at < end && /^@./.test(word) && !isValue(words[at - 1]) && !existsSync(resolve(cwd, word))
    given.push(isFile ? await readParams(word.slice(1), cwd) : [word])
  }
  return given.flat()
}

/** Whether the word after `before` is the value of `before`. */
function isValue(before: string | undefined): boolean {
  if (before === undefined) return false
  try {
    return parseArguments([before, '@']).targets.at(-1) !== '@'
  } catch {
    return true
  }
}

/**
 * Reads one word per line, verbatim. A word may also be in single quotes, read as a shell would read it; it can then
 * contain line ends.
 */
async function readParams(file: string, cwd: string): Promise<string[]> {
  const text = await content(file, cwd)
  const words: string[] = []
  for (const [, quoted, plain] of text.matchAll(/('(?:[^']|'\\'')*')(?:\r?\n|$)|([^\n]*)(?:\n|$)/g)) {
    const word = quoted?.slice(1, -1).replaceAll("'\\''", "'") ?? plain?.replace(/\r$/, '')
    if (word !== undefined && (quoted !== undefined || word !== '')) words.push(word)
  }
  return words
}

async function content(file: string, cwd: string): Promise<string> {
  try {
    return decodeWords(await readInput(resolve(cwd, file)))
  } catch (error) {
    throw new UsageError(`argument @${file}: can't open '${file}': ${systemMessage(error)}`)
  }
}
