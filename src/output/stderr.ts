import { ignore, type Log } from '../log.js'
import { isDevice, STDERR, writtenTo } from './terminal.js'
import { printable } from './visible.js'

const LEVELS = ['debug', 'info', 'warning', 'error'] as const
type Threshold = (typeof LEVELS)[number]

/** A log that writes messages at `threshold` or above to standard error, in Bandit's format. */
export function stderrLog(threshold: Threshold): Log {
  const line = (level: Threshold) =>
    LEVELS.indexOf(level) < LEVELS.indexOf(threshold)
      ? ignore
      : (message: string) => {
          toStderr(`[main]\t${level.toUpperCase()}\t${printable(message)}\n`)
        }
  return { debug: line('debug'), info: line('info'), warning: line('warning'), error: line('error') }
}

/** A log that writes messages at `threshold` or above to standard error, each as one plain line. */
export function plainLog(threshold: Threshold): Log {
  const line = (level: Threshold) =>
    LEVELS.indexOf(level) < LEVELS.indexOf(threshold)
      ? ignore
      : (message: string) => toStderr(`${level}: ${printable(message)}\n`)
  return { debug: line('debug'), info: line('info'), warning: line('warning'), error: line('error') }
}

/** Writes to standard error. What the system does not accept at once goes through Node's stream. */
export function toStderr(text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const rest = bytes.subarray(writtenTo(STDERR, bytes))
  if (rest.length === 0) return
  // An error cannot be reported anywhere. Without a listener it would end the process with exit code 1.
  if (!streamed) process.stderr.on('error', ignore)
  streamed = true
  process.stderr.write(rest)
}

/** Node's stream for standard error if it may be a terminal. Loading the stream takes milliseconds. */
export function terminalStderr(): NodeJS.WriteStream | undefined {
  return isDevice(STDERR) ? process.stderr : undefined
}

/** Whether anything went to Node's stream, which may not have written it yet. */
let streamed = false

/** Whether everything sent to standard error has been written. */
export function allSaid(): boolean {
  return !streamed
}
