import { helpOfFlags } from '../yargs-flags.js'
import { FLAGS, GROUPS } from './flags.js'

const USAGE = `usage: posse check [options] [path ...]
       posse check [options] --stdin-filename NAME - < FILE`

const SUMMARY =
  'Check Python files for security problems, and show those that a reviewer wants to be told of. Paths are files and ' +
  'folders (default: the current folder).'

const EXIT_CODES =
  'Exit codes: 0 nothing to fail on; 1 findings, or a file that could not be checked; 2 a wrong command line or ' +
  'configuration, or a report that could not be written.'

const MORE =
  'posse config show prints the configuration of a path, posse init writes one, and posse explain RULE describes a rule.'

/** What posse check -h prints. */
export async function helpText(): Promise<string> {
  const { help, wrapped } = await helpOfFlags(FLAGS, GROUPS)
  const [summary, exitCodes, more] = [SUMMARY, EXIT_CODES, MORE].map(wrapped)
  return `${USAGE}\n\n${summary}\n\n${help}\n\n${exitCodes}\n\n${more}\n`
}
