import type { Random } from '../random.js'

const COMMENTS = ['  # why', ' #(', ' # é', "  # '", ' # a, b)']
const NAMES = [
  'x',
  'a.b',
  'f(y)',
  '(z)',
  '"s"',
  '*args',
  '**kw',
  'k=1',
  '(w := 2)',
  'lambda: 0',
  '[i for i in y]',
]

/** A change of code that often leaves it valid, at a place chosen by chance. */
type Mutation = (code: string, random: Random) => string

/** Inserts a text before or after one of the places where a pattern matches. */
function insertAt(pattern: RegExp, textOf: (random: Random) => string): Mutation {
  return (code, random) => {
    const places = [...code.matchAll(pattern)].map(({ 0: found, index }) => index + found.length)
    if (places.length === 0) return code
    const at = random.pick(places)
    return code.slice(0, at) + textOf(random) + code.slice(at)
  }
}

const MUTATIONS: readonly Mutation[] = [
  // Between brackets, comments and lines may stand anywhere.
  insertAt(/[(,[]/g, random => `${random.pick(COMMENTS)}\n${' '.repeat(random.below(6))}`),
  insertAt(/[(,=]/g, random => `${random.pick(['\n', '\n    ', ' ', '\t', ' \\\n'])}`),
  insertAt(/[^\s,(](?=\))/g, random => random.pick([',', ', ', '\n', ' # end\n', ',  # end\n'])),
  insertAt(/\((?=[^)])/g, random => `${random.pick(NAMES)}, `),
  insertAt(/[^\s,(](?=\))/g, random => `, ${random.pick(NAMES)}`),
  insertAt(/$/gm, random => random.pick(COMMENTS)),
  insertAt(/^/gm, random =>
    random.pick(['x = 1\n', '# é\n', '\n', '\x0c', 'import os\n', 'y = 2; ', '"""D"""\n']),
  ),
  code => code.replace(/\n/g, '\r\n'),
  code => code.trimEnd(),
  code => `def f():\n${code.replace(/^(?=.)/gm, '    ')}`,
  code => `if x:\n${code.replace(/^(?=.)/gm, '\t')}`,
  code => `class A:\n def m(self):\n${code.replace(/^(?=.)/gm, '  ')}`,
  (code, random) =>
    code.replace(/\b\w+\(.*\)$/m, call => `${random.pick(['y = ', 'return ', 'f(1, '])}${call}`),
  (code, random) =>
    code.replace(/\b[\w.]+\(.*\)$/m, call => random.pick([`(${call})`, `[${call}]`, `f(${call},)`])),
  (code, random) => code.replace(/\b[\w.]+\(.*\)$/m, call => `f'{${call}${random.pick(['', '=', '!r'])}}'`),
  (code, random) => {
    const at = random.below(code.length + 1)
    return (
      code.slice(0, at) +
      random.pick(['', '(', ')', ',', '\n', ' ', '#', '"', '*', 'é', '\\', ':', '=']) +
      code.slice(at + random.below(2))
    )
  },
]

/** Code that was changed a few times. */
export function mutate(code: string, others: readonly string[], random: Random): string {
  let mutated = random.once(3) ? code + (code.endsWith('\n') ? '' : '\n') + random.pick(others) : code
  for (let left = 1 + random.below(4); left > 0; left--) mutated = random.pick(MUTATIONS)(mutated, random)
  return mutated
}
