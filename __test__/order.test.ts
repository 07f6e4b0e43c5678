import test from 'ava'
import { byCodePoint } from '../src/python/order.js'

test('names sort by code point, not by UTF-16 unit', t => {
  const sorted = ['', 'a', 'a/b', 'a\u{1f600}', 'ab', 'a\uffff', 'a\udcff', 'A', 'a\u{1f600}b', 'a\ud83d']
    .sort(byCodePoint)
    .map(name => JSON.stringify(name).slice(1, -1))
  t.deepEqual(sorted, [
    '',
    'A',
    'a',
    'a/b',
    'ab',
    'a\\ud83d',
    'a\\udcff',
    'a\uffff',
    'a\u{1f600}',
    'a\u{1f600}b',
  ])
})
