import test from 'ava'
import { folder, posse } from './posse.js'

const FILES = {
  'low.py': 'import pickle\n',
  'medium.py': 'exec("1")\n',
  'broken.py': 'x = (\n',
  'clean.py': 'x = 1\n',
  // Severity medium, confidence low.
  'unsure.py': 'import requests\nrequests.get(x)\n',
}

test('--fail-on does not affect what is reported', async t => {
  const cwd = folder(t, FILES)
  const status = async (...args: string[]) => {
    const run = await posse(['low.py', 'medium.py', ...args], { cwd })
    t.true(run.stdout.includes('B403'))
    return run.status
  }
  t.is(await status('--fail-on', 'all'), 1)
  t.is(await status('--fail-on', 'low'), 1)
  t.is(await status('--fail-on', 'Medium:HIGH'), 1)
  t.is(await status('--fail-on', 'high'), 0)
  t.is(await status('--fail-on', 'low', '--exit-zero'), 0)
})

test('--fail-on takes a confidence, too', async t => {
  const cwd = folder(t, FILES)
  const status = async (level: string) => (await posse(['unsure.py', '--fail-on', level], { cwd })).status
  t.is(await status('medium'), 1)
  t.is(await status('medium:low'), 1)
  t.is(await status('medium:medium'), 0)
})

test('findings that are not reported do not fail the run', async t => {
  const cwd = folder(t, FILES)
  t.is((await posse(['low.py', '-ll', '--fail-on', 'low'], { cwd })).status, 0)
})

test('--fail-on-error names the files that were not scanned, even with -q', async t => {
  const names = Array.from({ length: 22 }, (_, at) => `${at + 10}.py`)
  const cwd = folder(t, { ...Object.fromEntries(names.map(name => [name, '('])), 'a.py': '' })
  const { status, stdout, stderr } = await posse(['-r', '.', '-q', '--fail-on-error'], { cwd })
  t.deepEqual([status, stdout], [1, ''])
  const lines = stderr.trimEnd().split('\n')
  t.is(lines[0], '[main]\tERROR\t./10.py: not scanned: syntax error while parsing AST from file')
  t.deepEqual([lines.length, lines.at(-1)], [21, '[main]\tERROR\t2 more files were not scanned'])
  t.is((await posse(['-r', '.', '-q'], { cwd })).stderr, '')
})

test('--fail-on-error fails for a file that could not be scanned', async t => {
  const cwd = folder(t, FILES)
  const status = async (...args: string[]) => (await posse(args, { cwd })).status
  t.is(await status('broken.py'), 0)
  t.is(await status('broken.py', '--fail-on-error'), 1)
  t.is(await status('none.py', '--fail-on-error'), 1)
  t.is(await status('clean.py', '--fail-on-error'), 0)
  t.is(await status('medium.py', '--fail-on', 'high', '--fail-on-error'), 0)
  t.is(await status('broken.py', '--fail-on-error', '--exit-zero'), 1)
})

test('invalid levels exit with 2 before anything is scanned', async t => {
  const cwd = folder(t, FILES)
  for (const level of ['', 'none', 'high:', ':high', 'high:low:low', 'critical']) {
    const { status, stdout, stderr } = await posse(['low.py', '--fail-on', level], { cwd })
    t.deepEqual([status, stdout], [2, ''], level)
    t.true(
      stderr.endsWith(
        `posse: error: argument --fail-on: invalid value: '${level}' (expected SEVERITY or SEVERITY:CONFIDENCE, each one of all, low, medium, high)\n`,
      ),
      stderr,
    )
  }
})
