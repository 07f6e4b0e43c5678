import type { Random } from '../random.js'
import { COOKIES, DICTIONARY, HEADERS, NOSEC, tokensOf } from './tokens.js'

/** Makes another text of one; `other` is where it may take something from. Texts have a character for each byte. */
export type Mutation = (text: string, random: Random, other: string) => string

const onLines =
  (change: (lines: string[], at: number, random: Random, other: string) => void): Mutation =>
  (text, random, other) => {
    const lines = text.split('\n')
    change(lines, random.below(lines.length), random, other)
    return lines.join('\n')
  }

export const onTokens =
  (change: (tokens: string[], at: number, random: Random, other: string) => void): Mutation =>
  (text, random, other) => {
    const tokens = tokensOf(text)
    const solid = tokens.flatMap((token, at) => (token.trim() ? [at] : []))
    if (solid.length > 0) change(tokens, random.pick(solid), random, other)
    return tokens.join('')
  }

const indentOf = (line: string | undefined): string => /^[ \t]*/.exec(line ?? '')?.[0] ?? ''

/** How an expression is nested: what comes before and after it. */
const NESTS: readonly (readonly [string, string])[] = [
  ...(['()', '[]', '{}'].map(pair => [pair.charAt(0), pair.charAt(1)]) as [string, string][]),
  ...([
    ['f(', ')'],
    ['f"{', '}"'],
    ['f"{', '!r:>{w}}"'],
    ['(', ',)'],
    ['lambda: ', ''],
    ['not ', ''],
    ['await ', ''],
  ] as const),
  ...([
    ['str(', ').format(x)'],
    ['"%s" % ', ''],
    ['"a" + ', ''],
    ['x if ', ' else y'],
    ['(x := ', ')'],
    ['[x for x in ', ']'],
  ] as const),
  ...([
    ['(yield ', ')'],
    ['*', ''],
    ['**', ''],
    ['', '.x'],
    ['', '[0]'],
    ['', '()'],
    ['', ' = 1'],
    ['', ': int'],
    ['-', ''],
  ] as const),
]

/** Changes that keep to tokens. */
export const TOKEN_MUTATIONS: readonly Mutation[] = [
  onTokens((tokens, at) => tokens.splice(at, 1)),
  onTokens((tokens, at) => tokens.splice(at, 0, tokens[at] ?? '', ' ')),
  onTokens((tokens, at, random) => {
    const to = Math.min(tokens.length - 1, at + 1 + random.below(4))
    ;[tokens[at], tokens[to]] = [tokens[to] ?? '', tokens[at] ?? '']
  }),
  onTokens((tokens, at, random) => {
    tokens[at] = random.pick(DICTIONARY)
  }),
  onTokens((tokens, at, random) => tokens.splice(at, 0, random.pick(DICTIONARY), ' ')),
  onTokens((tokens, at, random, other) => {
    tokens[at] = random.pick([...tokensOf(other), 'x'])
  }),
  // Renames everywhere.
  onTokens((tokens, at, random) => {
    const from = tokens[at]
    const to = random.pick([...tokens, ...DICTIONARY, '\u00c3\u00a9', 'password', 'os', '__import__'])
    for (const [index, token] of tokens.entries()) if (token === from) tokens[index] = to
  }),
  onTokens((tokens, at, random) =>
    tokens.splice(at + 1, 0, random.pick([' \\\n', '\n', '  # c\n', '\t', '\f', '\r', ' \r\n'])),
  ),
  ...Array.from({ length: 2 }, () =>
    onTokens((tokens, at, random) => {
      const [before, after] = random.pick(NESTS)
      const end = at + 1 + random.below(5)
      tokens.splice(at, end - at, before, ...tokens.slice(at, end), after)
    }),
  ),
]

