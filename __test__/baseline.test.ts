import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { scan } from '../src/api.js'
import { json } from '../src/formats/bandit/json.js'
import { ResultCutter } from '../src/report/baseline/result-cutter.js'
import { folder, type JsonReport, places, posse, report } from './posse.js'

/** A folder with a file, and its report as `known.json`. */
async function known(t: ExecutionContext, source: string, name = 'a.py'): Promise<string> {
  const cwd = folder(t, { [name]: source })
  const { status } = await posse(['-r', '.', '-f', 'json', '-o', 'known.json', '-q'], { cwd })
  t.is(status, 1)
  return cwd
}

async function left(cwd: string, files: Record<string, string>, t: ExecutionContext, ...args: string[]) {
  const tree = folder(t, files)
  const run = await report(['-r', '.', '-b', join(cwd, 'known.json'), ...args], { cwd: tree })
  return { places: places(run.results), status: run.status, results: run.results as Result[] }
}
type Result = JsonReport['results'][number] & { candidates?: Result[] }

test('by default an equal finding is known, wherever and however often it occurs', async t => {
  const cwd = await known(t, 'exec("1")\n')
  const same = await left(cwd, { 'a.py': '\nexec("2")\nexec("3")\n' }, t)
  t.deepEqual(same.places, [])
  t.is(same.status, 0)
  const other = await left(cwd, { 'b.py': 'exec("1")\n' }, t)
  t.deepEqual(other.places, ['B102 1:0'])
  t.is(other.status, 1)
})

test('each remaining finding has all its equals as candidates', async t => {
  const cwd = await known(t, 'exec("1")\n')
  const { results } = await left(cwd, { 'a.py': 'assert 1\nexec("")\nassert 2\neval(x)\n' }, t)
  t.deepEqual(places(results), ['B101 1:0', 'B101 3:0', 'B307 4:0'])
  t.deepEqual(
    results.map(({ candidates = [] }) => places(candidates)),
    [['B101 1:0', 'B101 3:0'], ['B101 1:0', 'B101 3:0'], []],
  )
})

