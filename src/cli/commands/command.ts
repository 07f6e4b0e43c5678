import type { Host } from '../../plan/host.js'

/** Runs a subcommand over the words after its name, and resolves with the exit code. */
export type Command = (words: readonly string[], host: Host) => Promise<number>
