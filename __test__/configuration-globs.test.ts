import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import test from 'ava'
import { Configurations } from '../src/configuration/configurations.js'
import { wrongWithGlob } from '../src/configuration/globs.js'
import { builtinRules } from '../src/rules/builtin.js'
import { run } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

/** Globs with the files that they match. The core's tests use them, too. */
interface Shared {
  files: string[]
  cases: { glob: string; matches: string[] | 'all' }[]
  wrong: string[]
}

const SHARED: Shared = JSON.parse(readFileSync(new URL('fixtures/globs.json', import.meta.url), 'utf8'))
const RULES = builtinRules()

/** Those of the files below `root` that an entry of `per-file-ignores` with the glob applies to. */
function matched(root: string, glob: string, files = SHARED.files): string[] {
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
    input: SHARED.files.join('\0'),
  })
  return stdout.split('\0').filter(Boolean)
}

test('globs match what they match in .gitignore', async t => {
  const project = repository(t)
  project.write(Object.fromEntries(SHARED.files.map(file => [file, ''])))
  for (const { glob, matches } of SHARED.cases) {
    const expected = matches === 'all' ? SHARED.files : matches
    t.deepEqual(matched(project.path, glob), expected, glob)
    t.deepEqual(await ignoredByGit(project, glob), expected, `git: ${glob}`)
  }
})

test('any glob that has nothing wrong with it matches what it matches in .gitignore', async t => {
  const project = repository(t)
  project.write(Object.fromEntries(SHARED.files.map(file => [file, ''])))
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
  for (const glob of SHARED.wrong) t.is(typeof wrongWithGlob(glob), 'string', glob)
  for (const { glob } of SHARED.cases) t.is(wrongWithGlob(glob), undefined, glob)
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
    return SHARED.files.filter(file => !configuration.excludedBy(join('/x', file)))
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
