import test from 'ava'
import { fromBandit, fromRuff } from '../src/cli/init/other-globs.js'

/*
 * The globs on the left were given to Ruff 0.14.0 and Bandit 1.9.4 with a tree of files. Those on the right match the
 * same files, except for the groups that say otherwise.
 */

test("Ruff's globs become globs that match the same files", t => {
  const same: Readonly<Record<string, string[]>> = {
    'tests/*': ['/tests/'],
    'tests/**': ['/tests/'],
    'tests/*.py': ['tests/**/*.py'],
    'tests/**/*.py': ['tests/**/*.py'],
    '**/tests/*': ['tests/'],
    '**/tests/**': ['tests/'],
    '**/tests/*.py': ['**/tests/**/*.py'],
    'test_*.py': ['test_*.py'],
    'src/*/tests/*': ['src/*/**/tests/'],
    '*/tests/*': ['*/**/tests/'],
    '{tests,docs}/*': ['/tests/', '/docs/'],
    '**/{tests,docs}/*': ['tests/', 'docs/'],
    '!src/**.py': ['!src/**/*.py'],
    './tests/*': ['/tests/'],
    'src/**/app.py': ['src/**/app.py'],
    '**/conftest.py': ['conftest.py'],
    '*.py': ['*.py'],
    '**/*': ['*'],
    'docs/**/*.*': ['docs/**/*.*'],
    'src/d*/*.py': ['src/d*/**/*.py'],
    '**/migrations/*.py': ['**/migrations/**/*.py'],
    'src\\gen\\*': ['src/gen/'],
  }
  for (const [glob, globs] of Object.entries(same)) t.deepEqual(fromRuff(glob), { globs }, glob)
  // In per-file-ignores, Ruff matches no folders.
  const folders = { tests: ['tests'], 'tests/': ['tests/'], 'src/deep': ['src/deep'] }
  for (const [glob, globs] of Object.entries(folders)) t.deepEqual(fromRuff(glob), { globs }, glob)
})

test("Bandit's globs and parts of paths become globs that match the same files", t => {
  const same: Readonly<Record<string, string>> = {
    '*_test.py': '*_test.py',
    '*/test_*.py': 'test_*.py',
    '**/test_*.py': 'test_*.py',
    '*/tests/*': 'tests/',
    './tests/*': '/tests/',
    '**/tests/**': 'tests/',
    '*/tests/*.py': '**/tests/**/*.py',
    '*test*': '*test*',
    '*/conftest.py': 'conftest.py',
    './src/*_test.py': '/src/**/*_test.py',
    '*/tests/unit/*': '**/tests/unit/',
    './tests': '/tests',
    '/tests': 'tests',
    '/tests/': 'tests/',
    'src/gen': 'src/gen',
    'docs/': 'docs/',
    '*/migrations/*': 'migrations/',
  }
  for (const [text, glob] of Object.entries(same)) t.deepEqual(fromBandit(text), { globs: [glob] }, text)
  // Bandit compares with a path that starts with `./`, or takes a name for a part of any path.
  const meant = { 'tests/*': '/tests/', 'test_*.py': 'test_*.py', tests: 'tests', '**/tests': 'tests' }
  for (const [text, glob] of Object.entries(meant)) t.deepEqual(fromBandit(text), { globs: [glob] }, text)
})

test('a glob that cannot be written as one says why', t => {
  t.deepEqual(fromBandit(''), { why: 'it is empty' })
  t.deepEqual(fromRuff('[a'), { why: "'[a': '[' has no ']': write '\\[' for the character" })
  for (const text of ['/', './', '.', 'a/../b']) t.true('why' in fromBandit(text), text)
})
