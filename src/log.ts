/** Where a run's remarks go. The programmatic interface is silent unless it is given one. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warning(message: string): void
  error(message: string): void
}

export const ignore = () => undefined

export const silent: Log = { debug: ignore, info: ignore, warning: ignore, error: ignore }

/** Keeps a file name from moving the cursor or starting a line of its own. */
export function printable(message: string): string {
  return message.replace(
    /[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
