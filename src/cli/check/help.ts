import { yargsFlags } from '../yargs-flags.js'
import { FLAGS, GROUPS } from './flags.js'

const HEAD = `usage: posse check [options] [path ...]
       posse check --stdin-filename NAME - < FILE

Check Python files for security problems, and show those that a reviewer wants to be told of. Paths are
files and folders (default: the current folder). Exit code 0: nothing to fail on; 1: findings, or a file that
could not be checked; 2: a wrong command line or configuration, or a report that could not be written.`

/** What posse check -h prints. */
export async function helpText(): Promise<string> {
  const columns = process.stdout.columns || 100
  const flags = await yargsFlags(FLAGS, {}, GROUPS).wrap(Math.max(columns, 60)).getHelp()
  return `${HEAD}\n\n${flags}\n\nposse config show prints the configuration for a path. posse explain RULE describes a rule.\n`
}
