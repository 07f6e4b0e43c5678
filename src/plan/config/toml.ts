import { plainToml, TomlError } from '../../configuration/toml.js'
import { ContentError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import { isMapping, kindOf } from '../../python/value.js'

/** Parses a TOML file and returns its table `tool.bandit`; an empty one if there is none. Throws a ContentError. */
export function parseToml(content: Uint8Array): unknown {
  const text = decode(content)
  // Python's tomllib rejects a byte order mark.
  if (text.startsWith('\u{feff}'))
    throw new ContentError('line 1, column 1: byte order mark not allowed in TOML')
  const { tool = {} } = read(text)
  if (!isMapping(tool)) throw new ContentError(`tool: expected a table, found ${kindOf(tool)}`)
  return tool.bandit ?? {}
}

function read(text: string) {
  try {
    return plainToml(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new ContentError(`line ${error.line}, column ${error.column}: ${error.message}`)
  }
}