test('a node in a message has no address, so that the finding is known again', async t => {
  const source = 'import os, tarfile\ntarfile.open(a).extractall(members=[b])\nos.chmod({b: c}, 0o777)\n'
  const cwd = await known(t, source)
  const { results } = await report(['a.py', '-t', 'B103,B202'], { cwd })
  t.deepEqual(
    results.map(({ issue_text }) => issue_text.replace(/.*(?=\{|\()/, '')),
    ["{'Other': <ast.List object at 0x0>}).", '{<ast.Name object at 0x0>: <ast.Name object at 0x0>}).'],
  )
  t.deepEqual((await left(cwd, { 'a.py': source }, t)).places, [])
})

test('known findings are still counted', async t => {
  const cwd = await known(t, 'exec("1")\n')
  const { metrics } = await report(['a.py', '-b', 'known.json'], { cwd })
  t.is(metrics._totals?.['SEVERITY.MEDIUM'], 1)
})

const EXACT = '--baseline-match=exact'

test('exact: a copy is new, and a moved or indented line is not', async t => {
  const cwd = await known(t, 'exec("1")\nassert  a == 1\n')
  const moved = { 'a.py': 'def f():\n\n    assert a == 1\n    exec("1")\n' }
  t.deepEqual((await left(cwd, moved, t, EXACT)).places, [])
  const copied = { 'a.py': 'exec("1")\nassert a == 1\nexec("1")\nexec("2")\n' }
  const { places: found, status, results } = await left(cwd, copied, t, EXACT)
  t.deepEqual(found, ['B102 3:0', 'B102 4:0'])
  t.is(status, 1)
  t.true(results.every(result => result.candidates === undefined))
})

test('exact: file and rule matter; how the path is written and how much code is shown do not', async t => {
  const cwd = await known(t, 'import os\n\nexec("1")\n')
  t.deepEqual((await left(cwd, { 'b.py': 'exec("1")\n' }, t, EXACT)).places, ['B102 1:0'])
  t.deepEqual((await left(cwd, { 'a.py': 'eval("1")\n' }, t, EXACT)).places, ['B307 1:0'])
  const direct = await report(['./a.py', '-n', '1', '-b', 'known.json', EXACT], { cwd })
  t.deepEqual(places(direct.results), [])
})

test('exact: every finding on a line counts', async t => {
  const cwd = await known(t, 'exec("1"); exec("2")\n')
  t.deepEqual((await left(cwd, { 'a.py': 'exec("1"); exec("2")\n' }, t, EXACT)).places, [])
  t.deepEqual((await left(cwd, { 'a.py': '\nexec("1"); exec("2")\n' }, t, EXACT)).places, [])
})

const RESULT = {
  code: '1 exec("1")\n',
  filename: './a.py',
  issue_severity: 'MEDIUM',
  issue_cwe: { id: 78 },
  issue_confidence: 'HIGH',
  issue_text: 'Use of exec detected.',
  test_name: 'exec_used',
  test_id: 'B102',
  line_number: 1,
  line_range: [1],
}

async function against(t: ExecutionContext, baseline: string | Uint8Array) {
  const cwd = folder(t, { 'a.py': 'exec("1")\n', 'known.json': baseline })
  return posse(['-q', 'a.py', '-b', 'known.json', '-f', 'custom', '--msg-template', '{line}'], { cwd })
}

test('only what Bandit reads of a baseline matters, whatever else it holds', async t => {
  const report = {
    errors: [{ results: [1] }],
    results: [{ ...RESULT, issue_cwe: { id: '78' }, extra: '"]}{' }],
  }
  for (const text of [JSON.stringify(report), JSON.stringify(report, null, 8).replaceAll('\n', '\r\n')]) {
    const run = await against(t, text)
    t.is(run.stdout, '')
    t.is(run.stderr, '')
    t.is(run.status, 0)
  }
})

test("a CWE is parsed like Python's int, and 0 means none", async t => {
  for (const issue_cwe of [{ id: '\uff17\uff18' }, { id: ' 7_8 ' }, { id: 78.9 }]) {
    t.is((await against(t, JSON.stringify({ results: [{ ...RESULT, issue_cwe }] }))).stdout, '')
  }
  for (const issue_cwe of [{ id: true }, {}, 'x', [1]]) {
    const run = await against(t, JSON.stringify({ results: [{ ...RESULT, issue_cwe }] }))
    t.is(run.stdout, '1\n')
    t.is(run.stderr, '', JSON.stringify(issue_cwe))
  }
})

test('a baseline of the wrong shape is a warning, and everything is reported', async t => {
  const { code: _, ...codeless } = RESULT
  const wrong = [
    '',
    '{"results": [',
    '[]',
    'null',
    '{}',
    '{"results": null}',
    '{"results": [1]}',
    '{"results": ["a"]}',
    JSON.stringify({ results: [RESULT, 1] }),
    JSON.stringify({ results: [RESULT, codeless] }),
    ...[78, null, true, 'idle', ['id'], { id: null }, { id: 'x' }, { id: [] }].map(issue_cwe =>
      JSON.stringify({ results: [{ ...RESULT, issue_cwe }] }),
    ),
    `${JSON.stringify({ results: [RESULT] })}x`,
    `\ufeff${JSON.stringify({ results: [RESULT] })}`,
    `${'['.repeat(100_000)}`,
    Buffer.from([0xff, 0xfe, 0]),
  ]
  for (const content of wrong) {
    const run = await against(t, content)
    t.regex(run.stderr, /^\[main\]\tWARNING\tFailed to load baseline data: .+\n$/, String(content))
    t.is(run.stdout, '1\n')
    t.is(run.status, 1)
  }
})

test('a baseline without findings is no baseline', async t => {
  const run = await against(t, '{"results": []}')
  t.is(run.stdout, '1\n')
  t.is(run.stderr, '')
})

test('a baseline that cannot be read ends the run', async t => {
  const cwd = folder(t, { 'a.py': 'exec("1")\n' })
  for (const [name, message] of [
    ['nowhere', 'no such file or directory'],
    ['.', 'illegal operation on a directory'],
    ['', 'no such file or directory'],
  ] as const) {
    const run = await posse(['-q', 'a.py', '-b', name], { cwd })
    t.is(run.stderr, `[main]\tERROR\tCould not open baseline report: ${name}: ${message}\n`)
    t.is(run.stdout, '')
    t.is(run.status, 2)
  }
})

test('formats that cannot show candidates refuse a baseline', async t => {
  const cwd = await known(t, 'exec("1")\n')
  for (const name of ['csv', 'xml', 'yaml']) {
    const run = await posse(['a.py', '-b', 'known.json', '-f', name], { cwd })
    t.regex(
      run.stderr,
      /^\[main\]\tERROR\tBaseline must be used with one of the following formats: .*custom, .*txt\n$/,
    )
    t.is(run.status, 2)
  }
})

test("a prefix that Bandit knows means Bandit's flag", async t => {
  const cwd = await known(t, 'exec("1")\n')
  t.is((await posse(['a.py', '--base', 'known.json'], { cwd })).status, 0)
})

test('results are extracted wherever the bytes are split into chunks', t => {
  const text = JSON.stringify(
    { errors: [{ a: ['{'] }], results: [{ a: '"}]\\' }, { b: [{}] }], x: { results: [{}] } },
    null,
    1,
  )
  for (const size of [1, 2, 3, 7, text.length]) {
    const results: string[] = []
    const cutter = new ResultCutter(result => results.push(Buffer.from(result).toString()))
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) cutter.push(bytes.subarray(at, at + size))
    const { rest, count } = cutter.end()
    t.deepEqual(
      results.map(result => JSON.parse(result)),
      [{ a: '"}]\\' }, { b: [{}] }],
    )
    t.is(count, 2)
    t.deepEqual(JSON.parse(Buffer.from(rest).toString()), {
      errors: [{ a: ['{'] }],
      results: [{}, {}],
      x: { results: [{}] },
    })
  }
})

test('the work is linear in the number of findings', async t => {
  const source = (from: number) => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `password = "${from + index}"\n`)
    return [{ name: 'a.py', content: Buffer.from(lines.join('')) }]
  }
  const options = { aggregate: 'file', verbose: false, quiet: false, time: new Date(0), cwd: '/' } as const
  const chunks = [...json(await scan({ sources: source(0) }), options)]
  const baseline = join(
    folder(t, { 'known.json': Buffer.concat(chunks.map(each => Buffer.from(each))) }),
    'known.json',
  )
  for (const baselineMatch of ['bandit', 'exact'] as const) {
    const before = process.cpuUsage()
    const { findings, candidates } = await scan({ sources: source(10_000), baseline, baselineMatch })
    t.is(findings.length, 10_000)
    t.is(candidates?.size ?? 0, 0)
    // Comparing all pairs would take two billion comparisons.
    const { user, system } = process.cpuUsage(before)
    t.true(user + system < 10_000_000)
  }
})
