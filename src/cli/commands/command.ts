import type { Host } from '../../plan/host.js'

/**
 * Runs a subcommand over the words after its name, and resolves with the exit code. `scanned` is to be called after a scan
 * whose chunks start together, when its reports are written.
 */
export type Command = (words: readonly string[], host: Host, scanned: () => void) => Promise<number>