const MUTATIONS: readonly Mutation[] = [
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, random) => {
    const to = random.below(lines.length)
    ;[lines[at], lines[to]] = [lines[to] ?? '', lines[at] ?? '']
  }),
  onLines((lines, at, random) => {
    lines[at] = random.pick([' ', '    ', '\t', '\f', '  \t']) + (lines[at] ?? '')
  }),
  onLines((lines, at) => {
    lines[at] = (lines[at] ?? '').replace(/^( {4}|\t| )/, '')
  }),
  // Wraps lines into a block.
  onLines((lines, at, random) => {
    const count = 1 + random.below(4)
    const indent = indentOf(lines[at])
    const inside = lines.slice(at, at + count).map(line => `    ${line}`)
    lines.splice(at, count, indent + random.pick(HEADERS), ...inside)
  }),
  onLines((lines, at, random) => {
    lines.splice(at, 0, indentOf(lines[at]) + random.pick(HEADERS))
  }),
  // Takes lines of another file, indented as those here.
  onLines((lines, at, random, other) => {
    const others = other.split('\n')
    const from = random.below(others.length)
    const taken = others
      .slice(from, from + 1 + random.below(5))
      .map(line => indentOf(lines[at]) + line.trimStart())
    lines.splice(at, random.below(2), ...taken)
  }),
  onLines((lines, at, random) => {
    lines.splice(at, 0, indentOf(lines[at]) + random.pick(DICTIONARY))
  }),
  ...Array.from({ length: 2 }, () =>
    onLines((lines, at, random) => {
      lines[at] = `${lines[at] ?? ''}  ${random.pick(NOSEC)}`
    }),
  ),
  onLines((lines, _, random) => {
    lines.splice(random.below(2), random.below(2), random.pick(COOKIES))
  }),
  // Joins lines, or splits one.
  onLines((lines, at, random) => {
    lines.splice(
      at,
      2,
      (lines[at] ?? '') + random.pick([' ', ';', ' \\\n', '\r', '\r\n', '\f']) + (lines[at + 1] ?? '').trim(),
    )
  }),
  ...TOKEN_MUTATIONS,
  // Changes a string: its prefix, its quotes or what is in it.
  (text, random) => {
    const tokens = tokensOf(text)
    const strings = tokens.flatMap((token, at) => (/^["']/.test(token) ? [at] : []))
    if (strings.length === 0) return text
    const at = random.pick(strings)
    const token = tokens[at] ?? ''
    const inside = token.slice(1, -1)
    tokens[at] = random.pick([
      random.pick(['b', 'r', 'f', 'u', 'rb', 'Rf', 'bu', 't']) + token,
      `'''${inside}'''`,
      `"""${inside}\n"""`,
      `${token} ${token}`,
      `${token}\n${token}`,
      `f"{${token}}"`,
      `"${inside}\\\n${inside}"`,
      `"${random.pick(['\\n', '\\x41', '\\u00e9', '\\ud83d', '\\N{BULLET}', '{', '{}', '%s', '\u00c3\u00a9', '\u00ff', '\\8', '\u00e2\u0080\u00ae'])}${inside}"`,
    ])
    return tokens.join('')
  },
  // Changes bytes.
  (text, random) => {
    const at = random.below(text.length + 1)
    const bytes = random.pick([
      '\u00c3\u00a9',
      '\u00ff',
      '\u00ef\u00bb\u00bf',
      '\r',
      '\f',
      '\u000b',
      '\x1a',
      '\u00c2\u0085',
      '\u00e2\u0080\u00a8',
      '\u00f0\u009f\u0098\u0080',
      '\t',
      '\\',
      '"',
      '#',
    ])
    return text.slice(0, at) + bytes + text.slice(at)
  },
  (text, random) => {
    const change = random.below(5)
    if (change === 0) return text.replaceAll('\n', '\r\n')
    if (change === 1) return text.replaceAll('\n', '\r')
    if (change === 2) return `\u00ef\u00bb\u00bf${text}`
    if (change === 3) return text.trimEnd()
    return text.replaceAll('    ', '\t')
  },
]

/** Mutates a text one to four times, rarely more. */
export function mutate(text: string, random: Random, other: string): string {
  let left = random.pick([1, 1, 1, 2, 2, 3, 4, random.once(20) ? 20 : 2])
  let result = text
  while (left-- > 0) result = random.pick(MUTATIONS)(result, random, other)
  return result
}

/** The longest part of a file that is taken, in lines: short files are fast, and their differences easy to read. */
const LINES = 60

/** Some top-level blocks of a text, one after the other. */
export function excerpt(text: string, random: Random): string {
  const lines = text.split('\n')
  if (lines.length <= LINES) return text
  const starts = lines.flatMap((line, at) => (/^(?:[a-zA-Z@])/.test(line) ? [at] : []))
  const start = starts.length > 0 ? random.pick(starts) : 0
  const end = Math.min(lines.length, start + 5 + random.below(LINES))
  const imports = lines.filter(line => /^(?:import|from) /.test(line)).slice(0, 10)
  return [...(random.once(2) ? imports : []), ...lines.slice(start, end)].join('\n')
}
