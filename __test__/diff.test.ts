import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, places, posse, report } from './posse.js'
import { cloneOf, repository } from './repository.js'

const EXEC = 'exec("1")\n'

test('--since scans the files that changed since the merge base, committed or not', async t => {
  const { commit, git, write, findings } = repository(t)
  commit({ 'old.py': EXEC, 'changed.py': 'x = 1\n' })
  git('checkout', '--quiet', '-b', 'topic')
  commit({ 'committed.py': EXEC })
  git('checkout', '--quiet', 'main')
  commit({ 'theirs.py': EXEC })
  git('checkout', '--quiet', 'topic')
  write({ 'changed.py': EXEC, 'untracked.py': EXEC, 'ignored.py': EXEC, '.gitignore': 'ignored.py\n' })
  t.deepEqual(await findings('--since', 'main'), [
    'B102 changed.py:1',
    'B102 committed.py:1',
    'B102 untracked.py:1',
  ])
})

test('--staged scans the staged content, not what is on disk', async t => {
  const { commit, git, write, path, findings } = repository(t)
  commit({ 'a.py': 'x = 1\n', 'b.py': 'x = 1\n', 'gone.py': 'x = 1\n', 'old.py': EXEC })
  write({ 'a.py': `\n${EXEC}`, 'b.py': EXEC, 'gone.py': EXEC })
  git('add', 'a.py', 'gone.py')
  write({ 'a.py': 'x = 2\n', 'untracked.py': EXEC })
  rmSync(join(path, 'gone.py'))
  const before = git('status', '--porcelain=v2')
  t.deepEqual(await findings('--staged'), ['B102 a.py:2', 'B102 gone.py:1'])
  t.is(git('status', '--porcelain=v2'), before)
})

test('--staged works before the first commit, for a hook that runs on it', async t => {
  const { git, write, findings } = repository(t)
  write({ 'a.py': EXEC, 'b.py': EXEC })
  git('add', 'a.py')
  t.deepEqual(await findings('--staged'), ['B102 a.py:1'])
  t.deepEqual(await findings('--staged', '--changed-lines'), ['B102 a.py:1'])
})

test('a separate index, as hooks get, is the one that is read', async t => {
  const { commit, git, write, path } = repository(t)
  commit({ 'a.py': 'x = 1\n' })
  write({ 'a.py': EXEC })
  git('add', 'a.py')
  const env = { GIT_INDEX_FILE: join(path, '.git/other-index') }
  t.deepEqual((await report(['--staged', 'a.py'], { cwd: path, env })).results, [])
})

test('--changed-lines keeps only findings on added and changed lines', async t => {
  const { commit, write, findings } = repository(t)
  const base = commit({ 'a.py': `${EXEC}x = 1\ny = 2\n` })
  write({ 'a.py': `${EXEC}x = 1\neval("2")\ny = 2\nexec("3")\n`, 'new.py': EXEC })
  t.deepEqual(await findings('--since', base, '--changed-lines'), [
    'B307 a.py:3',
    'B102 a.py:5',
    'B102 new.py:1',
  ])
})

test('a finding is on changed lines if its code is, even if only a line of it was removed', async t => {
  const call = (...lines: string[]) => `import requests\nrequests.get(\n${lines.join('\n')}\n)\nx = 1\n`
  const { commit, findings, write } = repository(t)
  commit({ 'a.py': call('  "u",', '  timeout=3,', '  verify=True,') })
  write({ 'a.py': call('  "u",', '  verify=True,') })
  t.deepEqual(await findings('--since', 'HEAD', '--changed-lines'), ['B113 a.py:2'])
  commit()
  write({ 'a.py': call('  "u",', '  verify=False,') })
  t.deepEqual(await findings('--since', 'HEAD', '--changed-lines', '-t', 'B501'), ['B501 a.py:4'])
  commit()
  write({ 'a.py': call('  "u",', '  verify=False,').replace('x = 1\n', '') })
  t.deepEqual(await findings('--since', 'HEAD', '--changed-lines'), [])
})

