import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, type JsonReport, places, posseBaseline } from './posse.js'
import { cloneOf, repository } from './repository.js'

const EXEC = 'exec("1")\n'

test('findings that the parent does not have are reported', async t => {
  const { commit, git, path } = repository(t)
  commit({ 'a.py': EXEC, 'pkg/b.py': 'x = 1\n' })
  commit({ 'a.py': `x = 1\n${EXEC}`, 'pkg/b.py': 'eval("1")\n' })
  const { status, stdout, stderr } = await posseBaseline(['-r', '.'], { cwd: path })
  t.deepEqual([status, stderr], [1, ''])
  const [current, parent] = git('rev-list', 'HEAD').split('\n')
  t.true(
    stdout.startsWith(`[   INFO ] No output format specified, using terminal
[   INFO ] Got current commit: [${current} main]
[   INFO ] Got parent commit: [${parent} main~1]
[   INFO ] Getting Bandit baseline results
[   INFO ] Comparing Bandit results to baseline
Run started:2026-01-01 00:00:00+00:00

Test results:
>> Issue: [B307:blacklist] Use of possibly insecure function - consider using safer ast.literal_eval.
   Severity: Medium   Confidence: High
`),
    stdout,
  )
  t.true(stdout.includes('   Location: ./pkg/b.py:1:0\n'))
  t.false(stdout.includes('B102'))
  t.is((await posseBaseline(['-r', '.', '--exit-zero'], { cwd: path })).status, 0)
  t.is((await posseBaseline(['-r', '.', '-lll'], { cwd: path })).status, 0)
})

test('equal findings are either all new or all known, and candidates of each other', async t => {
  const { commit, path } = repository(t)
  commit({ 'a.py': EXEC, 'b.py': 'assert x\n' })
  commit({ 'a.py': EXEC.repeat(2), 'b.py': 'assert x\n', 'c.py': EXEC.repeat(2) })
  await posseBaseline(['-r', '.', '-f', 'json'], { cwd: path })
  const read = () => JSON.parse(readFileSync(join(path, 'bandit_baseline_result.json'), 'utf8')) as JsonReport
  t.deepEqual(places(read().results), ['B102 1:0', 'B102 2:0'])
  t.deepEqual(
    read().results.map(each => [each.filename, 'candidates' in each]),
    [
      ['./c.py', true],
      ['./c.py', true],
    ],
  )
})

test('a report goes to its file, and an existing file is kept', async t => {
  const { commit, path } = repository(t)
  commit({ 'a.py': 'x = 1\n' })
  commit({ 'a.py': EXEC })
  for (const format of ['txt', 'html', 'json']) {
    const file = join(path, `bandit_baseline_result.${format}`)
    const run = await posseBaseline(['a.py', '-f', format], { cwd: path })
    t.is(run.status, 1)
    t.true(run.stdout.endsWith(`[   INFO ] Successfully wrote bandit_baseline_result.${format}\n`))
    const written = readFileSync(file, 'utf8')
    t.true(written.includes('exec_used'))
    const again = await posseBaseline(['a.py', '-f', format], { cwd: path })
    t.deepEqual(
      [again.status, again.stdout],
      [2, `[  ERROR ] File bandit_baseline_result.${format} already exists, aborting\n`],
    )
    t.is(readFileSync(file, 'utf8'), written)
  }
})

test('uncommitted changes are allowed and not touched', async t => {
  const { commit, git, path, write } = repository(t)
  commit({ 'a.py': 'x = 1\n', 'gone.py': 'x = 1\n', 'staged.py': 'x = 1\n' })
  commit({ 'a.py': EXEC })
  write({ 'a.py': 'eval("1")\n', 'staged.py': EXEC, 'untracked.py': EXEC })
  git('add', 'staged.py')
  rmSync(join(path, 'gone.py'))
  const state = () => [
    git('status', '--porcelain=v2'),
    git('ls-files', '--stage', '--debug'),
    git('rev-parse', 'HEAD'),
    git('reflog'),
    readFileSync(join(path, 'a.py'), 'utf8'),
  ]
  const before = state()
  const { status, stdout } = await posseBaseline(['-r', '.'], { cwd: path })
  t.is(status, 1)
  t.deepEqual(stdout.match(/Location: .*/g), ['Location: ./a.py:1:0'])
  t.deepEqual(state(), before)
  t.false(existsSync(join(path, 'gone.py')))
})

