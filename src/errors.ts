import { getSystemErrorMap } from 'node:util'

/** Something the user can put right: it ends the run with status 2 and one line that says what it is. */
export class UserError extends Error {}

/** A command line that cannot be understood. */
export class UsageError extends UserError {}

/** Nothing was named to scan. */
export class NoTargets extends UserError {}

/** What the system says of a failed call, without Node's code and arguments. */
export function systemMessage(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? (error instanceof Error ? error.message : String(error))
}

/** What is wrong with the content of a configuration file, and where in it. */
export class ContentError extends Error {}
