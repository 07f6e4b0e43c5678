import { type Random, randomFor } from '../random.js'

const NAMES = [
  ...[
    'abspath',
    'relpath',
    'line',
    'col',
    'end_col',
    'test_id',
    'severity',
    'msg',
    'confidence',
    'range',
    'cwe',
  ],
  ...[
    '',
    '0',
    'lines',
    ' line',
    'msg.upper',
    'msg[0]',
    'msg[x]',
    'msg[]',
    'msg.',
    'msg[0]x',
    'line.real',
    '[0]',
  ],
]
const CONVERSIONS = ['', '', '', '', '', '', '', '!r', '!s', '!a', '!x', '!', '!rr']
const SPECS = [
  ...['', '5', '>5', '*^9', '=+5', '05', '\u0663', '.3', '8.2', '>!5', '\u{1f600}<4', '5 ', '<<5'],
  ...[
    'd',
    's',
    'n',
    'x',
    '#X',
    '#b',
    'o',
    'c',
    'e',
    '.2f',
    'g',
    '%',
    ',',
    '_',
    '010_x',
    'z',
    ' ',
    '-',
    'q',
    '.',
  ],
  ...[
    '{line}',
    '>{line}',
    '{msg[0]}<{line}',
    '.{line.real}',
    '{line:{line}}',
    '{line!r}',
    '{',
    '}',
    '{{',
    '!r',
  ],
]
const WORDS = [
  '{',
  '}',
  '{{',
  '}}',
  '!r',
  '!',
  ':',
  '[',
  ']',
  '.',
  '>',
  '0',
  '2',
  ' ',
  'line',
  'msg',
  'x',
  '\u00e9',
]

/** A template with a few fields, some of them damaged. */
export function templateText(seed: number, index: number): Buffer {
  const random = randomFor(seed, index)
  let text = ''
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0; left--) text += piece(random)
  // Python would use as much memory as a width asks for.
  return Buffer.from(text.replace(/\d{4,}/g, digits => digits.slice(0, 3)))
}

function piece(random: Random): string {
  if (random.once(8)) return Array.from({ length: 1 + random.below(6) }, () => random.pick(WORDS)).join('')
  const spec = random.once(3) ? '' : `:${random.pick(SPECS)}`
  return `${random.pick(['', '', ' ', 'x', '{{'])}{${random.pick(NAMES)}${random.pick(CONVERSIONS)}${spec}}`
}