test('a renamed and changed file is compared with its old version', async t => {
  const body = Array.from({ length: 20 }, (_, n) => `x${n} = ${n}\n`).join('')
  const { commit, git, path, write, findings } = repository(t)
  const base = commit({ 'old.py': `${EXEC}${body}` })
  renameSync(join(path, 'old.py'), join(path, 'new.py'))
  git('add', '--all')
  write({ 'new.py': `${EXEC}${body}eval("1")\n` })
  t.deepEqual(await findings('--since', base), ['B102 new.py:1', 'B307 new.py:22'])
  t.deepEqual(await findings('--since', base, '--changed-lines'), ['B307 new.py:22'])
  t.deepEqual(await findings('--new-since', base), ['B307 new.py:22'])
})

test('--new-since distinguishes a copy from a known finding, and a moved finding from a new one', async t => {
  const { commit, write, findings } = repository(t)
  commit({ 'a.py': EXEC, 'same.py': EXEC })
  write({ 'a.py': `x = 1\n${EXEC}${EXEC}` })
  t.deepEqual(await findings('--new-since', 'HEAD'), ['B102 a.py:3'])
  write({ 'a.py': `x = 1\n\n${EXEC}` })
  t.deepEqual(await findings('--new-since', 'HEAD'), [])
})

test('the findings of a file that was excluded before are new', async t => {
  const { commit, git, findings } = repository(t)
  const base = commit({ 'tests/a.py': EXEC })
  git('mv', 'tests/a.py', 'a.py')
  t.deepEqual(await findings('--new-since', base), [])
  t.deepEqual(await findings('--new-since', base, '-x', './tests'), ['B102 a.py:1'])
})

test('targets, includes and excludes apply to changed files as in any scan', async t => {
  const { commit, write, path, findings } = repository(t)
  commit()
  write({
    'pkg/a.py': EXEC,
    'pkg/b.txt': EXEC,
    'pkg/c.pyw': EXEC,
    'pkg/skip/d.py': EXEC,
    'pkg/skipped.py': EXEC,
    '.tox/e.py': EXEC,
    'other.py': EXEC,
    'bandit.yaml': 'exclude_dirs: [pkg/skipped]\n',
  })
  const rules = [
    [],
    ['-x', '.tox'],
    ['-x', './pkg/skip,oth?r'],
    ['-x', '*/[!a-b].py*,'],
    ['-c', 'bandit.yaml'],
  ]
  for (const args of rules) t.deepEqual(await findings('--since', 'HEAD', ...args), await findings(...args))
  t.deepEqual(await findings('--since', 'HEAD', '-c', 'bandit.yaml', '-x', './.tox'), [
    'B102 other.py:1',
    'B102 pkg/a.py:1',
    'B102 pkg/skip/d.py:1',
  ])
  const inPkg = { cwd: join(path, 'pkg') }
  const names = async (...args: string[]) =>
    (await report(['--since', 'HEAD', ...args], inPkg)).results.map(each => each.filename)
  t.deepEqual(await names('-r', 'b.txt', '../other.py', 'skip/', 'none'), [
    './../other.py',
    './b.txt',
    'skip/d.py',
  ])
  const flat = await report(['--since', 'HEAD', '.'], inPkg)
  t.deepEqual(flat.results, [])
  t.true(flat.stderr.includes('Skipping directory (.), use -r flag to scan contents'))
})

test('file names can be any bytes', async t => {
  const { commit, write, git, path, findings } = repository(t)
  commit()
  write({ 'a\nb.py': EXEC, 'é "q" \\.py': EXEC, 'tab\t.py': EXEC, 'blank .py': EXEC, '-dash.py': EXEC })
  writeFileSync(Buffer.from(`${path}/\xff.py`, 'latin1'), EXEC)
  const names = ['-dash.py', 'a\nb.py', 'blank .py', 'tab\t.py', 'é "q" \\.py', '\udcff.py'].map(
    name => `B102 ${name}:1`,
  )
  t.deepEqual(await findings(), names)
  t.deepEqual(await findings('--since', 'HEAD'), names)
  git('add', '--all')
  t.deepEqual(await findings('--staged', '--changed-lines'), names)
  const before = commit()
  const edited = `x = 1\n${EXEC}eval("1")\n`
  for (const name of ['a\nb.py', 'é "q" \\.py', 'blank .py']) write({ [name]: edited })
  writeFileSync(Buffer.from(`${path}/\xff.py`, 'latin1'), edited)
  t.deepEqual(await findings('--since', before, '--changed-lines'), [
    'B307 a\nb.py:3',
    'B307 blank .py:3',
    'B307 é "q" \\.py:3',
    'B307 \udcff.py:3',
  ])
})

