import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { UsageError, UserError } from '../src/errors.js'
import { openOutput } from '../src/output/writer.js'
import { folder } from './posse.js'

test('text and bytes are written in order, and no other file is left', async t => {
  const path = folder(t)
  const output = await openOutput(join(path, 'report'))
  await output.write(['a', 'é', Buffer.from('b'), 'x'.repeat(100_000), Buffer.alloc(300_000, 'y'), 'end\n'])
  const expected = `aéb${'x'.repeat(100_000)}${'y'.repeat(300_000)}end\n`
  t.is(readFileSync(join(path, 'report'), 'utf8'), expected)
  t.deepEqual(readdirSync(path), ['report'])
})

test('a lone surrogate is written as its escape', async t => {
  const path = join(folder(t), 'report')
  await (await openOutput(path)).write(['\udcff\u{1f600}\ud800'])
  t.is(readFileSync(path, 'utf8'), '\\udcff\u{1f600}\\ud800')
})

test('a report replaces the whole file and keeps its mode', async t => {
  const path = join(folder(t, { report: 'old' }), 'report')
  chmodSync(path, 0o640)
  const { ino } = statSync(path)
  const output = await openOutput(path)
  t.is(readFileSync(path, 'utf8'), 'old')
  await output.write(['new'])
  t.is(readFileSync(path, 'utf8'), 'new')
  t.is(statSync(path).mode & 0o7777, 0o640)
  t.not(statSync(path).ino, ino)
})

test('a report that fails halfway leaves the old file and no other', async t => {
  const path = folder(t, { report: 'old' })
  function* broken() {
    yield 'x'.repeat(200_000)
    throw new Error('no more')
  }
  await t.throwsAsync((await openOutput(join(path, 'report'))).write(broken()), { message: 'no more' })
  t.is(readFileSync(join(path, 'report'), 'utf8'), 'old')
  t.deepEqual(readdirSync(path), ['report'])
})

test('links are followed, even to a file that does not exist yet', async t => {
  const path = folder(t, { 'real/report': 'old' })
  symlinkSync('real/report', join(path, 'link'))
  symlinkSync('real/new', join(path, 'dangling'))
  await (await openOutput(join(path, 'link'))).write(['new'])
  await (await openOutput(join(path, 'dangling'))).write(['new'])
  t.true(lstatSync(join(path, 'link')).isSymbolicLink())
  t.deepEqual(readdirSync(join(path, 'real')), ['new', 'report'])
  t.is(readFileSync(join(path, 'real/report'), 'utf8'), 'new')
})

test('a FIFO is written to directly', async t => {
  const path = join(folder(t), 'fifo')
  execFileSync('mkfifo', [path])
  const reader = import('node:fs/promises').then(fs => fs.readFile(path, 'utf8'))
  await (await openOutput(path)).write(['through'])
  t.is(await reader, 'through')
  t.true(statSync(path).isFIFO())
})

test('a full device is an error, and remains a device', async t => {
  const output = await openOutput('/dev/full')
  await t.throwsAsync(output.write(['x']), {
    instanceOf: UserError,
    message: "cannot write '/dev/full': no space left on device",
  })
  t.true(statSync('/dev/full').isCharacterDevice())
})

test('a path that cannot be written is detected before the scan', async t => {
  const path = folder(t)
  mkdirSync(join(path, 'folder'))
  writeFileSync(join(path, 'file'), '')
  symlinkSync('loop', join(path, 'loop'))
  const cases = {
    'none/report': 'no such file or directory',
    folder: 'illegal operation on a directory',
    'file/report': 'not a directory',
    loop: 'too many symbolic links',
  }
  for (const [name, reason] of Object.entries(cases)) {
    const error = await t.throwsAsync(openOutput(join(path, name)), { instanceOf: UsageError })
    t.is(error?.message, `argument -o/--output: can't open '${join(path, name)}': ${reason}`)
  }
  await t.throwsAsync(openOutput(''), { message: 'argument -o/--output: expected a file name' })
})
