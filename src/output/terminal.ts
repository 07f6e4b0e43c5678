import { closeSync, constants, fstatSync, openSync, statSync, writeSync } from 'node:fs'
import type { Terminal } from './screen.js'

/*
 * Loading Node's streams for standard output and standard error takes longer than scanning a small file, so they are
 * used only where there is no other way.
 */

export const STDOUT = 1
export const STDERR = 2

/** The width of a terminal that does not tell its own. */
const DEFAULT_WIDTH = 80

/** Describes the terminal that standard output goes to; undefined if it goes elsewhere. */
export async function terminalOf(env: Readonly<NodeJS.ProcessEnv>): Promise<Terminal | undefined> {
  if (!isTerminal()) return undefined
  const colours = showsColours(env)
  const links = colours && (await import('supports-hyperlinks')).default.stdout
  return { width: process.stdout.columns || DEFAULT_WIDTH, colours, links }
}

/** Whether standard output is a terminal. */
export function isTerminal(): boolean {
  return isDevice(STDOUT) && process.stdout.isTTY
}

/** Whether a path leads to a terminal: `/dev/tty`, or the open file of a process, such as `/dev/stdout`. */
export function isTerminalAt(path: string): boolean {
  let file: number
  try {
    if (!statSync(path).isCharacterDevice()) return false
    file = openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK)
  } catch {
    // Writing fails, too, and says why.
    return false
  }
  try {
    return process.getBuiltinModule('node:tty').isatty(file)
  } finally {
    closeSync(file)
  }
}

/** Whether standard output shows colours. Like Bandit, this ignores whether -o names a file. */
export function showsColours(env: Readonly<NodeJS.ProcessEnv>): boolean {
  return env.NO_COLOR === undefined && env.TERM !== 'dumb' && isTerminal()
}

/** A quick check: only character devices are terminals, and the null device is none. */
export function isDevice(file: number): boolean {
  try {
    const stats = fstatSync(file)
    return stats.isCharacterDevice() && !isNullDevice(stats)
  } catch {
    return false
  }
}

function isNullDevice({ rdev }: { rdev: number }): boolean {
  return process.platform !== 'win32' && statSync('/dev/null', { throwIfNoEntry: false })?.rdev === rdev
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
