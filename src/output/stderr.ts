import { ignore, type Log, printable } from '../log.js'
import { STDERR, writtenTo } from './terminal.js'

const LEVELS = ['debug', 'info', 'warning', 'error'] as const
type Threshold = (typeof LEVELS)[number]

/** Lines in the shape of Bandit's on standard error, from `threshold` up. */
export function stderrLog(threshold: Threshold): Log {
  const line = (level: Threshold) =>
    LEVELS.indexOf(level) < LEVELS.indexOf(threshold)
      ? ignore
      : (message: string) => {
          toStderr(`[main]\t${level.toUpperCase()}\t${printable(message)}\n`)
        }
  return { debug: line('debug'), info: line('info'), warning: line('warning'), error: line('error') }
}

/** Writes to standard error, where the system does not take all at once by Node's stream for it. */
export function toStderr(text: string): void {
  const bytes = Buffer.from(text)
  const rest = bytes.subarray(writtenTo(STDERR, bytes))
  if (rest.length === 0) return
  handedOn = true
  process.stderr.write(rest)
}

/** Whether Node's stream has been given something, which it may still have to write. */
let handedOn = false

/** Whether all is written that standard error was given. */
export function allSaid(): boolean {
  return !handedOn
}
