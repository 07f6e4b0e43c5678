import type { Command } from './command.js'

/** The subcommands. Each counts only as the very first word: `posse -r rules` and `posse ./rules` scan. */
export const COMMANDS: ReadonlyMap<string, () => Promise<{ run: Command }>> = new Map([
  ['completion', () => import('./completion.js')],
  ['explain', () => import('./explain.js')],
  ['merge', () => import('./merge.js')],
  ['rules', () => import('./rules.js')],
  ['--get-yargs-completions', async () => ({ run: (await import('./completion.js')).answer })],
])
