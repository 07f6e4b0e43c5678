import { fstatSync, writeSync } from 'node:fs'

/*
 * Loading Node's streams for standard output and standard error takes longer than scanning a small file, so they are
 * used only where there is no other way.
 */

export const STDOUT = 1
export const STDERR = 2

/** Whether standard output is a terminal. */
export function isTerminal(): boolean {
  return isDevice(STDOUT) && process.stdout.isTTY
}

/** Whether standard output shows colours. Like Bandit, this ignores whether -o names a file. */
export function showsColours(env: Readonly<NodeJS.ProcessEnv>): boolean {
  return env.NO_COLOR === undefined && env.TERM !== 'dumb' && isTerminal()
}

/** A quick check: only character devices are terminals. */
function isDevice(file: number): boolean {
  try {
    return fstatSync(file).isCharacterDevice()
  } catch {
    return false
  }
}

/**
 * Writes as many bytes as the system accepts at once, and returns their number. The caller writes the rest to Node's
 * stream. On Windows that is everything, because only the stream writes non-ASCII text to consoles correctly.
 */
export function writtenTo(file: number, bytes: Uint8Array): number {
  if (process.platform === 'win32') return 0
  try {
    return writeSync(file, bytes)
  } catch {
    return 0
  }
}
