import test, { type ExecutionContext } from 'ava'
import { Configurations } from '../src/configuration/configurations.js'
import { builtinRules } from '../src/rules/builtin.js'
import { DirectiveReader, isBlanket } from '../src/scan/check/directives.js'
import type { Comment } from '../src/scan/check/suppression-places.js'
import { Suppressions } from '../src/scan/check/suppressions.js'
import { folder } from './posse.js'

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

/** The suppressions of a file with comments on these lines. */
function suppressions(t: ExecutionContext, comments: readonly Partial<Comment>[]): Suppressions<Comment> {
  const cwd = folder(t, {})
  const configuration = new Configurations({ cwd, rules: builtinRules() }).at(cwd)
  const whole = comments.map(({ text = '', cell = 0, line = 1, column = 1, ...given }) => ({
    ...{ text, cell, line, column, first: line, last: line },
    ...given,
  }))
  return new Suppressions(whole, reader, configuration)
}

const rule = (id: string, ...replaces: string[]) => ({ id, replaces })

test('of several comments about a finding, the first that names the rule counts, and all are used', t => {
  const all = suppressions(t, [
    { text: '# nosec', line: 2, first: 1, last: 9 },
    { text: '# nosec-begin: B605', line: 1 },
    { text: '# nosec: B605', line: 4 },
    { text: '# nosec: B605', line: 3, first: 1, last: 200 },
    { text: '# nosec: B602', line: 4 },
    { text: '# nosec-end: B605', line: 9 },
    { text: '# nosec-file: B605', line: 11 },
  ])
  t.is(all.suppress(rule('B605'), 0, 4, 4)?.line, 4)
  t.is(all.suppress(rule('P102', 'B605'), 0, 4, 4)?.line, 4)
  t.is(all.suppress(rule('B605'), 0, 150, 150)?.line, 3)
  t.is(all.suppress(rule('B605'), 0, 8, 150)?.line, 3)
  t.is(all.suppress(rule('B605'), 0, 201, 201)?.line, 11)
  t.is(all.suppress(rule('B605'), 1, 4, 4)?.line, 11)
  t.is(all.suppress(rule('B101'), 0, 9, 12)?.line, 2)
  t.is(all.suppress(rule('B101'), 0, 10, 12), undefined)
  t.is(all.suppress(rule('P003'), 0, 2, 2), undefined)
  t.deepEqual(
    all.list().map(({ comment, used }) => [comment.line, [...used].join()]),
    [
      [1, 'B605'],
      [2, 'B605,P102,B101'],
      [3, 'B605'],
      [4, 'B605'],
      [4, ''],
      [11, 'B605'],
    ],
  )
})

test('a range ends the last one that began with the same rules in the same column', t => {
  const all = suppressions(t, [
    { text: '# nosec-begin: B605', line: 1 },
    { text: '# nosec-begin: B605', line: 2, column: 5 },
    { text: '# nosec-begin: B605', line: 3 },
    { text: '# nosec-end: B605', line: 4 },
    { text: '# nosec-end: B602', line: 5 },
  ])
  t.is(all.suppress(rule('B605'), 0, 3, 3)?.line, 3)
  t.is(all.suppress(rule('B605'), 0, 1, 2), undefined)
  const faults = [...all.faults(() => true)].map(({ id, comment }) => `${id}:${comment.line}`)
  t.deepEqual(faults, ['P005:5', 'P005:1', 'P005:2'])
})

test('thousands of comments and findings are no matter', t => {
  const lines = Array.from({ length: 100_000 }, (_, at) => at + 1)
  const texts = ['# nosec: B605', '# nosec-begin: B607', '# nosec-file: B101', '# nosec']
  const all = suppressions(
    t,
    lines.map(line => ({ text: texts[line % texts.length] ?? '', line })),
  )
  const suppressed = lines.filter(line => all.suppress(rule('B605'), 0, line, line))
  t.deepEqual(
    suppressed,
    lines.filter(line => line % 4 === 0 || line % 4 === 3),
  )
  t.is([...all.faults(() => true)].filter(({ id }) => id === 'P005').length, 25_000)
})

test('thousands of ranges in one another are no matter', t => {
  const count = 30_000
  const lines = Array.from({ length: count }, (_, at) => at + 1)
  const range = (line: number, of: 'begin' | 'end') => ({ text: `# nosec-${of}: B605`, line })
  const all = suppressions(t, [
    ...lines.map(line => range(line, 'begin')),
    ...lines.map(line => range(count + line, 'end')),
  ])
  // Each is suppressed by the range that ends first.
  for (const line of lines) t.is(all.suppress(rule('B605'), 0, line, line)?.line, line)
  t.deepEqual([...all.faults(() => true)], [])
})

test('what holds in a line is what its lines say, however suppressions lie in one another', t => {
  // Numbers that look random, and are the same in each run.
  let state = 1
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  for (let round = 0; round < 200; round++) {
    const comments = Array.from({ length: next(12) }, (_, column) => {
      const first = 1 + next(20)
      return { text: `# nosec: B60${2 + next(3)}`, line: first, column, first, last: first + next(10) - 1 }
    })
    const all = suppressions(t, comments)
    for (let at = 0; at < 20; at++) {
      const [first, id] = [1 + next(30), `B60${2 + next(3)}`]
      const last = first + next(6)
      const expected = comments.findIndex(
        each => each.text.endsWith(id) && each.first <= each.last && each.first <= last && each.last >= first,
      )
      const found = all.suppress(rule(id), 0, first, last)
      t.is(found?.column ?? -1, expected)
    }
  }
})
