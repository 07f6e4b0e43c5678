import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Log } from '../log.js'
import { didYouMean, similar } from '../nearest.js'
import type { Options } from '../plan/options.js'
import type { Report } from '../report/report.js'
import { COMMANDS } from './commands/index.js'

/** Commands of similar programs. Here, scanning needs none. */
const SCANNING = ['analyze', 'audit', 'lint', 'run', 'scan']

/** Says what is wrong with targets of which nothing was scanned. Bandit's report lists them at best as skipped files. */
export function warnOfTargets(
  { targets = [], recursive }: Options,
  { unscanned }: Report,
  cwd: string,
  log: Log,
): void {
  for (const name of unscanned) {
    if (existsSync(resolve(cwd, name))) {
      // Without recursion, another warning says what to do.
      if (recursive) log.warning(`${name}: nothing to scan: no Python files were found, or all are excluded`)
      continue
    }
    const command = name === targets[0] ? hintOfCommand(name, targets.slice(1)) : undefined
    log.warning(`${name}: no such file or folder${command ?? didYouMean(name, siblings(name, cwd))}`)
  }
}

/** What to write in place of a first word that looks like a command. */
function hintOfCommand(word: string, others: readonly string[]): string | undefined {
  if (word === 'help') return '; posse -h lists the options'
  if (SCANNING.includes(word)) return `; scanning needs no command: posse -r ${others.join(' ') || '.'}`
  const [command] = similar(
    word,
    [...COMMANDS.keys()].filter(name => !name.startsWith('-')),
  )
  return command === undefined ? undefined : ` (did you mean the command '${command}'?)`
}

/** The names in the folder of a path, with the same folder in front. */
function siblings(path: string, cwd: string): string[] {
  try {
    const folder = dirname(path)
    const names = readdirSync(resolve(cwd, folder))
    return path === basename(path) ? names : names.map(name => join(folder, name))
  } catch {
    return []
  }
}
