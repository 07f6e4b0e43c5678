#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { printable } from '../output/visible.js'
import { print } from '../output/writer.js'
import { sectionsOf } from '../plan/config/default-sections.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { parseFlags } from './argparse.js'
import type { Flag } from './flags.js'
import { runProgram } from './program.js'

/*
 * Bandit's companion program bandit-config-generator (cli/config_generator.py): writes a configuration file
 * with the defaults of all options. As in Bandit, all messages go to standard output, and only a usage error
 * or an existing file fails the run.
 */

const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: '' },
  { key: 'showDefaults', names: ['--show-defaults'], kind: 'switch', help: '' },
  { key: 'out', names: ['-o', '--out'], kind: 'text', help: '' },
  { key: 'tests', names: ['-t', '--tests'], kind: 'text', help: '' },
  { key: 'skips', names: ['-s', '--skip'], kind: 'text', help: '' },
] as const satisfies readonly Flag[]

const USAGE = 'usage: posse-config-generator [-h] [--show-defaults] [-o FILE] [-t TESTS] [-s TESTS]\n'
const HELP = `${USAGE}
Write a configuration file with the default options of all rules. You can delete everything that you do not
change.

options:
  -h, --help         show this help message and exit
  --show-defaults    print the default options of the rules
  -o, --out FILE     write the configuration to this file, which must not exist
  -t, --tests TESTS  comma-separated IDs of the rules to run
  -s, --skip TESTS   comma-separated IDs of the rules to skip
`

async function main(argv: readonly string[]): Promise<number> {
  const { help, showDefaults, out, tests, skips } = parseFlags(FLAGS, argv)
  if (help || (!out && !showDefaults)) {
    await print(HELP)
    return help ? 0 : 1
  }
  const { sectionsFor } = await import('../rules/options.js')
  const rules = await banditRules()
  const sections = sectionsOf(sectionsFor(rules))
  if (showDefaults) await print(`${sections}\n`)
  if (!out) return 0
  if (existsSync(out)) {
    await say('ERROR', `File ${out} already exists, exiting`)
    return 2
  }
  const content = await configuration(split(tests), split(skips), sections, rules)
  if (typeof content !== 'string') await say('ERROR', `Error: unknown ID in ${content.key}: ${content.id}`)
  else if (await written(out, content)) await say(' INFO', `Successfully wrote profile: ${out}`)
  else await say('ERROR', `Unable to open ${out} for writing`)
  return 0
}

async function banditRules(): Promise<RuleInfo[]> {
  const { builtinRules } = await import('../rules/builtin.js')
  const { banditsOf } = await import('../rules/rule-info.js')
  return banditsOf(builtinRules())
}

const split = (text: string | undefined): string[] => (text ? text.split(',') : [])

/** The content of the file, or the first unknown id. */
async function configuration(
  tests: readonly string[],
  skips: readonly string[],
  sections: string,
  all: readonly RuleInfo[],
): Promise<string | { key: string; id: string }> {
  const known = new Set([...all.map(rule => rule.id), 'B001'])
  for (const [key, ids] of Object.entries({ skips, tests })) {
    const id = ids.find(each => !known.has(each))
    if (id !== undefined) return { key, id }
  }
  const list = (key: string, ids: readonly string[]) =>
    ids.length > 0 ? `${key}: [${ids.map(id => `'${id}'`).join(', ')}]` : `${key}:`
  const available = all.map(({ id, name }) => `# ${id} : ${name}`).sort()
  return `
### Bandit config file generated from:
# '${printable(process.argv.slice(1).join(' '))}'

### This config may optionally select a subset of tests to run or skip by
### filling out the 'tests' and 'skips' lists given below. If no tests are
### specified for inclusion then it is assumed all tests are desired. The skips
### set will remove specific tests from the include set. This can be controlled
### using the -t/-s CLI options. Note that the same test ID should not appear
### in both 'tests' and 'skips', this would be nonsensical and is detected by
### Bandit at runtime.

# Available tests:
${available.join('\n')}

# (optional) list included test IDs here, eg '[B101, B406]':
${list('tests', tests)}

# (optional) list skipped test IDs here, eg '[B101, B406]':
${list('skips', skips)}

### (optional) plugin settings - some test plugins require configuration data
### that may be given here, per-plugin. All bandit test plugins have a built in
### set of sensible defaults and these will be used if no configuration is
### provided. It is not necessary to provide settings for every (or any) plugin
### if the defaults are acceptable.

${sections}
`
}

/** Writes a new file, in full or not at all. Resolves with whether it was written. */
async function written(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === 'write') await rm(file, { force: true })
    return false
  }
}

function say(level: 'ERROR' | ' INFO', message: string): Promise<void> {
  return print(`[${level}]: ${printable(message)}\n`)
}

runProgram({ name: 'posse-config-generator', usage: USAGE, main, tell: message => say('ERROR', message) })
