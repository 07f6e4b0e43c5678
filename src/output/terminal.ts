import { fstatSync, writeSync } from 'node:fs'

/*
 * Node's streams for standard output and error take longer to load than a small file to scan, so they are asked for
 * only where nothing else will do.
 */

export const STDOUT = 1
export const STDERR = 2

/** Whether standard output shows colours. Bandit asks about it even where -o names a file. */
export function showsColours(env: Readonly<NodeJS.ProcessEnv>): boolean {
  return env.NO_COLOR === undefined && env.TERM !== 'dumb' && isDevice(STDOUT) && process.stdout.isTTY
}

/** Nothing else is a terminal. */
function isDevice(file: number): boolean {
  try {
    return fstatSync(file).isCharacterDevice()
  } catch {
    return false
  }
}

/**
 * Writes as much as the system takes at once, and returns how much that was. The rest is for the stream, as is all on
 * Windows, whose consoles need it for what is not ASCII.
 */
export function writtenTo(file: number, bytes: Uint8Array): number {
  if (process.platform === 'win32') return 0
  try {
    return writeSync(file, bytes)
  } catch {
    return 0
  }
}
