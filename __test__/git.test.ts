import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { Options } from '../src/api.js'
import { decodeName, encodeName, unquoteName } from '../src/git/names.js'
import { run } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

const EXEC = 'exec("1")\n'

const API = new URL('../dist/api.js', import.meta.url)

/** The findings of a scan, or its error message. Runs in a separate process, because its working directory matters. */
async function findingsOf({ path }: ScratchRepository, options: Options): Promise<string[]> {
  const given = JSON.stringify({ targets: ['.'], recursive: true, ...options })
  const script = `
    import { scan, UserError } from ${JSON.stringify(API)}
    const report = await scan(${given}).catch(error => {
      if (error instanceof UserError) console.log(error.message)
      else throw error
    })
    for (const { id, file, line } of report?.findings ?? []) console.log(id + ' ' + file + ':' + line)
  `
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: path })
  return [...stdout.split('\n'), stderr].filter(Boolean)
}

test('a commit is scanned whatever is on disk, and nothing is written', async t => {
  const scratch = repository(t)
  const { commit, git, write, path } = scratch
  const first = commit({ 'a.py': EXEC, 'pkg/b.py': EXEC, 'pkg/b.txt': EXEC })
  commit({ 'a.py': 'x = 1\n' })
  write({ 'a.py': 'eval("1")\n', 'new.py': EXEC })
  rmSync(join(path, 'pkg'), { recursive: true })
  const state = () => [git('status', '--porcelain=v2'), git('ls-files', '--stage', '--debug')]
  const before = state()
  t.deepEqual(await findingsOf(scratch, { revision: first }), ['B102 ./a.py:1', 'B102 ./pkg/b.py:1'])
  t.deepEqual(await findingsOf(scratch, { revision: 'HEAD' }), ['B102 ./pkg/b.py:1'])
  t.deepEqual(await findingsOf(scratch, { revision: first, targets: ['pkg/b.txt', 'pkg'] }), [
    'B102 ./pkg/b.txt:1',
    'B102 pkg/b.py:1',
  ])
  t.deepEqual(state(), before)
})

test('a link in a commit is read as its target', async t => {
  const scratch = repository(t)
  scratch.write({ 'pkg/a.py': EXEC })
  const link = (to: string, name: string) => symlinkSync(to, join(scratch.path, name))
  link('../pkg/a.py', 'pkg/up.py')
  link('pkg/up.py', 'twice.py')
  link('pkg', 'folder.py')
  link('/etc/hostname', 'outside.py')
  link('loop.py', 'loop.py')
  scratch.commit()
  t.deepEqual(await findingsOf(scratch, { revision: 'HEAD' }), [
    'B102 ./pkg/a.py:1',
    'B102 ./pkg/up.py:1',
    'B102 ./twice.py:1',
  ])
})

test('contents are complete, including large, empty and equal ones', async t => {
  const scratch = repository(t)
  const large = `${'x = 1\n'.repeat(100_000)}${EXEC}`
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}.py`, `x = ${n}\n${EXEC}`]))
  scratch.commit({ ...files, 'large.py': large, 'copy.py': large, 'empty.py': '' })
  const found = await findingsOf(scratch, { revision: 'HEAD' })
  t.is(found.length, 302)
  t.true(found.includes('B102 ./copy.py:100001'))
})

test('a missing object is a one-line error', async t => {
  const scratch = repository(t)
  const { commit, git, path } = scratch
  commit({ 'a.py': EXEC })
  const id = git('rev-parse', 'HEAD:a.py')
  rmSync(join(path, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true })
  t.deepEqual(await findingsOf(scratch, { revision: 'HEAD' }), [`the repository lacks the object ${id}`])
})

test('a file named twice by different paths has two names, as on disk', async t => {
  const scratch = repository(t)
  scratch.commit({ 'pkg/a.py': EXEC })
  const targets = ['pkg/a.py', './pkg/../pkg/a.py', join(scratch.path, 'pkg'), 'pkg//']
  const onDisk = await findingsOf(scratch, { targets })
  t.is(onDisk.length, 4)
  t.deepEqual(await findingsOf(scratch, { revision: 'HEAD', targets }), onDisk)
})

test('names keep bytes that are not UTF-8', t => {
  const bytes = Buffer.from('a\xc3\xa9\xff\xed\xa0\x80\xf0\x9f\x98\x80\xc3', 'latin1')
  t.is(decodeName(bytes), 'aé\udcff\udced\udca0\udc80😀\udcc3')
  t.deepEqual(encodeName(decodeName(bytes)), bytes)
  t.is(unquoteName('"a\\303\\251\\t\\"\\\\ \\377"'), 'aé\t"\\ \udcff')
  t.is(unquoteName('a b'), 'a b')
})
