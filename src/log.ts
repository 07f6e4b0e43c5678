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
