import { writeFileSync } from 'node:fs'
import type { Case } from '../case.js'
import { checkWith, scratch } from '../commands.js'
import type { Tree } from '../trees.js'

/** Rules in JavaScript: what they look for, and what they do with it. */
const RULES = {
  'unused rule': ["{ call: 'nobody.calls.this' }", 'context.report(node)'],
  'rule on a name': [
    "{ call: 'subprocess.run' }",
    "if (node.keyword('check')?.kind === 'bool') context.report(node)",
  ],
  'rule on every call': [
    '{ call: true }',
    "const first = node.argument(0); if (first?.kind === 'string' && first.value === 'nobody') context.report(node)",
  ],
} as const

/** `posse check` with rules in JavaScript, and without rules. */
export function scriptRulesCase(tree: Tree, rounds: number): Case {
  const entrants = Object.keys(RULES).map(name => ({
    name,
    command: checkWith(tree, configurationOf(name as keyof typeof RULES)),
  }))
  const none = scratch('no-rules.toml')
  writeFileSync(none, '')
  return { entrants: [{ name: 'no rules', command: checkWith(tree, none) }, ...entrants], rounds }
}

/** Writes a module with a rule, and a configuration that names it. Returns the path of the configuration. */
function configurationOf(name: keyof typeof RULES): string {
  const [on, check] = RULES[name]
  const word = name.replaceAll(' ', '-')
  const module = scratch(`${word}.mjs`)
  const rule = `id: 'ACME1', message: 'found', on: ${on}, check(node, context) { ${check} }`
  writeFileSync(module, `export default { ${rule} }\n`)
  const configuration = scratch(`${word}.toml`)
  writeFileSync(configuration, `rules.scripts = [${JSON.stringify(module)}]\n`)
  return configuration
}
