import { STDERR, writtenTo } from './terminal.js'

/** Where a run's remarks go. The programmatic interface is silent unless it is given one. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warning(message: string): void
  error(message: string): void
}

const ignore = () => undefined

export const silent: Log = { debug: ignore, info: ignore, warning: ignore, error: ignore }

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

/** Keeps a file name from moving the cursor or starting a line of its own. */
export function printable(message: string): string {
  return message.replace(
    /[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
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
