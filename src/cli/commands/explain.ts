import { UserError } from '../../errors.js'
import { showsColours } from '../../output/terminal.js'
import { print } from '../../output/writer.js'
import { documentedRules } from '../../rules/documented.js'
import { findRule, similarWords } from '../../rules/find.js'
import { optionSections } from '../../rules/options.js'
import { rulePage } from '../../rules/page.js'
import { showMarkdown } from '../../rules/terminal.js'
import type { Command } from './command.js'

const USAGE = `usage: posse explain RULE ...

Explain rules: what each one finds, why, what to do about it, and how to silence it. Name a rule by its
id (B506), its name (yaml_load) or its code in Ruff (S506).
`

/** Longer lines are hard to read. */
const MAX_COLUMNS = 100

/** Prints the pages of rules. Rejects with a UserError for words that name no rule, after printing the others. */
export const run: Command = async (words, { env }) => {
  if (words.some(word => word === '-h' || word === '--help')) {
    await print(USAGE)
    return 0
  }
  if (words.length === 0)
    throw new UserError('posse explain: name a rule, such as B506 (posse rules lists them all)')
  const all = documentedRules()
  const sections = optionSections()
  const columns = Math.min(process.stdout.columns || MAX_COLUMNS, MAX_COLUMNS)
  const screen = { columns, colours: showsColours(env) }
  const found = words.map(word => findRule(word, all)).filter(rule => rule !== undefined)
  await print([...new Set(found)].map(rule => showMarkdown(rulePage(rule, sections), screen)).join('\n'))
  const unknown = words.filter(word => !findRule(word, all))
  if (unknown.length === 0) return 0
  throw new UserError(
    unknown.map(word => `unknown rule '${word}'${suggestion(similarWords(word, all))}`).join('; '),
  )
}

function suggestion(words: readonly string[]): string {
  return words.length > 0 ? ` (did you mean ${words.join(' or ')}?)` : ' (posse rules lists them all)'
}
