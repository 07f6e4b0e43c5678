import test from 'ava'
import { barChart } from '../benchmarks/report/chart.js'
import { chartsOf } from '../benchmarks/report/charts.js'
import { withResults } from '../benchmarks/report/readme.js'
import { circumstances, table } from '../benchmarks/report/table.js'
import { resultsText } from '../benchmarks/results.js'
import { RESULTS, series } from './bench-results.js'

test('the table has a row for each measured figure', t => {
  t.is(
    table(RESULTS),
    `
| | posse | compared with | ratio | target |
| --- | ---: | ---: | --- | --- |
| cold scan, monorepo | 4.20 s | Ruff --no-cache: 9.00 s | 2.14 times as fast | at least 2 |
| cold scan, monorepo | 4.20 s | parser only: 3.50 s | 1.20 times | at most 1.1, **missed** |
| cold scan, sample | 1.50 s | Bandit: 510 s | 340 times as fast | at least 300 |
| cold scan, sample | 1.50 s | flake8-bandit: 720 s | 480 times as fast |  |
| cached scan, monorepo | posse --cache: 500 ms | Ruff, warm cache: 3.00 s | 6.00 times as fast | at least 4 |
| peak memory, monorepo | 150 MiB | Ruff --no-cache: 200 MiB | 0.75 times | at most 1 |
| twice as much code | 2x: 10.5 ns per byte | 1x: 10.0 ns per byte | 1.05 times | at most 1.1 |
| four times as much code | 4x: 11.5 ns per byte | 1x: 10.0 ns per byte | 1.15 times | at most 1.1, **missed** |
`.trim(),
  )
})

test('the table says if a report differs', t => {
  const cases = {
    'cached-corpora': {
      series: { 'posse --cache': series([0.05]), 'Ruff, warm cache': series([0.5]) },
      sameReport: false,
    },
  }
  t.true(
    table({ cases }).endsWith(
      '\n| cached scan, corpora | posse --cache: 50.0 ms | Ruff, warm cache: 500 ms | 10.0 times as fast | at least 3, **the report differs** |',
    ),
  )
})

test('below the table are the machine, the versions and the scanned code', t => {
  t.is(
    circumstances(RESULTS),
    `
Measured on 2026-09-01: Some CPU, 2 cores, 8 GiB, Linux 6.1; posse 0.1.0, Ruff 0.17.5. Medians of up to 3 interleaved runs.

- corpora: 342,171 lines in 1,246 files from django, dask
- monorepo: 5.4 million lines in 17,926 files from oci
- sample: the same code as corpora
`.trim(),
  )
})

test('results replace those between the markers of a README, and nothing else changes', t => {
  const before = '# posse\n\n<!-- bench -->\nold\n<!-- /bench -->\n\n## More\n'
  const after = withResults(before, 'mine', RESULTS)
  t.is(withResults(after, 'mine', RESULTS), after)
  t.is(
    after.slice(0, after.indexOf('\n\n| | posse')),
    `
# posse

<!-- bench -->
<picture>
  <source media="(prefers-color-scheme: dark)" srcset="benchmarks/results/mine-monorepo-dark.svg">
  <img src="benchmarks/results/mine-monorepo-light.svg" width="720" alt="Time to scan 5.4 million lines of Python: posse --cache 500 ms, Ruff, warm cache 3.00 s, parser only 3.50 s, posse 4.20 s, Ruff --no-cache 9.00 s">
</picture>

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="benchmarks/results/mine-bandit-dark.svg">
  <img src="benchmarks/results/mine-bandit-light.svg" width="720" alt="Time to scan 342,171 lines of Python: posse 1.50 s, Bandit 510 s, flake8-bandit 720 s">
</picture>
`.trim(),
  )
  t.true(after.endsWith('- sample: the same code as corpora\n<!-- /bench -->\n\n## More\n'))
})

test('a README without the markers is an error', t => {
  for (const readme of ['# posse\n', '<!-- /bench -->\n<!-- bench -->\n']) {
    t.throws(() => withResults(readme, 'mine', RESULTS), {
      message:
        'README.md has no <!-- bench --> followed by <!-- /bench -->: add both where the results belong',
    })
  }
})

test('saved results are read back unchanged, with the runs of a series on one line', t => {
  const text = resultsText(RESULTS)
  t.deepEqual(JSON.parse(text), RESULTS)
  t.true(text.includes('"wall": [ 4.2, 4, 9 ],\n'))
})

test('bars are proportional to their values, the longest fills the width, and none is invisible', t => {
  const bars = [
    { label: 'posse', value: 1, text: '1 s', ours: true },
    { label: 'half', value: 250, text: '250 s', ours: false },
    { label: 'whole', value: 500, text: '500 s', ours: false },
  ]
  const widths = [...barChart({ title: 'Time', bars }, 'light').matchAll(/<rect .*? width="([\d.]+)"/g)]
  t.deepEqual(
    widths.map(([, width]) => width),
    ['2.0', '230.0', '460.0'],
  )
})

test('a chart is light or dark, has a title, and accepts any text', t => {
  const bars = [{ label: '<a> & b', value: 1, text: '1 s', ours: true }]
  const [light, dark] = (['light', 'dark'] as const).map(theme => barChart({ title: 'x < y', bars }, theme))
  t.true(light?.includes('<title>x &lt; y</title>'))
  t.true(light?.includes('>&lt;a&gt; &amp; b</text>'))
  t.true(light?.includes('fill="#1f2328"'))
  t.false(dark?.includes('#1f2328'))
})

test('a chart is left out if one of its cases was not measured', t => {
  const { bandit, ...cases } = RESULTS.cases
  t.deepEqual(Object.keys(chartsOf({ ...RESULTS, cases })), ['monorepo'])
})
