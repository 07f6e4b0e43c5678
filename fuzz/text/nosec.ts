import { strictEqual } from 'node:assert'
import { SPACE } from '../../src/python/space.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { NosecReader, Suppressions } from '../../src/scan/nosec.js'
import { NOSEC } from '../differential/tokens.js'
import { bytesOf, type Target } from './target.js'

const reader = new NosecReader(builtinRules())
const ids = new Set([...builtinRules().map(({ id }) => id), 'B001'])

export const nosec: Target = {
  seeds: bytesOf(...NOSEC),
  words: [
    '#',
    'nosec',
    ':',
    ',',
    ' ',
    '\u00a0',
    '\t',
    'B101',
    'b101',
    'B\u0661\u0660\u0661',
    'assert_used',
    '\u0130',
    '\u0131',
    '\u212a',
  ],
  run(input) {
    const text = input.toString()
    const silenced = reader.parse(text)
    if (!silenced) return
    strictEqual(new RegExp(`#${SPACE}*nosec`).test(text), true)
    for (const id of silenced) strictEqual(ids.has(id), true, id)
    const comments = new Suppressions()
    comments.add(3, silenced, text)
    const place = { kind: 'Call', line: 3, first: 2, last: 4 } as const
    const verdict = comments.verdict('B101', place)
    strictEqual(verdict, silenced.size === 0 ? 'nosec' : silenced.has('B101') ? 'skipped' : 'reported')
    strictEqual(comments.reason('B101', place), text)
    strictEqual(comments.verdict('B101', { ...place, line: 5, first: 4, last: 5 }), 'reported')
  },
}