test('a merge is compared with its first parent, and says so', async t => {
  const { commit, git, path } = repository(t)
  commit({ 'a.py': 'x = 1\n' })
  git('checkout', '--quiet', '-b', 'topic')
  commit({ 'theirs.py': EXEC })
  git('checkout', '--quiet', 'main')
  commit({ 'ours.py': EXEC })
  git('merge', '--quiet', '--no-edit', 'topic')
  const { status, stdout, stderr } = await posseBaseline(['-r', '.'], { cwd: path })
  t.is(status, 1)
  t.is(stderr, '[WARNING ] HEAD is a merge commit; comparing it with its first parent only\n')
  t.deepEqual(stdout.match(/Location: .*/g), ['Location: ./theirs.py:1:0'])
})

test('scan options are passed on, and .bandit is found', async t => {
  const { commit, path } = repository(t)
  commit({ '.bandit': '[bandit]\nskips: B102\n', 'a.py': 'x = 1\n' })
  commit({ 'a.py': `${EXEC}eval("1")\nassert x\n` })
  const found = async (...args: string[]) =>
    (await posseBaseline(['-r', '.', ...args], { cwd: path })).stdout.match(/(?<=Issue: \[)B\d+/g)
  t.deepEqual(await found(), ['B307', 'B101'])
  t.deepEqual(await found('-ll'), ['B307'])
  t.deepEqual(await found('-s', 'B307', '--ignore-nosec'), ['B102', 'B101'])
  t.deepEqual(await found('-x', './a.py'), null)
})

test('a failed comparison exits with 2 and prints one line', async t => {
  const failure = async (cwd: string, ...args: string[]) => {
    const { status, stdout, stderr } = await posseBaseline(['-r', '.', ...args], { cwd })
    t.deepEqual([status, stderr], [2, ''])
    return stdout.match(/\[ {2}ERROR \] .*\n/g)?.join('')
  }
  const root = '[  ERROR ] Bandit baseline must be called from a git project root\n'
  t.is(await failure(folder(t)), root)
  const { commit, path, ...rest } = repository(t)
  t.is(await failure(path), '[  ERROR ] Unable to get current or parent commit\n')
  commit({ 'pkg/a.py': EXEC })
  t.is(await failure(path), '[  ERROR ] Parent commit not available\n')
  t.is(await failure(join(path, 'pkg')), root)
  commit()
  const origin = { commit, path, ...rest }
  const shallow = cloneOf(t, origin, '--depth=1')
  t.is(
    await failure(shallow.path),
    '[  ERROR ] Parent commit not available: this clone is shallow; run git fetch --deepen=1 first\n',
  )
  const bare = cloneOf(t, origin, '--bare')
  t.is(await failure(bare.path), '[  ERROR ] this is a bare repository, which has no files to scan\n')
  t.is(
    await failure(path, '-o', 'out.txt'),
    '[  ERROR ] Bandit baseline must not be called with the -o option\n',
  )
  t.is(
    await failure(path, '-c', 'none.yaml'),
    '[  ERROR ] none.yaml : Could not read config file. (no such file or directory)\n',
  )
})

test('an invalid command line exits with 2 and prints one line after the usage', async t => {
  const usage = 'usage: posse-baseline [-h] [-f {txt,html,json}] targets [targets ...]\n'
  const message = async (...args: string[]) => {
    const { status, stdout, stderr } = await posseBaseline(args)
    t.deepEqual([status, stdout], [2, ''])
    t.true(stderr.startsWith(`${usage}posse-baseline: error: `))
    return stderr.slice(`${usage}posse-baseline: error: `.length)
  }
  t.is(await message(), 'the following arguments are required: targets\n')
  t.is(
    await message('.', '-f', 'xml'),
    "argument -f: invalid choice: 'xml' (choose from 'txt', 'html', 'json')\n",
  )
  t.is(await message('.', '--bogus'), 'unrecognized arguments: --bogus\n')
  t.is(
    await message('none.py', '--staged'),
    'argument --since/--new-since/--staged: not allowed with posse-baseline\n',
  )
  t.true((await posseBaseline(['-h'])).stdout.startsWith(usage))
})
