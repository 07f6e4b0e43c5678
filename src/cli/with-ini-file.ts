import type { FormatName } from '../formats/index.js'
import type { Log } from '../log.js'
import type { CommandLine } from './argparse.js'

/** The command line with the options of the `.bandit` file, if there is one: named by --ini, or found under the targets. */
export async function withIniFile(
  given: CommandLine,
  found: readonly string[],
  defaultFormat: FormatName,
  cwd: string,
  log: Log,
): Promise<CommandLine> {
  const { ini: named } = given.values
  if (!named && found.length === 0) return given
  // Few runs have such a file.
  const { loadIni, withIni } = await import('./ini-file.js')
  const ini = await loadIni(named, found, cwd, log)
  return ini ? withIni(given, ini, defaultFormat, log) : given
}
