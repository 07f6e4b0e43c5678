import { builtinRules } from '../rules/builtin.js'
import { banditsOf } from '../rules/rule-info.js'
import { yargsFlags } from './yargs-flags.js'

const HEAD = `usage: posse [options] [targets ...]
       posse explain RULE ...
       posse rules
       posse merge [options] DIR ...
       posse completion > FILE

Scan Python sources for security problems, as Bandit does. Targets are files, folders (with -r), or -
for standard input. posse COMMAND -h describes a command.`

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

/** What -h prints: the flags, the custom format, and all rules. */
export async function helpText(): Promise<string> {
  const flags = await yargsFlags()
    .wrap(Math.min(process.stdout.columns || 100, 110))
    .getHelp()
  const rules = banditsOf(builtinRules()).map(({ id, name }) => `\t${id}\t${name}\n`)
  const title = 'The following rules are available:'
  return `${HEAD}\n\n${flags}\n\n${CUSTOM}\n\n${title}\n${'-'.repeat(title.length)}\n${rules.sort().join('')}`
}
