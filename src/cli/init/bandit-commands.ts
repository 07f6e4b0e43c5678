import { parseYaml } from '../../plan/config/yaml/index.js'
import { isMapping, type Mapping } from '../../python/value.js'

/*
 * Command lines of Bandit's in the settings of programs that run it.
 */

/** A command line, without the name of the program. */
export interface BanditCommand {
  /** Where it stands, such as `tox.ini: bandit -ll`. */
  readonly what: string
  readonly words: readonly string[]
  /** Keys beside it that choose files. */
  readonly choosing: readonly string[]
}

/** Settings of programs that run others. */
export const RUNNERS = ['.pre-commit-config.yaml', 'tox.ini']

/** The command lines in one of these files. */
export function commandsIn(content: Buffer, name: string): BanditCommand[] {
  if (!content.includes('bandit')) return []
  return /\.ya?ml$/.test(name) ? ofHooks(content, name) : ofTox(content.toString('utf8'), name)
}

function ofHooks(content: Uint8Array, name: string): BanditCommand[] {
  const root = parseYaml(content)
  const repositories = isMapping(root) ? mappingsIn(root.repos) : []
  return repositories
    .flatMap(({ hooks }) => mappingsIn(hooks))
    .flatMap(hook => {
      const [program = '', ...before] = wordsIn(textOf(hook.entry ?? hook.id))
      if (program !== 'bandit') return []
      const after = Array.isArray(hook.args) ? hook.args.map(textOf) : []
      const choosing = ['files', 'exclude'].filter(key => hook[key] !== undefined)
      return [{ what: `${name}: bandit`, words: [...before, ...after], choosing }]
    })
}

/** A line that starts Bandit. The first one may stand after the name of the key, and a minus means that it may fail. */
const STARTS = /^\s*(?:commands\s*=)?\s*-?\s*(?:(?:\S*python\S*)?\s*-m\s+)?bandit\s+(\S.*)$/

function ofTox(text: string, name: string): BanditCommand[] {
  return text
    .replace(/\\\r?\n\s*/g, ' ')
    .split(/\r?\n/)
    .flatMap(line => {
      const [, given] = STARTS.exec(line.replace(/\{[^{}]*\}/g, '')) ?? []
      return given === undefined ? [] : [{ what: `${name}: bandit`, words: wordsIn(given), choosing: [] }]
    })
}

/** The words of a command line, as a shell reads them. */
function wordsIn(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/(['"])(.*?)\1/g, '$2'),
  )
}

function mappingsIn(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
