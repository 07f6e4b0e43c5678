import { dirname, resolve } from 'node:path'
import { Configurations } from '../../configuration/configurations.js'
import { isFolder } from '../../configuration/file.js'
import { schemaText } from '../../configuration/schema.js'
import { showConfiguration } from '../../configuration/show.js'
import { UsageError } from '../../errors.js'
import { toStderr } from '../../output/stderr.js'
import { printable } from '../../output/visible.js'
import { print } from '../../output/writer.js'
import { builtinRules } from '../../rules/builtin.js'
import { parseWords } from '../argparse.js'
import type { Flag } from '../flags.js'
import { tellMistakes } from '../mistakes.js'
import type { Command } from './command.js'

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
] as const satisfies readonly Flag[]

const USAGE = `usage: posse config show [PATH]
       posse config schema

config show prints what posse check reads from posse.toml, .posse.toml or the table tool.posse of
pyproject.toml for a file or a folder (default: .): each value with the place where it is written, and
the rules that run. config schema prints the JSON schema of these files.
`

const COMMANDS = ['show', 'schema']

/** Shows a configuration, or the schema of all of them. */
export const run: Command = async (words, { cwd }) => {
  const { values, targets } = parseWords(FLAGS, words)
  const [command, ...paths] = targets
  if (values.help) {
    await print(USAGE)
    return 0
  }
  if (command === undefined || !COMMANDS.includes(command)) {
    const found = command === undefined ? '' : `, not '${command}'`
    throw new UsageError(
      `name what to do, show or schema${found}`,
      command === undefined ? undefined : { word: command, words: COMMANDS },
    )
  }
  const most = command === 'show' ? 1 : 0
  if (paths.length > most) throw new UsageError(`unrecognized arguments: ${paths.slice(most).join(' ')}`)
  if (command === 'show') return show(resolve(cwd, paths[0] ?? '.'), cwd)
  await print(schemaText(builtinRules()))
  return 0
}

async function show(path: string, cwd: string): Promise<number> {
  const rules = builtinRules()
  const configurations = new Configurations({ cwd, rules })
  const ofFolder = isFolder(path)
  const configuration = configurations.at(ofFolder ? path : dirname(path))
  if (tellMistakes(configurations)) return 2
  for (const warning of configurations.warnings()) toStderr(`warning: ${printable(warning)}\n`)
  await print(
    showConfiguration({
      configuration,
      ids: [...rules, ...configuration.ownRules.map(({ info }) => info)].map(({ id }) => id),
      ...(!ofFolder && { file: path }),
      nameOf: name => configurations.pathOf(name),
    }),
  )
  return 0
}
