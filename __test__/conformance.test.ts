import test from 'ava'
import { compare } from '../conformance/compare.js'
import { compareFates } from '../conformance/profiles.js'
import type { Report, Row } from '../conformance/report.js'

const row = (filename: string, line: number, fields: Partial<Row> = {}): Row => ({
  filename,
  line_number: line,
  test_id: 'B101',
  issue_text: 'Use of assert detected.',
  col_offset: 0,
  ...fields,
})

function report(
  results: Row[],
  loc: Record<string, number> = { 'a.py': 10 },
  errors: Report['errors'] = [],
): Report {
  const files = Object.entries(loc).map(([name, lines]) => [name, { loc: lines }])
  const total = Object.values(loc).reduce((sum, lines) => sum + lines, 0)
  const metrics: Report['metrics'] = { ...Object.fromEntries(files), _totals: { loc: total } }
  return { text: JSON.stringify({ errors, metrics, results }, null, 2), results, metrics, errors }
}

const differences = (theirs: Report, ours: Report): string[] => compare(theirs, ours, new Set()).differences

test('equal reports have all rows in common', t => {
  const twice = [report([row('a.py', 1), row('a.py', 2)]), report([row('a.py', 1), row('a.py', 2)])] as const
  t.deepEqual(compare(...twice, new Set()), { rows: 2, same: 2, differences: [], stale: [] })
})

test('a differing field is shown with both values, and the rows after it still match', t => {
  const theirs = report([row('a.py', 1), row('a.py', 2), row('a.py', 3)])
  const ours = report([row('a.py', 1), row('a.py', 2, { col_offset: 4 }), row('a.py', 3)])
  t.is(compare(theirs, ours, new Set()).same, 2)
  t.deepEqual(differences(theirs, ours), ['a.py:2 B101 col_offset: Bandit 0, posse 4'])
})

test('a missing row is reported, and so is one in a different position', t => {
  const theirs = report([row('a.py', 1), row('a.py', 2)])
  t.deepEqual(differences(theirs, report([row('a.py', 2)])), [
    'a.py:1 B101 is missing: Use of assert detected.',
  ])
  t.deepEqual(differences(theirs, report([row('a.py', 1), row('a.py', 2), row('a.py', 3)])), [
    'a.py:3 B101 is only in ours: Use of assert detected.',
  ])
  t.is(differences(theirs, report([row('a.py', 2), row('a.py', 1)])).length, 2)
})

test('metrics and skipped files are compared', t => {
  t.deepEqual(differences(report([], { 'a.py': 10 }), report([], { 'a.py': 11 })), [
    'a.py metrics loc: Bandit 10, posse 11',
    '_totals metrics loc: Bandit 10, posse 11',
  ])
  const skipped = report([], {}, [{ filename: 'a.py', reason: 'syntax error' }])
  t.regex(differences(report([], {}), skipped)[0] ?? '', /^skipped files: Bandit \[\], posse .*syntax error/)
})

test('the same content as different text is a difference', t => {
  const ours = report([row('a.py', 1)])
  t.regex(
    differences(report([row('a.py', 1)]), { ...ours, text: `${ours.text}\n` })[0] ?? '',
    /^same content, different text/,
  )
})

test('a known file is ignored on both sides, including its counters, and must differ', t => {
  const theirs = report([row('a.py', 1)], { 'a.py': 10, 'b.py': 5 }, [
    { filename: 'b.py', reason: 'syntax error' },
  ])
  const ours = report([row('a.py', 1), row('b.py', 1)], { 'a.py': 10, 'b.py': 6 })
  t.deepEqual(compare(theirs, ours, new Set(['b.py'])), { rows: 1, same: 1, differences: [], stale: [] })
  t.deepEqual(compare(theirs, ours, new Set(['a.py', 'b.py'])).stale, ['a.py'])
})

test('a finding of Bandit that posse check neither shows, hides nor suppresses is reported, and so is one more', t => {
  const all = report([row('a.py', 1), row('a.py', 1), row('a.py', 2), row('a.py', 3)], {
    'a.py': 9,
    'b.py': 1,
  })
  const checked = {
    metrics: { _totals: {}, 'a.py': { loc: 9 }, 'b.py': { loc: 1 }, 'c.pyi': { loc: 1 } },
    results: [row('a.py', 1), row('a.py', 2), row('a.py', 2, { test_id: 'P101' }), row('c.pyi', 1)],
    hidden: [row('a.py', 3)],
    suppressed: [row('a.py', 1)],
  }
  t.deepEqual(compareFates(all, checked, 'audit'), { rows: 4, same: 4, differences: [], stale: [] })
  const { 'b.py': other, ...metrics } = checked.metrics
  const broken = { ...checked, metrics, hidden: [row('a.py', 4)], suppressed: [] }
  t.deepEqual(compareFates(all, broken, 'audit'), {
    rows: 4,
    same: 2,
    differences: [
      'audit: b.py was not checked',
      'audit: a.py:1 B101 is neither shown, hidden nor suppressed',
      'audit: a.py:3 B101 is neither shown, hidden nor suppressed',
      "audit: a.py:4 B101 is no finding of Bandit's",
    ],
    stale: [],
  })
})
