import { writeFileSync } from 'node:fs'
import type { Case } from '../case.js'
import { checkWith, scratch } from '../commands.js'
import type { Tree } from '../trees.js'

/** How many rules the configuration has. */
const COUNT = 1000

/** Names that calls in much code end with: the rules have to look twice. */
const COMMON = ['get', 'run', 'open', 'execute', 'load', 'join', 'format', 'append']

/** `posse check` with a file of 1,000 rules, and with an empty one. */
export function ownRulesCase(tree: Tree, rounds: number): Case {
  const [many, none] = [scratch('own-rules.toml'), scratch('no-rules.toml')]
  writeFileSync(many, rules())
  writeFileSync(none, '')
  const entrants = [
    { name: '1,000 rules', command: checkWith(tree, many) },
    { name: 'no rules', command: checkWith(tree, none) },
  ]
  return { entrants, rounds }
}

/** Rules about calls, half of them, imports and strings. */
export function rules(): string {
  return Array.from({ length: COUNT }, (_, at) => rule(at)).join('\n')
}

function rule(at: number): string {
  const head = (kind: string) =>
    `[[rules.${kind}]]\nid = "ACME${at}"\nname = "acme_${at}"\nmessage = "{name} is not allowed"\ncwe = 347\n`
  switch (at % 4) {
    case 0:
      return `${head('import')}modules = ["acme.old${at}"]\n`
    case 1:
      return `${head('string')}regex = '^acme${at}_live_[a-z\\d]{16}$'\nsecret = true\n`
    default:
      return `${head('call')}calls = ["acme.m${at}.${COMMON[at % COMMON.length]}", "acme.m${at}.do_${at}"]
where = [{ argument = 0, keyword = "options", contains = { verify = false } }]
unless = [{ keyword = "key", present = true }]
help = "Pass a key."
`
  }
}
