import { readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, posse } from './posse.js'

const FILES = {
  'src/a.py': 'import pickle\npassword = "x"\n',
  'src/b.py': 'assert eval("1")  # nosec B101\n',
}

test('with a cache the report is the same bytes, the first time and the second', async t => {
  const cwd = folder(t, FILES)
  const plain = await posse(['-r', 'src', '-f', 'json'], { cwd })
  for (const _ of [1, 2]) {
    const cached = await posse(['-r', 'src', '-f', 'json', '--cache-dir', 'kept'], { cwd })
    t.deepEqual([cached.stdout, cached.status], [plain.stdout, 1])
  }
  t.is(readdirSync(join(cwd, 'kept')).length, 1)
})

test('a changed file is scanned again', async t => {
  const cwd = folder(t, FILES)
  const args = ['-r', 'src', '-f', 'json', '--cache-dir', 'kept']
  await posse(args, { cwd })
  writeFileSync(join(cwd, 'src/a.py'), 'import marshal\nexec("x")\n')
  const changed = await posse(args, { cwd })
  t.is(changed.stdout, (await posse(['-r', 'src', '-f', 'json'], { cwd })).stdout)
  t.true(changed.stdout.includes('Use of exec detected.'))
})

test("--cache stores results in the user's cache folder", async t => {
  const cwd = folder(t, FILES)
  await posse(['-r', 'src', '--cache'], { cwd, env: { XDG_CACHE_HOME: join(cwd, 'home') } })
  t.is(readdirSync(join(cwd, 'home', 'posse')).length, 1)
})

test('a truncated cache is rebuilt, and -v says so', async t => {
  const cwd = folder(t, FILES)
  const args = ['-r', 'src', '--cache-dir', 'kept']
  const plain = await posse(['-r', 'src'], { cwd })
  await posse(args, { cwd })
  const [file = ''] = readdirSync(join(cwd, 'kept'))
  truncateSync(join(cwd, 'kept', file), 100)
  const quiet = await posse(args, { cwd })
  t.is(quiet.stdout, plain.stdout)
  t.false(quiet.stderr.includes('rebuilding it'))
  truncateSync(join(cwd, 'kept', file), 100)
  t.regex(
    (await posse([...args, '-v'], { cwd })).stderr,
    /posse-cache is not a posse cache, or is truncated; rebuilding it/,
  )
})

test('a cache that cannot be kept is one warning, and the scan goes on', async t => {
  const cwd = folder(t, { ...FILES, file: '' })
  const message =
    /no cache: file\/kept\/\w+\.posse-cache cannot be (?:read|saved): not a directory; --cache-dir can name another folder\n/i
  for (const args of [
    ['-r', 'src'],
    ['check', 'src'],
    ['check', '-q', 'src'],
  ]) {
    const plain = await posse([...args, '-f', 'json'], { cwd })
    const { stdout, stderr, status } = await posse([...args, '-f', 'json', '--cache-dir', 'file/kept'], {
      cwd,
    })
    t.deepEqual([stdout, status], [plain.stdout, plain.status])
    t.regex(stderr, message)
    t.is(stderr.split('no cache').length, 2)
  }
})

test('-j takes a number of threads, at least 1', async t => {
  const cwd = folder(t, FILES)
  const plain = await posse(['-r', 'src'], { cwd })
  t.is((await posse(['-r', 'src', '-j', '1'], { cwd })).stdout, plain.stdout)
  t.is((await posse(['-r', 'src', '-j3'], { cwd })).stdout, plain.stdout)
  const none = await posse(['-r', 'src', '-j0'], { cwd })
  t.is(none.status, 2)
  t.regex(none.stderr, /error: argument -j\/--jobs: must be at least 1\n$/)
})
