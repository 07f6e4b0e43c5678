import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Configured } from '../index.js'
import { type Selection, Walk } from '../src/native.js'
import { folder } from './posse.js'

const OPTIONS = { gitignore: true, forceExclude: true }

/** Creates a folder with these files, which contain nothing. */
function tree(t: ExecutionContext, names: readonly string[]): string {
  const here = realpathSync(folder(t))
  for (const name of names) {
    mkdirSync(join(here, name.endsWith('/') ? name : dirname(name)), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(here, name), '')
  }
  return here
}

/** Walks to the end. `answers` gives the configuration of each folder that the walk asks for, by its path. */
function finish(walk: Walk, answers: (folder: string) => Configured | null): Selection {
  for (let pending = walk.pending(); pending.length > 0; pending = walk.pending()) {
    walk.advance(pending.map(answers))
  }
  return walk.finish()
}

test('a walk asks for the configurations of folders in rounds, and gives each source the number of its own', t => {
  const here = tree(t, [
    'posse.toml',
    'a.py',
    'gen/b.py',
    'p/.posse.toml',
    'p/gen/c.py',
    'p/q/posse.toml/',
    'p/q/d.py',
  ])
  mkdirSync(join(here, '.git'))
  const walk = new Walk(['.'], { here, ...OPTIONS })
  const rounds: string[][] = []
  const selection = finish(walk, path => {
    rounds.push([path])
    if (path === join(here, 'p/q')) return null
    return { configuration: rounds.length, exclude: path === here ? [{ glob: '/gen', root: here }] : [] }
  })
  t.deepEqual(rounds, [[here], [join(here, 'p')], [join(here, 'p/q')]])
  t.deepEqual(selection.list(), ['a.py', 'p/gen/c.py', 'p/q/d.py'])
  t.deepEqual([...selection.configurations()], [1, 2, 2])
  t.deepEqual(selection.excluded(), ['gen/'])
  t.deepEqual(selection.missing(), [])
  t.deepEqual(selection.unreadable(), [])
})

test('the same selection is made from a list, of files that are not on disk', t => {
  const here = tree(t, ['posse.toml', 'p/posse.toml', 'env/pyvenv.cfg'])
  const list = { root: here, here, paths: ['p/a.py', 'env/b.py', 'gen/c.py', 'é\udcff.py', 'tool'] }
  const exclude = [{ glob: 'gen', root: here }]
  const selection = finish(Walk.among(list, ['.', 'no.py'], { here, ...OPTIONS }), path =>
    path.endsWith('/p') ? { configuration: 7, exclude } : { configuration: 3, exclude },
  )
  t.deepEqual(selection.list(), ['p/a.py', 'é\udcff.py'])
  t.deepEqual([...selection.configurations()], [7, 3])
  t.deepEqual([...selection.places()], [0, 3])
  t.deepEqual(selection.excluded(), ['env/', 'gen/'])
  t.deepEqual(selection.missing(), ['no.py'])
})

test('a walk says what is wrong with its use', t => {
  const here = tree(t, ['a.py'])
  const walk = new Walk(['a.py'], { here, ...OPTIONS })
  t.is(walk.pending().length, 1)
  t.throws(() => walk.advance([]), { message: 'a walk needs one answer for each pending folder' })
  walk.advance([null])
  t.throws(() => walk.advance([null]), { message: 'a walk needs one answer for each pending folder' })
  t.deepEqual(walk.finish().list(), ['a.py'])
  for (const use of [() => walk.finish(), () => walk.pending(), () => walk.advance([])]) {
    t.throws(use, { message: 'this walk is finished' })
  }
  const early = new Walk(['a.py'], { here, ...OPTIONS })
  t.throws(() => early.finish(), { message: 'the walk waits for configurations' })
})

interface Row {
  glob: string
  path: string
  matches: boolean
}

test('the shared table of globs is what git says', async t => {
  const rows: Row[] = JSON.parse(readFileSync(new URL('fixtures/globs.json', import.meta.url), 'utf8'))
  const root = folder(t)
  // A name cannot be a file and a folder in one repository.
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.glob}\0${row.path.endsWith('/')}${row.path.split('/').length}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const queue = [...groups.values()].entries()
  const differ: Row[] = []
  const worker = async () => {
    for (const [at, group] of queue) {
      const ignored = await ignoredOf(join(root, `${at}`), group)
      differ.push(...group.filter((row, index) => row.matches !== ignored[index]))
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  t.true(rows.length > 250)
  t.deepEqual(differ, [])
})

/** Which paths git ignores, or a folder above them, in a repository with one glob. For a negated one, which it matches. */
async function ignoredOf(repository: string, rows: readonly Row[]): Promise<boolean[]> {
  for (const name of ['objects', 'refs', 'info'])
    mkdirSync(join(repository, '.git', name), { recursive: true })
  writeFileSync(join(repository, '.git/HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(repository, '.git/info/exclude'), `${rows[0]?.glob}\n`)
  for (const { path } of rows) {
    mkdirSync(join(repository, path.endsWith('/') ? path : dirname(path)), { recursive: true })
    if (!path.endsWith('/')) writeFileSync(join(repository, path), '')
  }
  const settings = ['-c', 'core.excludesFile=/dev/null', '-c', 'core.ignoreCase=false']
  const words = ['-C', repository, ...settings, 'check-ignore', '-v', '-n', '-z', '--no-index', '--stdin']
  const child = spawn('git', words, { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.end(rows.map(({ path }) => `${path.replace(/\/$/, '')}\0`).join(''))
  let output = ''
  for await (const part of child.stdout) output += part
  // Each path has four fields; the third is the glob that matched.
  const fields = output.split('\0')
  return rows.map((_, at) => fields[at * 4 + 2] !== '')
}
