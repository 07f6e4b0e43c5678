/** Receives the messages of a run. The API logs nothing by default. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warning(message: string): void
  error(message: string): void
}

/** Discards a message. */
export const ignore = () => undefined

/** A log that discards all messages. */
export const silent: Log = { debug: ignore, info: ignore, warning: ignore, error: ignore }

/**
 * Escapes control characters, so that a file name cannot move the cursor, start a new line or change the direction of
 * text. Escapes the marks of commands, too, which GitHub (`##[`) and Azure (`##vso[`) obey anywhere in a line of a log.
 */
export function printable(message: string): string {
  return message.replace(
    /[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|#(?=#(vso)?\[)/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
