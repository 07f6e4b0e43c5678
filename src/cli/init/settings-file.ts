import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, systemMessage, UserError } from '../../errors.js'

/** Reads a file of another program with `read`. Throws a UserError that names it. */
export function withSettings<T>(folder: string, name: string, read: (content: Buffer) => T): T {
  let content: Buffer
  try {
    content = readFileSync(join(folder, name))
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
