import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import test from 'ava'
import { Configurations } from '../src/configuration/configurations.js'
import { wrongWithGlob } from '../src/configuration/globs.js'
import { builtinRules } from '../src/rules/builtin.js'
import { run } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

/** A glob, and a path that git ignores because of it or does not. The core's tests use these, too. */
interface Row {
  glob: string
  path: string
  matches: boolean
}

const ROWS: Row[] = JSON.parse(readFileSync(new URL('fixtures/globs.json', import.meta.url), 'utf8'))

const FILES = [
  'a.py',
  'build/x.py',
  'docs/conf.py',
  'lib/build/y.py',
  'my dir/a b.py',
  'src/app.py',
  'src/app_test.py',
  'src/deep/er/app.py',
  'src/deep/er/tests/test_x.py',
  'src/gen/a1.py',
  'src/gen/a2.py',
  'src/gen/b1.py',
  'tests/test_a.py',
  'tests/unit/conftest.py',
  'tests/unit/test_b.py',
  'weird/#hash.py',
  'weird/!bang.py',
  'weird/[x].py',
  'weird/{y}.py',
  'weird/ü1.py',
]

/** Globs that are not. */
const RIGHT = [
  'tests/*',
  'tests/*.py',
  'tests/**',
  'tests/**/*.py',
  '**/tests/**',
  '**/tests',
  'src/**/app.py',
  'src/*/*/app.py',
  'src/*/app.py',
  '*_test.py',
  'test_*.py',
  'a?.py',
  '?1.py',
  '??1.py',
  '*ü*',
  '[ab]1.py',
  '[!a]1.py',
  '[^a]1.py',
  'a[1-2].py',
  'a[]1].py',
  '\\#hash.py',
  '\\!bang.py',
  'weird/#hash.py',
  '\\[x\\].py',
  '\\{y\\}.py',
  'a\\ b.py',
  'ü*',
  '*',
  '**',
  '/**',
  '*1*',
]

/** Globs that are mistakes. */
const WRONG = [
  'a**',
  'src/ge**/a1.py',
  '***',
  '',
  '  ',
  '/',
  '!',
  '!/',
  '#x',
  'a{b,c}',
  '}',
  '[x',
  '[',
  '[z-a]',
  '[[:alpha:]]',
  '[ü]',
  '[\\]]',
  'a//b',
  './a',
  'a/../b',
  'a\\b',
  'a\\',
  'src\\app.py',
]

const RULES = builtinRules()

/** Those of the files below `root` that an entry of `per-file-ignores` with the glob applies to. */
function matched(root: string, glob: string, files = FILES): string[] {
  const overrides = { settings: [`[per-file-ignores]\n${JSON.stringify(glob)} = ["B101"]\n`] }
  const configurations = new Configurations({ cwd: root, isolated: true, overrides, rules: RULES })
  if (configurations.mistakes.length > 0) return [...configurations.mistakes]
  const configuration = configurations.at(root)
  return files.filter(file => configuration.ignoredIn(join(root, file)).has('B101'))
}

/** Those that git ignores because of the glob. */
async function ignoredByGit({ path, write }: ScratchRepository, glob: string): Promise<string[]> {
  write({ '.git/info/exclude': `${glob}\n` })
  const { stdout } = await run('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd: path,
    input: FILES.join('\0'),
  })
  return stdout.split('\0').filter(Boolean)
}

test('globs match what they match in .gitignore', t => {
  let compared = 0
  for (const { glob, path, matches } of ROWS) {
    if (wrongWithGlob(glob) !== undefined) continue
    // Here a negated glob stands for the files that it does not match.
    const expected = matches !== glob.startsWith('!')
    const isFolder = path.endsWith('/')
    // A glob that does not match a folder may match a file in it.
    if (isFolder && !expected) continue
    t.is(matched('/x', glob, [isFolder ? `${path}x.txt` : path]).length > 0, expected, `${glob} ${path}`)
    compared++
  }
  t.true(compared > 300, `only ${compared}`)
})

test('any glob that has nothing wrong with it matches what it matches in .gitignore', async t => {
  const project = repository(t)
  project.write(Object.fromEntries(FILES.map(file => [file, ''])))
  const parts = [
    '*',
    '**',
    '?',
    'a',
    'src',
    '/',
    '/',
    'test',
    '.py',
    '_',
    '[a-t]',
    '[!s]',
    'tests',
    'deep',
    'er',
    '\\*',
  ]
  let state = 7
  const random = (below: number) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  let compared = 0
  let matching = 0
  while (compared < 300) {
    const glob = Array.from({ length: 1 + random(6) }, () => parts[random(parts.length)]).join('')
    if (wrongWithGlob(glob) !== undefined) continue
    const own = matched(project.path, glob)
    t.deepEqual(own, await ignoredByGit(project, glob), glob)
    compared++
    if (own.length > 0) matching++
  }
  t.true(matching > 40, `only ${matching} globs matched anything`)
})

test('globs that programs read in different ways, and those that match nothing, are mistakes', t => {
  for (const glob of WRONG) t.is(typeof wrongWithGlob(glob), 'string', glob)
  for (const glob of RIGHT) t.is(wrongWithGlob(glob), undefined, glob)
})

test('a negated glob stands for the files that it does not match', t => {
  t.deepEqual(
    matched('/x', '!src/').filter(file => !file.startsWith('weird') && !file.startsWith('tests')),
    ['a.py', 'build/x.py', 'docs/conf.py', 'lib/build/y.py', 'my dir/a b.py'],
  )
  t.deepEqual(matched('/x', '!*'), [])
})

test('in exclude, the last glob for a path counts, and a folder that is left out cannot be entered', t => {
  const left = (...globs: string[]) => {
    const overrides = { settings: [`exclude = ${JSON.stringify(globs)}\n`] }
    const configuration = new Configurations({ cwd: '/x', isolated: true, overrides, rules: RULES }).at('/x')
    return FILES.filter(file => !configuration.excludedBy(join('/x', file)))
  }
  t.deepEqual(left('*', '!src', '!app.py'), ['src/app.py'])
  t.deepEqual(left('*', '!src'), [])
  t.deepEqual(left('src/', '!src/app.py', 'tests', 'docs', 'weird', 'build', 'my dir'), ['a.py'])
  t.deepEqual(left('*.py', '!a?.py', '!conf.py', 'gen/'), ['docs/conf.py'])
  t.deepEqual(left('tests', '!*', '/[!t]*', 'unit'), ['tests/test_a.py'])
})

test('a glob with many stars takes no time', t => {
  const glob = `${'*a'.repeat(60)}*b`
  const folders = `${'**/a/'.repeat(30)}b`
  const start = performance.now()
  t.deepEqual(matched('/x', glob, ['a'.repeat(200), `${'a'.repeat(200)}b`]), [`${'a'.repeat(200)}b`])
  t.deepEqual(matched('/x', folders, [`${'a/'.repeat(200)}c`, `${'a/'.repeat(200)}b`]), [
    `${'a/'.repeat(200)}b`,
  ])
  t.true(performance.now() - start < 1000)
})

test('files outside of the folder of the configuration are not matched', t => {
  t.deepEqual(matched('/x/y', '*', ['../a.py', '../../a.py', 'a.py']), ['a.py'])
  t.deepEqual(matched('/', '/a.py', ['a.py', 'b/a.py']), ['a.py'])
})
