import test from 'ava'
import { CASES } from '../benchmarks/cases/index.js'
import { FIGURES, verdictsOf } from '../benchmarks/figures.js'
import { type CaseResult, median } from '../benchmarks/results.js'
import { RESULTS, series } from './bench-results.js'

/** The verdict of the only figure of a case. */
function verdict(name: string, result: CaseResult) {
  const [only, ...others] = verdictsOf({ cases: { [name]: result } })
  return others.length > 0 ? undefined : only
}

test('a median is the middle value, or the mean of the two middle values', t => {
  t.is(median([9, 1, 10]), 9)
  t.is(median([4, 1, 2, 10]), 3)
  t.is(median([7]), 7)
  t.throws(() => median([]), { instanceOf: RangeError })
})

test('a speed figure is theirs divided by ours, and reached at its target or above', t => {
  const threads = (two: number) =>
    verdict('threads', { series: { '-j 1': series([1.7, 1.7, 40]), '-j 2': series([two]) } })
  t.is(threads(1)?.ratio, 1.7)
  t.true(threads(1)?.reached)
  t.false(threads(1.01)?.reached)
})

test('a limit figure is ours divided by theirs, and reached at its target or below', t => {
  const changed = (seconds: number) =>
    verdict('changed-corpora', { series: { unchanged: series([2]), '1% changed': series([seconds]) } })
  t.is(changed(3)?.ratio, 1.5)
  t.true(changed(3)?.reached)
  t.false(changed(3.02)?.reached)
})

test('memory is compared by its peak, regardless of time', t => {
  const memory = (peak: number) =>
    verdictsOf({
      cases: {
        'cold-corpora': {
          series: { posse: series([9], { peak }), 'Ruff --no-cache': series([1], { peak: 80 }) },
        },
      },
    }).find(({ figure }) => figure.quantity === 'memory')
  t.is(memory(80)?.ratio, 1)
  t.true(memory(80)?.reached)
  t.false(memory(81)?.reached)
})

test('growth is compared per byte', t => {
  const [twice, fourTimes] = verdictsOf({ cases: { growth: RESULTS.cases.growth ?? { series: {} } } })
  t.is(twice?.ratio.toFixed(3), '1.050')
  t.true(twice?.reached)
  t.is(fourTimes?.ratio.toFixed(3), '1.150')
  t.false(fourTimes?.reached)
})

test('speed does not count if the report differs', t => {
  const cached = (sameReport: boolean) =>
    verdict('cached-corpora', {
      series: { 'posse --cache': series([1]), 'Ruff, warm cache': series([9]) },
      sameReport,
    })
  t.like(cached(true), { ratio: 9, reached: true, differs: false })
  t.like(cached(false), { ratio: 9, reached: false, differs: true })
})

test('a program without a target is compared and never misses it', t => {
  const slower = verdict('bandit', { series: { posse: series([2]), semgrep: series([1]) } })
  t.like(slower, { ratio: 0.5, reached: true })
})

test('a case that was not measured has no verdict', t => {
  t.deepEqual(verdictsOf({ cases: {} }), [])
  t.deepEqual(verdictsOf({ cases: { threads: { series: { '-j 1': series([1]) } } } }), [])
})

test('every figure belongs to a case, and every case has one', t => {
  t.deepEqual([...new Set(FIGURES.map(figure => figure.case))].sort(), Object.keys(CASES).sort())
})
