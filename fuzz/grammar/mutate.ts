import { type Mutation, onTokens, TOKEN_MUTATIONS } from '../differential/mutate.js'
import { tokensOf } from '../differential/tokens.js'
import type { Random } from '../random.js'

/** What is put around tokens, where only some of Python's rules take it. */
const AROUND: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['((', '))'],
  ['(*', ')'],
  ['(x := ', ')'],
  ['yield ', ''],
  ['', ' as x'],
  ['', ','],
  ['', ' if x else y'],
  ['', ';'],
]

/** Numbers and strings that may end before they should. */
const CLIPPED = ['0', '1', '0x', '0xf', '1.', '1e', '1j', '0b1', '0o7', '1_', '""', 'f""', '\\']

const MUTATIONS: readonly Mutation[] = [
  ...TOKEN_MUTATIONS,
  ...AROUND.map(([before, after]) =>
    onTokens((tokens, at, random) => {
      const end = at + 1 + random.below(6)
      tokens.splice(at, end - at, before, ...tokens.slice(at, end), after)
    }),
  ),
  // Takes a run of tokens to another place, or from another text.
  onTokens((tokens, at, random) => {
    const taken = tokens.splice(at, 1 + random.below(5))
    tokens.splice(random.below(tokens.length + 1), 0, ...taken)
  }),
  onTokens((tokens, at, random, other) => {
    const others = tokensOf(other)
    const from = random.below(others.length + 1)
    tokens.splice(at, random.below(2), ...others.slice(from, from + 1 + random.below(8)))
  }),
  // Glues two tokens together, such as a number and a keyword.
  ...[[], CLIPPED].map(clipped =>
    onTokens((tokens, at, random) => {
      if (clipped.length > 0) tokens[at] = random.pick(clipped)
      if (tokens[at + 1]?.trim() === '') tokens.splice(at + 1, 1)
    }),
  ),
]

/** Changes a text in one to three places. Texts have a character for each byte. */
export function mutate(text: string, random: Random, other: string): string {
  let result = text
  for (let left = random.pick([1, 1, 1, 1, 2, 3]); left > 0; left--)
    result = random.pick(MUTATIONS)(result, random, other)
  return result
}
