import test from 'ava'
import { builtinRules } from '../src/rules/builtin.js'
import { DirectiveReader, isBlanket } from '../src/scan/check/directives.js'

const reader = new DirectiveReader(builtinRules())

/** What a comment asks for, in short. */
function read(comment: string, honorNoqa = true): unknown[] {
  return reader.read(comment, honorNoqa).map(directive => {
    const { word, form, ids, unknown, reason } = directive
    return [
      `${word}-${form}`,
      [...ids].join(),
      unknown.join(),
      reason,
      ...(isBlanket(directive) ? ['all'] : []),
    ]
  })
}

test('a list of rules may have commas, spaces, a colon, names, and codes of Ruff', t => {
  const expected = [['nosec-line', 'B602,B607', '', 'checked above']]
  for (const comment of [
    '# nosec: B602, S607 -- checked above',
    '#nosec B602 B607 checked above',
    '# nosec:b602,s607--checked above',
    '# nosec subprocess_popen_with_shell_equals_true, B607: checked above',
    '# type: ignore # nosec: B602,B607 - checked above # noqa',
  ])
    t.deepEqual(read(comment), expected, comment)
})

test('the list ends at the first word that does not look like a rule', t => {
  t.deepEqual(read('# nosec B101 see B602'), [['nosec-line', 'B101', '', 'see B602']])
  t.deepEqual(read('# nosec: this is fine'), [['nosec-line', '', '', 'this is fine', 'all']])
  t.deepEqual(read("# nosec don't"), [['nosec-line', '', '', "don't", 'all']])
})

test('a word that only looks like a rule suppresses nothing', t => {
  t.deepEqual(read('# nosec: B6O2 -- why'), [['nosec-line', '', 'B6O2', 'why']])
  t.deepEqual(read('# nosec: assert_usd'), [['nosec-line', '', 'assert_usd', '']])
  t.deepEqual(read('# nosec: B999, B101'), [['nosec-line', 'B101', 'B999', '']])
  t.deepEqual(read('# nosec-fle: B101'), [['nosec-line', '', 'nosec-fle', '']])
  t.is(reader.questionOf('nosec-fle'), " (did you mean 'nosec-file'?)")
  t.is(reader.questionOf('assert_usd'), " (did you mean 'assert_used'?)")
})

test('there are forms for a file and for a range', t => {
  t.deepEqual(read('# nosec-file: B101 -- a script'), [['nosec-file', 'B101', '', 'a script']])
  t.deepEqual(read('# nosec-begin: B608'), [['nosec-begin', 'B608', '', '']])
  t.deepEqual(read('# nosec-end: B608'), [['nosec-end', 'B608', '', '']])
})

test('noqa counts if it names rules of ours, and never as a whole', t => {
  t.deepEqual(read('# noqa: E501, S602'), [['noqa-line', 'B602', '', '']])
  t.deepEqual(read('# NOQA:S602,PLE2502'), [['noqa-line', 'B602,B613', '', '']])
  // Ruff's S308 is about the calls of both.
  t.deepEqual(read('# noqa: S308'), [['noqa-line', 'B308,B703', '', '']])
  t.deepEqual(read('# noqa'), [])
  t.deepEqual(read('# noqa: E501'), [])
  t.deepEqual(read('# noqa: S602', false), [])
  t.deepEqual(read('# noqa: S602  # nosec B607'), [
    ['nosec-line', 'B607', '', ''],
    ['noqa-line', 'B602', '', ''],
  ])
})

test('other comments are none', t => {
  for (const comment of ['# nosecurity', '# insecure nosec', '# no sec', '# nosec_x: B101'])
    t.deepEqual(read(comment), [], comment)
})
