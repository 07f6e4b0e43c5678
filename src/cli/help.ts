import type { Values } from './argparse.js'
import { FLAGS } from './flags.js'
import { helpOfFlags } from './yargs-flags.js'

/** The sections of the help, with their flags in the order of the table of flags. */
export const GROUPS: Readonly<Record<string, readonly (keyof Values)[]>> = {
  'What to scan': [
    'recursive',
    'exclude',
    'forceExclude',
    'notebooks',
    'noDiscovery',
    'configFile',
    'profile',
    'tests',
    'skips',
    'ini',
    'noIni',
    'ignoreNosec',
    'maxFileSize',
    'maxFileTime',
  ],
  'Changes in git': ['since', 'newSince', 'staged', 'changedLines'],
  'What to report, and what fails': [
    'severity',
    'severityLevel',
    'confidence',
    'confidenceLevel',
    'baseline',
    'baselineMatch',
    'failOn',
    'failOnError',
    'exitZero',
  ],
  Output: [
    'format',
    'output',
    'also',
    'msgTemplate',
    'number',
    'aggregate',
    'verbose',
    'quiet',
    'debug',
    'sarifCategory',
    'sarifMaxResults',
    'sarifRules',
    'sarifRoot',
    'sarifIncludeSuppressed',
    'sourceUrl',
  ],
  Performance: ['jobs', 'cache', 'cacheDir', 'shard'],
  Other: ['help', 'version'],
}

const USAGE = `usage: posse check [options] [path ...]
       posse [options] [targets ...]
       posse explain RULE | PATH:LINE ...
       posse rules
       posse merge [options] DIR ...
       posse init [--from bandit|ruff [FILE]]
       posse config show [PATH]
       posse nosec add|list [path ...]
       posse completion [SHELL] > FILE`

const SUMMARY =
  'Scan Python sources for security problems, as Bandit does. Targets are files, folders (with -r), or - for standard ' +
  'input. posse COMMAND -h describes a command.'

/** The same text as in Bandit's help, with our name. */
const CUSTOM = `CUSTOM FORMATTING
-----------------

Available tags:

    {abspath}, {relpath}, {line}, {col}, {test_id},
    {severity}, {msg}, {confidence}, {range}

Example usage:

    Default template:
    posse -r examples/ --format custom --msg-template \\
    "{abspath}:{line}: {test_id}[bandit]: {severity}: {msg}"

    Provides same output as:
    posse -r examples/ --format custom

    Tags can also be formatted in python string.format() style:
    posse -r examples/ --format custom --msg-template \\
    "{relpath:20.20s}: {line:03}: {test_id:^8}: DEFECT: {msg:>20}"

    See python documentation for more information about formatting style:
    https://docs.python.org/3/library/string.html`

/** What -h prints: the flags in groups, and the custom format. */
export async function helpText(): Promise<string> {
  const { help, wrapped } = await helpOfFlags(FLAGS, GROUPS)
  return `${USAGE}\n\n${wrapped(SUMMARY)}\n\n${help}\n\n${CUSTOM}\n\nposse rules lists all rules, and posse explain RULE describes one.\n`
}
