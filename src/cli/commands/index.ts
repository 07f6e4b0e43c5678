import type { Command } from './command.js'

/** The subcommands. A name is a subcommand only as the first word: `posse -r rules` and `posse ./rules` scan. */
export const COMMANDS: ReadonlyMap<string, () => Promise<{ run: Command }>> = new Map([
  ['check', () => import('./check.js')],
  ['completion', () => import('./completion.js')],
  ['config', () => import('./config.js')],
  ['explain', () => import('./explain.js')],
  ['init', () => import('./init.js')],
  ['merge', () => import('./merge.js')],
  ['nosec', () => import('./nosec.js')],
  ['rules', () => import('./rules.js')],
  ['--get-yargs-completions', async () => ({ run: (await import('./completion.js')).answer })],
])
