import type { FormatName } from '../formats/index.js'
import type { Log } from '../log.js'
import type { CommandLine } from './argparse.js'

/**
 * Adds the options of the `.bandit` file to the command line, if there is such a file: the one that --ini names, or
 * else the one found in the targets. Rejects with a UserError if several were found, or for an invalid value.
 */
export async function withIniFile(
  given: CommandLine,
  found: readonly string[],
  defaultFormat: FormatName,
  cwd: string,
  log: Log,
): Promise<CommandLine> {
  const { ini: named, noIni } = given.values
  if (!named && (noIni || found.length === 0)) return given
  // Loaded here because few runs have such a file.
  const { loadIni, withIni } = await import('./ini-file.js')
  const ini = await loadIni(named, found, cwd, log)
  return ini ? withIni(given, ini, defaultFormat, log) : given
}
