/** Runs a subcommand over the words behind its name, and resolves with the exit code. */
export type Command = (words: readonly string[]) => Promise<number>

/** The subcommands. Each counts only as the very first word: `posse -r rules` and `posse ./rules` scan. */
export const COMMANDS: ReadonlyMap<string, () => Promise<{ run: Command }>> = new Map([
  ['completion', () => import('./completion.js')],
  ['explain', () => import('./explain.js')],
  ['merge', () => import('./merge.js')],
  ['rules', () => import('./rules.js')],
  ['--get-yargs-completions', async () => ({ run: (await import('./completion.js')).answer })],
])
