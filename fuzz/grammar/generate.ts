import { readFileSync } from 'node:fs'
import type { Random } from '../random.js'

const GRAMMAR = readGrammar(readFileSync(new URL('grammar.txt', import.meta.url), 'utf8'))

/** What may stand where another of these belongs, or in parentheses. */
const EXPRESSIONS =
  'rhs stars starexpr starnamed yield named expr operand primary atom slices targets target single pattern closed name number string fstring dotted key argument'.split(
    ' ',
  )
const LOOSE: ReadonlySet<string> = new Set(EXPRESSIONS)

/** In how many places the grammar is followed before one where it is not. */
const STRICT = 40

/** How many levels of holes are filled before only the first alternatives are taken. */
const DEEPEST = 6

/** Code that is Python or nearly so. */
export function generate(random: Random): string {
  return `${expand('file', random, 0)}\n`
}

function expand(name: string, random: Random, depth: number): string {
  const chosen = LOOSE.has(name) && random.once(STRICT) ? random.pick(EXPRESSIONS) : name
  const alternatives = GRAMMAR.get(chosen) ?? []
  const pattern = depth > DEEPEST ? alternatives[0] : random.pick(alternatives)
  const text = (pattern ?? '').replace(/<([a-z]+)>/g, (_, hole: string) => expand(hole, random, depth + 1))
  if (name === 'block') return text.replaceAll('\n', '\n  ')
  return LOOSE.has(name) && random.once(STRICT) ? `(${text})` : text
}

/** Reads the alternatives of each name. */
function readGrammar(text: string): ReadonlyMap<string, readonly string[]> {
  const rules = text
    .replace(/^#.*\n/gm, '')
    .replace(/\n +/g, ' ')
    .trim()
    .split('\n')
  return new Map(
    rules.map(rule => {
      const [name = ''] = rule.split(':', 1)
      const alternatives = rule.slice(name.length + 1).split(' ¦')
      return [name, alternatives.map(one => one.slice(1).replaceAll('⏎', '\n'))]
    }),
  )
}
