import { getSystemErrorMap } from 'node:util'

/** An error that the user can fix. It ends the run with exit code 2 and a one-line message. */
export class UserError extends Error {
  // Minified code has other names for classes.
  override readonly name = 'UserError'
}

/** Several errors that the user can fix. Each of the messages is one line. */
export class UserErrors extends UserError {
  constructor(readonly messages: readonly string[]) {
    super(messages.join('\n'))
  }
}

/** A word that was not understood, and the words that it could have been. */
export interface Misspelling {
  word: string
  words: readonly string[]
}

/** An invalid command line. */
export class UsageError extends UserError {
  constructor(
    message: string,
    readonly misspelling?: Misspelling,
  ) {
    super(message)
  }
}

/** No targets were named. */
export class NoTargets extends UserError {}

/** The system's message for a failed call, without the error code and arguments that Node adds. */
export function systemMessage(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? (error instanceof Error ? error.message : String(error))
}

/** An error in the content of a configuration file. The message includes the location. */
export class ContentError extends Error {}
