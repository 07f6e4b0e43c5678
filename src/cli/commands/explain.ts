import { UsageError, UserError } from '../../errors.js'
import { similar } from '../../nearest.js'
import { showsColours } from '../../output/terminal.js'
import { visible } from '../../output/visible.js'
import { print } from '../../output/writer.js'
import { documentedRules } from '../../rules/documented.js'
import { findRule } from '../../rules/find.js'
import { optionSections } from '../../rules/options.js'
import { rulePage } from '../../rules/page.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { showMarkdown } from '../../rules/terminal.js'
import type { FindingQuery } from '../explain-findings.js'
import { configurationOf, documented } from '../own-rules.js'
import type { Command } from './command.js'

const USAGE = `usage: posse explain RULE | PATH:LINE | FINGERPRINT ...

Explain rules: what each one finds, why, what to do about it, and how to silence it. Name a rule by its
id (B506), its name (yaml_load) or its code in Ruff (S506).

Explain findings: why they are reported, and what makes them go away. Name the place (app.py:12, or
'a.ipynb:cell 3:12'), or the fingerprint in a report for GitLab or Code Climate, which is searched for below the working directory.
`

/** Longer lines are hard to read. */
const MAX_COLUMNS = 100

/** The maximum number of suggestions in an error. */
const SUGGESTIONS = 3

/**
 * Prints the pages of rules, then explains findings. Rejects with a UserError for words that name neither, after
 * printing the others.
 */
export const run: Command = async (words, host) => {
  if (words.some(word => word === '-h' || word === '--help')) {
    await print(USAGE)
    return 0
  }
  const flag = words.find(word => /^-./.test(word))
  if (flag !== undefined) throw new UsageError(`unrecognized arguments: ${flag}`)
  if (words.length === 0) throw new UserError('name a rule, such as B506 (posse rules lists them all)')
  const builtin = documentedRules()
  // Only other words ask for the configuration.
  const needsOwn = words.some(word => !findRule(word, builtin) && !queryOf(word))
  const own = needsOwn ? configurationOf('.', host.cwd).configuration.ownRules.map(documented) : []
  const all = [...builtin, ...own]
  const sections = optionSections()
  const columns = Math.min(process.stdout.columns || MAX_COLUMNS, MAX_COLUMNS)
  const screen = { columns, colours: showsColours(host.env) }
  const found = words.map(word => findRule(word, all)).filter(rule => rule !== undefined)
  const pages = [...new Set(found)].map(rule => showMarkdown(visible(rulePage(rule, sections)), screen))
  const problems: string[] = []
  for (const word of words.filter(each => !findRule(each, all))) {
    const query = queryOf(word)
    const { texts, problem } = query
      ? await (await import('../explain-findings.js')).explainFindings(query, all, host)
      : { texts: [], problem: problemWith(word, all) }
    pages.push(...texts)
    if (problem !== undefined) problems.push(problem)
  }
  await print(pages.join('\n'))
  if (problems.length === 0) return 0
  throw new UserError(problems.join('; '))
}

/** Which findings a word names: those at a place, or the one with a fingerprint. */
function queryOf(word: string): FindingQuery | undefined {
  if (/^[0-9a-f]{32}$/.test(word)) return { fingerprint: word }
  const [, path, cell, line, column] = /^(.+?):(?:cell (\d+):)?(\d+)(?::(\d+))?$/.exec(word) ?? []
  if (path === undefined) return undefined
  return {
    path,
    ...(cell !== undefined && { cell: Number(cell) }),
    line: Number(line),
    ...(column !== undefined && { column: Number(column) }),
  }
}

/** What is wrong with a word that names neither a rule nor a place. */
function problemWith(word: string, rules: readonly RuleInfo[]): string {
  if (/[/\\]|\.(?:pyw?|pyi|ipynb)\b/.test(word))
    return `'${word}' names no finding: add a line, such as ${word.replace(/:.*/s, '')}:12`
  return `unknown rule '${word}'${suggestion(similarWords(word, rules))}`
}

function suggestion(words: readonly string[]): string {
  return words.length > 0 ? ` (did you mean ${words.join(' or ')}?)` : ' (posse rules lists them all)'
}

/**
 * The ids and names of rules most similar to a word: those that contain it, or else those with few different letters.
 */
function similarWords(word: string, rules: readonly RuleInfo[]): string[] {
  const wanted = word.toLowerCase()
  const words = [...new Set(rules.flatMap(rule => [rule.id, rule.name]))].sort()
  const containing = words.filter(each => wanted.length > 1 && each.toLowerCase().includes(wanted))
  return (containing.length > 0 ? containing : similar(word, words)).slice(0, SUGGESTIONS)
}
