/** Runs a subcommand over the words behind its name, and resolves with the exit code. */
export type Command = (words: readonly string[]) => Promise<number>
