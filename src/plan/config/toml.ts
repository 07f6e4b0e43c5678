import { parse, TomlError } from 'smol-toml'
import { ContentError } from '../../errors.js'
import { decode } from '../../python/decode.js'
import { isMapping, kindOf } from '../../python/value.js'

/** The table `tool.bandit` of a TOML file; empty where there is none. */
export function parseToml(content: Uint8Array): unknown {
  const text = decode(content)
  // Python's tomllib takes no byte order mark.
  if (text.startsWith('\u{feff}')) throw new ContentError('line 1, column 1: a byte order mark')
  const { tool = {} } = read(text)
  if (!isMapping(tool)) throw new ContentError(`tool: expected a table, found ${kindOf(tool)}`)
  return tool.bandit ?? {}
}

function read(text: string) {
  try {
    // Any table may hold a number that is too large for JavaScript's.
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [message] = error.message.replace('Invalid TOML document: ', '').split('\n')
    throw new ContentError(`line ${error.line}, column ${error.column}: ${message}`)
  }
}