test('CRLF conversion does not count as a change', async t => {
  const { commit, git, write, findings } = repository(t)
  commit({
    '.gitattributes': '*.py text eol=crlf\n',
    'a.py': 'exec("1")\r\nx = 1\r\n',
    'b.py': 'exec("1")\r\n',
  })
  t.is(git('cat-file', '-s', 'HEAD:b.py'), '10')
  write({ 'a.py': 'exec("1")\r\nx = 1\r\neval("2")\r\n' })
  t.deepEqual(await findings('--since', 'HEAD'), ['B102 a.py:1', 'B307 a.py:3'])
  t.deepEqual(await findings('--since', 'HEAD', '--changed-lines'), ['B307 a.py:3'])
  t.deepEqual(await findings('--new-since', 'HEAD'), ['B307 a.py:3'])
})

test('a file left out by a sparse checkout is read from the index', async t => {
  const { commit, git, path, findings } = repository(t)
  const base = commit({ 'in/a.py': 'x = 1\n', 'out/b.py': 'x = 1\n' })
  commit({ 'in/a.py': EXEC, 'out/b.py': EXEC })
  git('sparse-checkout', 'set', 'in')
  t.deepEqual(await findings('--since', base), ['B102 in/a.py:1', 'B102 out/b.py:1'])
  t.throws(() => rmSync(join(path, 'out/b.py')))
})

test('a submodule is a separate repository', async t => {
  const inner = repository(t)
  inner.commit({ 'a.py': EXEC })
  const { commit, git, path } = repository(t)
  commit()
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub')
  const { results, stderr } = await report(['-r', '.', '--since', 'HEAD'], { cwd: path })
  t.deepEqual(results, [])
  t.true(stderr.includes('sub: skipped a changed submodule: a separate repository'))
})

test('links are not changes, and a link that becomes a file is a new file', async t => {
  const { commit, path, write, findings } = repository(t)
  write({ 'a.py': EXEC })
  symlinkSync('a.py', join(path, 'link.py'))
  symlinkSync('a.py', join(path, 'other.py'))
  commit()
  rmSync(join(path, 'link.py'))
  rmSync(join(path, 'other.py'))
  symlinkSync('./a.py', join(path, 'other.py'))
  write({ 'link.py': EXEC })
  t.deepEqual(await findings('--since', 'HEAD'), ['B102 link.py:1'])
})

test('a file with a merge conflict is scanned as it is on disk', async t => {
  const { commit, git, findings } = repository(t)
  const base = commit({ 'a.py': 'x = 1\n' })
  git('checkout', '--quiet', '-b', 'topic')
  commit({ 'a.py': EXEC })
  git('checkout', '--quiet', 'main')
  commit({ 'a.py': 'eval("1")\n' })
  t.throws(() => git('merge', '--quiet', 'topic'))
  t.deepEqual(await findings('--since', base), [])
  git('checkout', '--quiet', '--theirs', 'a.py')
  t.deepEqual(await findings('--since', base), ['B102 a.py:1'])
})

test("the user's git settings have no effect", async t => {
  const { commit, git, path, write, findings } = repository(t)
  commit({ 'a.py': `${EXEC}x = 1\n` })
  for (const [key, value] of [
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.external', 'false'],
    ['diff.renames', 'false'],
    ['diff.context', '9'],
    ['color.ui', 'always'],
    ['core.quotePath', 'false'],
    ['diff.relative', 'true'],
  ]) {
    git('config', String(key), String(value))
  }
  git('mv', 'a.py', 'ä.py')
  write({ 'ä.py': `${EXEC}x = 1\neval("1")\n` })
  t.deepEqual(await findings('--since', 'HEAD', '--changed-lines'), ['B307 ä.py:3'])
  const env = { GIT_DIFF_OPTS: '--unified=5', GIT_EXTERNAL_DIFF: 'false' }
  const { results } = await report(['-r', '.', '--since', 'HEAD', '--changed-lines'], { cwd: path, env })
  t.deepEqual(places(results), ['B307 3:0'])
})

