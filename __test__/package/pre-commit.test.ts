import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { cached } from '../../conformance/cache.js'
import { findPython, run as runToEnd } from '../../conformance/python.js'
import { type Files, folder, type Run, run } from '../posse.js'
import { repository } from '../repository.js'
import { OFFLINE, TARBALLS } from './installed.js'

const VERSION = '4.7.0'

/** pre-commit, in a separate environment that is cached. */
function preCommit(): string {
  const program = join(cached('pre-commit'), 'bin', 'pre-commit')
  const isThere = existsSync(program) && runToEnd(program, ['--version']).trim() === `pre-commit ${VERSION}`
  if (!isThere) {
    runToEnd(findPython(), ['-m', 'venv', '--clear', cached('pre-commit')])
    const python = join(cached('pre-commit'), 'bin', 'python')
    runToEnd(python, ['-m', 'pip', 'install', '--quiet', `pre-commit==${VERSION}`])
  }
  return program
}

/** The hook's repository, as it would be published and tagged with the version. */
function hookRepository(t: ExecutionContext): string {
  const mirror = repository(t)
  cpSync('pre-commit', mirror.path, { recursive: true })
  mirror.commit()
  mirror.git('tag', 'v0.1.0')
  return mirror.path
}

/** A repository whose commits the hook checks, and the environment for it. */
async function hooked(t: ExecutionContext, args: readonly string[]) {
  const config = {
    repos: [
      {
        repo: hookRepository(t),
        rev: 'v0.1.0',
        hooks: [{ id: 'posse', args, language_version: 'system', additional_dependencies: TARBALLS }],
      },
    ],
  }
  const scratch = repository(t)
  scratch.commit({ '.pre-commit-config.yaml': JSON.stringify(config) })
  const env = { ...OFFLINE, PRE_COMMIT_HOME: folder(t) }
  const inIt = (program: string, ...words: string[]) => run(program, words, { cwd: scratch.path, env })
  t.is((await inIt(preCommit(), 'install')).status, 0)
  /** Writes, stages and commits files. */
  const commit = (files: Files): Promise<Run> => {
    scratch.write(files)
    scratch.git('add', '--all')
    return inIt('git', 'commit', '--message', 'x')
  }
  return { ...scratch, commit }
}

const locations = ({ stderr }: Run) => Array.from(stderr.matchAll(/Location: (.*)/g), ([, place]) => place)

test('a finding in staged code stops the commit, and clean code passes', async t => {
  const { commit, git, write } = await hooked(t, [])
  const bad = await commit({ 'a.py': 'exec("1")\n', 'no python.txt': 'exec("1")\n' })
  t.is(bad.status, 1)
  t.deepEqual(locations(bad), ['./a.py:1:0'])
  t.is(git('rev-list', '--count', 'HEAD'), '1')

  write({ 'a.py': 'x = 1\n' })
  git('add', '--all')
  const clean = await commit({ 'with space.py': 'y = 2\n' })
  t.is(clean.status, 0, clean.stderr)
  t.is(git('rev-list', '--count', 'HEAD'), '2')
})

test('a file with a syntax error passes, and with --fail-on-error it stops the commit and is named', async t => {
  const broken = { 'a.py': 'def (\n' }
  const lenient = await hooked(t, [])
  t.is((await lenient.commit(broken)).status, 0)
  const strict = await hooked(t, ['--fail-on-error'])
  const { status, stderr } = await strict.commit(broken)
  t.is(status, 1)
  t.true(stderr.includes('./a.py: not scanned: syntax error while parsing AST from file\n'), stderr)
})

test('excludes work as in a scan of the whole repository', async t => {
  const { commit } = await hooked(t, ['-x', './tests/*,*/vendor/*', '-c', 'pyproject.toml'])
  const mixed = await commit({
    'pyproject.toml': '[tool.bandit]\nexclude_dirs = ["./build/"]\n',
    'a.py': 'exec("1")\n',
    'build/b.py': 'exec("1")\n',
    'tests/t.py': 'exec("1")\n',
    'vendor/v.py': 'exec("1")\n',
  })
  t.is(mixed.status, 1)
  t.deepEqual(locations(mixed), ['./a.py:1:0'])
  const excluded = await commit({ 'a.py': 'x = 1\n' })
  t.is(excluded.status, 0, excluded.stderr)
})
