import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ContentError, systemMessage, UserError } from '../../errors.js'
import { readRegular } from '../../inputs.js'

/** Reads a file of another program with `read`. Throws a UserError that names it. */
export function withSettings<T>(folder: string, name: string, read: (content: Buffer) => T): T {
  let content: Buffer
  try {
    content = readRegular(resolve(folder, name))
  } catch (error) {
    throw new UserError(`${name}: ${systemMessage(error)}`)
  }
  try {
    return read(content)
  } catch (error) {
    if (error instanceof ContentError) throw new UserError(`${name}: ${error.message}`)
    throw error
  }
}

/** The files to carry over: the named one, or else those of `known` that are in the folder. */
export function settingsFiles(
  folder: string,
  file: string | undefined,
  known: readonly string[],
): readonly string[] {
  return file === undefined ? known.filter(name => existsSync(join(folder, name))) : [file]
}

/** The error for a folder without settings of a program. */
export function noSettings(program: string, names: readonly string[], known: readonly string[]): UserError {
  return new UserError(
    `no settings of ${program}'s here: looked for them in ${names.join(', ') || known.join(', ')}`,
  )
}