test('a failed comparison exits with 2 and prints one line', async t => {
  const { commit, git, path } = repository(t)
  const fails = async (cwd: string, ...args: string[]) => {
    const { status, stdout, stderr } = await posse(['-r', '.', ...args], { cwd })
    t.deepEqual([status, stdout], [2, ''])
    return stderr.replace(/^\[main\]\tERROR\t/, '')
  }
  t.is(await fails(path, '--since', 'main'), 'the repository has no commits yet\n')
  t.is(await fails(path, '--new-since', 'HEAD'), 'the repository has no commits yet\n')
  commit({ 'a.py': EXEC })
  t.is(await fails(path, '--since', 'none'), "'none' names no commit of this repository\n")
  t.is(await fails(path, '--since=-all'), "'-all' names no commit of this repository\n")
  t.is(await fails(path, '--new-since', 'HEAD:a.py'), "'HEAD:a.py' names no commit of this repository\n")
  git('checkout', '--quiet', '--orphan', 'other')
  commit()
  t.is(await fails(path, '--since', 'main'), "'main' and HEAD have no commit in common\n")
  t.regex(await fails(folder(t), '--staged'), /^git: not a git repository.*\n$/)
  const bare = cloneOf(t, { ...repository(t), path }, '--bare')
  t.is(await fails(bare.path, '--staged'), 'this is a bare repository, which has no files to scan\n')

  const usage = await posse(['-r', '.', '--changed-lines'], { cwd: path })
  t.is(usage.status, 2)
  t.true(usage.stderr.endsWith('argument --changed-lines: requires --since, --new-since or --staged\n'))
  const both = await posse(['-r', '.', '--since', 'main', '--new-since', 'main'], { cwd: path })
  t.true(both.stderr.endsWith('argument --new-since: not allowed with argument --since\n'))
  const noGit = await posse(['-r', '.', '--staged'], { cwd: path, env: { PATH: '/none' } })
  t.is(noGit.stderr, '[main]\tERROR\tgit cannot be run: no such file or directory\n')
})

test('in a shallow clone without the merge base, the error says what to fetch', async t => {
  const origin = repository(t)
  origin.commit({ 'a.py': 'x = 1\n' })
  origin.git('checkout', '--quiet', '-b', 'topic')
  origin.commit({ 'b.py': EXEC })
  origin.commit({ 'c.py': EXEC })
  origin.git('checkout', '--quiet', 'main')
  origin.commit({ 'd.py': 'y = 1\n' })
  const shallow = cloneOf(t, origin, '--depth=1', '--no-single-branch', '--branch=topic')
  const since = await posse(['-r', '.', '--since', 'origin/main'], { cwd: shallow.path })
  t.is(since.status, 2)
  t.is(
    since.stderr,
    "[main]\tERROR\tthis clone is shallow and lacks the merge base of 'origin/main' and HEAD: fetch more of it (git fetch --unshallow, or fetch-depth: 0 of actions/checkout)\n",
  )
  const missing = await posse(['-r', '.', '--since', 'HEAD~1'], { cwd: shallow.path })
  t.true(
    missing.stderr.includes("'HEAD~1' names no commit of this repository: this clone is shallow, fetch it"),
  )
  // Without a merge base, the commit itself is used.
  t.deepEqual(await shallow.findings('--new-since', 'origin/main'), ['B102 b.py:1', 'B102 c.py:1'])
  shallow.git('fetch', '--quiet', '--unshallow')
  t.deepEqual(await shallow.findings('--since', 'origin/main'), ['B102 b.py:1', 'B102 c.py:1'])
})

test('without a target, the changes in the whole folder are scanned', async t => {
  const { commit, write, git, path } = repository(t)
  commit({ 'a.py': 'x = 1\n', 'pkg/b.py': 'x = 1\n' })
  write({ 'a.py': EXEC, 'pkg/b.py': EXEC })
  git('add', '--all')
  for (const words of [['--staged'], ['--since', 'HEAD'], ['--new-since', 'HEAD']])
    t.deepEqual(places((await report(words, { cwd: path })).results), ['B102 1:0', 'B102 1:0'], words[0])
})
