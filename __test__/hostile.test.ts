import test from 'ava'
import { scan } from '../src/api.js'
import { folder, type JsonReport, places, posse, report } from './posse.js'

const DEPTH = 100_000
const TERMS = 200_000
const REASONS = ['syntax error while parsing AST from file', 'exception while scanning file']

const MEAN: Record<string, string> = {
  'parentheses.py': `${'('.repeat(DEPTH)}1${')'.repeat(DEPTH)}\n`,
  'lists.py': `x = ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}\n`,
  'calls.py': `f${'()'.repeat(DEPTH)}\n`,
  'nested_calls.py': `${'f('.repeat(DEPTH)}${')'.repeat(DEPTH)}\n`,
  'lambdas.py': `f = ${'lambda: '.repeat(DEPTH)}1\n`,
  'attributes.py': `x = a${'.b'.repeat(DEPTH)}\n`,
  'subscripts.py': `x = a${'[0]'.repeat(DEPTH)}\n`,
  'elifs.py': `if a: pass\n${'elif a: pass\n'.repeat(DEPTH)}`,
  'minuses.py': `x = ${'-'.repeat(DEPTH)}1\n`,
  'nots.py': `x = ${'not '.repeat(DEPTH)}1\n`,
  'ternaries.py': `x = ${'1 if a else '.repeat(DEPTH)}1\n`,
  'sum.py': `x = 1${' + 1'.repeat(TERMS)}\n`,
  'text_sum.py': `x = "a"${' + "b"'.repeat(TERMS)}\n`,
  'fstring.py': `x = f"${"{f'".repeat(1000)}"\n`,
  'nuls.py': '\0'.repeat(1_000_000),
  'indents.py': Array.from({ length: 1000 }, (_, n) => `${' '.repeat(n)}if a:\n`).join(''),
}

test('a hostile file costs its own line in the report and nothing else', async t => {
  const cwd = folder(t, { ...MEAN, 'good.py': 'exec("1")\n' })
  const { results, errors, status } = await report(['-r', '.'], { cwd })
  t.is(status, 1)
  t.deepEqual(
    results.map(each => `${each.test_id} ${each.filename}`),
    ['B102 ./good.py'],
  )
  for (const { filename, reason } of errors) {
    t.true(filename.slice(2) in MEAN && REASONS.includes(reason), `${filename}: ${reason}`)
  }
  const refused = errors.map(each => each.filename)
  for (const name of ['parentheses', 'lists', 'nested_calls', 'nuls', 'indents']) {
    t.true(refused.includes(`./${name}.py`), name)
  }
})

test('a line of 20 MB is scanned; later excerpts show its first 400 characters', async t => {
  const long = `exec("${'x'.repeat(20_000_000)}")\n${'y = 1\n'.repeat(8)}exec("${'z'.repeat(1000)}")\n`
  const cwd = folder(t, { 'long.py': long, 'good.py': 'exec("1")\n' })
  const { status, stdout, stderr } = await posse(['-r', '.', '-f', 'json'], { cwd })
  t.is(status, 1)
  t.is(stderr, '[main]\tWARNING\t./long.py: too much code to show; some excerpts are truncated\n')
  const { results }: JsonReport = JSON.parse(stdout)
  t.deepEqual(places(results), ['B102 1:0', 'B102 1:0', 'B102 10:0'])
  t.is(results[2]?.code, `10 exec("${'z'.repeat(394)}`)
})

test('a dict of 200,000 entries on one line gives 200,000 findings', async t => {
  const entries = Array.from({ length: TERMS }, (_, n) => `"password": "p${n}"`)
  const content = Buffer.from(`d = {${entries.join(', ')}}\n`)
  const { findings, limited } = await scan({ sources: [{ name: 'dict.py', content }] })
  t.is(findings.length, TERMS)
  t.deepEqual(limited, ['dict.py'])
  const last = findings.at(-1)
  t.is(last?.text, `Possible hardcoded password: 'p${TERMS - 1}'`)
  t.is(last?.code.length, 402)
})

test('in a dict of 200,000 lines, each with a finding and a comment, the first comment decides', async t => {
  const lines = Array.from({ length: TERMS }, (_, n) => `  "password": "p${n}",  # nosec B10${n ? 5 : 6}\n`)
  const content = Buffer.from(`d = {\n${lines.join('')}}\n`)
  const { findings, totals } = await scan({ sources: [{ name: 'dict.py', content }] })
  t.is(findings.length, TERMS)
  t.is(totals.skippedTests, 0)
  t.deepEqual(findings.at(-1)?.lineRange, { first: 1, last: 1000 })
})

test('a search for names that would be quadratic ends, and says so: also from a cache and from parts', async t => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `    x${n} = "a"\n    mark_safe(x${n})\n`)
  const code = `from django.utils.safestring import mark_safe\nif y:\n${lines.join('')}`
  const cwd = folder(t, { 'a.py': code, 'b.py': 'x = 1\n' })
  const warning =
    '[main]\tWARNING\t./a.py: a rule gave up following names after too many steps; findings may be missing\n'
  const scan = ['-r', '.', '-q', '--exit-zero', '--cache-dir', 'cache']
  for (const words of [scan, scan, [...scan, '-t', 'B102,B703']]) {
    const { status, stderr } = await posse(words, { cwd })
    t.deepEqual([status, stderr], [0, warning])
  }
  t.is((await posse([...scan, '--fail-on-error'], { cwd })).status, 1)
  await posse(['-r', '.', '--shard', '1/1', '-o', 'part', '-q'], { cwd })
  t.is((await posse(['merge', 'part', '-q', '--exit-zero', '--fail-on-error'], { cwd })).status, 1)
})
