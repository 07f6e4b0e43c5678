import test from 'ava'
import { builtinRules } from '../src/rules/builtin.js'
import { NosecReader, Suppressions } from '../src/scan/nosec.js'

const reader = new NosecReader(builtinRules())
const ids = (comment: string) => {
  const silenced = reader.parse(comment)
  return silenced && [...silenced].sort()
}

test('a comment without names silences everything', t => {
  for (const comment of ['# nosec', '#nosec', '#  nosec:', '# nosec #', '# noqa # nosec', '# nosecret']) {
    t.deepEqual(ids(comment), [], comment)
  }
})

test('only lower case counts, and only white space can precede the word', t => {
  for (const comment of ['# NOSEC', '# Nosec', '# no sec', '#!nosec', '# see nosec', '#\ufeffnosec']) {
    t.is(ids(comment), undefined, comment)
  }
  t.deepEqual(ids('#\x1c\x85\u3000nosec'), [])
})

test('ids and names, separated by spaces, or by commas and spaces', t => {
  t.deepEqual(ids('# nosec B101'), ['B101'])
  t.deepEqual(ids('# nosec: B602, B607'), ['B602', 'B607'])
  t.deepEqual(ids('# nosec assert_used B404'), ['B101', 'B404'])
  t.deepEqual(ids('# nosec import_pickle'), ['B403'])
  t.deepEqual(ids('# nosec B105 - dummy value for demo, not a real key'), ['B105'])
  t.deepEqual(ids('# nosec B101 # B102'), ['B101'])
})

test('of ids separated by a comma without a space, only the last counts', t => {
  t.deepEqual(ids('# nosec B602,B607'), ['B607'])
  t.deepEqual(ids('# nosec B101,why'), [])
})

test('words that are not names are dropped, which can leave a blanket comment', t => {
  t.deepEqual(ids('# nosec b101'), [])
  t.deepEqual(ids('# nosec because I say so'), [])
  t.deepEqual(ids('# nosec blacklist'), [])
})

test('words of a reason that happen to be rule names count', t => {
  t.deepEqual(ids('# nosec random data'), ['B311'])
})

test('B001 is an id and silences nothing', t => {
  t.deepEqual(ids('# nosec B001'), ['B001'])
  const comments = new Suppressions()
  comments.add(1, new Set(['B001']))
  t.is(comments.verdict('B307', { kind: 'Call', line: 1, first: 1, last: 1 }), 'reported')
})

test('the first comment within the span decides, not the nearest', t => {
  const comments = new Suppressions()
  comments.add(3, new Set(['B101']))
  comments.add(5, new Set(['B307']))
  t.is(comments.verdict('B307', { kind: 'Call', line: 3, first: 3, last: 6 }), 'reported')
  t.is(comments.verdict('B307', { kind: 'Call', line: 4, first: 4, last: 6 }), 'skipped')
  t.is(comments.verdict('B307', { kind: 'Call', line: 6, first: 6, last: 9 }), 'reported')
})

test('a comment on the line that a check reports also counts', t => {
  const comments = new Suppressions()
  comments.add(3, new Set())
  comments.add(5, new Set(['B602']))
  t.is(comments.verdict('B602', { kind: 'Call', line: 5, first: 3, last: 6 }), 'skipped')
  t.is(comments.verdict('B602', { kind: 'Call', line: 4, first: 3, last: 6 }), 'nosec')
})

test('checks of strings report no separate line', t => {
  const comments = new Suppressions()
  comments.add(1, new Set(['B101']))
  comments.add(2, new Set(['B104']))
  t.is(comments.verdict('B104', { kind: 'Str', line: 2, first: 1, last: 3 }), 'reported')
})

test('the span of a whole-file finding is the first line', t => {
  const comments = new Suppressions()
  comments.add(1, new Set(['B613']))
  comments.add(7, new Set())
  t.is(comments.verdict('B613', { kind: 'File', line: 9, first: 9, last: 9 }), 'skipped')
  const late = new Suppressions()
  late.add(7, new Set())
  t.is(late.verdict('B613', { kind: 'File', line: 9, first: 9, last: 9 }), 'reported')
  t.is(late.verdict('B613', { kind: 'File', line: 7, first: 7, last: 7 }), 'nosec')
})

test('parsing a hostile comment takes linear time', t => {
  t.deepEqual(ids(`# nosec ${'a,'.repeat(500_000)}`), [])
  t.is(ids('# '.repeat(500_000)), undefined)
  t.is(ids(`#${' '.repeat(1_000_000)}`), undefined)
})
