import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { scan } from '../src/api.js'
import { folder, type JsonReport, places, posse } from './posse.js'

const EXEC = 'exec("1")\n'

/** The skipped files of a JSON report, with their reasons. */
const skipped = (stdout: string) =>
  JSON.parse(stdout).errors.map(({ filename, reason }: Record<string, string>) => `${filename}: ${reason}`)

test('a file that is larger than --max-file-size is skipped with a reason, and the others are scanned', async t => {
  const cwd = folder(t, { 'large.py': EXEC.repeat(1000), 'small.py': EXEC })
  const scanned = await posse(['-r', '.', '-f', 'json', '--max-file-size', '9.999kB'], { cwd })
  t.deepEqual(skipped(scanned.stdout), ['./large.py: larger than 9999 bytes (--max-file-size)'])
  t.deepEqual(places((JSON.parse(scanned.stdout) as JsonReport).results), ['B102 1:0'])
  t.is(scanned.status, 1)
  const words = ['-r', '.', '-q', '--exit-zero', '--fail-on-error', '--max-file-size']
  for (const [size, status] of [
    ['10000', 0],
    ['9999', 1],
    ['10kB', 0],
    ['9kib', 1],
    ['10KiB', 0],
    ['0.01 MB', 0],
    ['1g', 0],
    ['0', 0],
  ] as const)
    t.is((await posse([...words, size], { cwd })).status, status, size)
})

test('the limit applies to files on disk, standard input and given content alike', async t => {
  const content = Buffer.from(EXEC)
  const size = content.length
  const given = { sources: [{ name: 'a.py', content }] }
  t.is((await scan({ ...given, maxFileSize: size })).findings.length, 1)
  t.deepEqual((await scan({ ...given, maxFileSize: size - 1 })).skipped, [
    { name: 'a.py', reason: `larger than ${size - 1} bytes (--max-file-size)` },
  ])
  const { stdout } = await posse(['-', '-f', 'json', '--max-file-size', '3'], { input: EXEC })
  t.deepEqual(skipped(stdout), ['<stdin>: larger than 3 bytes (--max-file-size)'])
})

test('a file of terabytes is skipped by default, without reading it', async t => {
  const cwd = folder(t, { 'a.py': '', 'b.py': EXEC })
  truncateSync(join(cwd, 'a.py'), 2 ** 40)
  const { stdout } = await posse(['-r', '.', '-f', 'json'], { cwd })
  t.deepEqual(skipped(stdout), ['./a.py: larger than 268435456 bytes (--max-file-size)'])
  t.is(JSON.parse(stdout).results.length, 1)
})

test('a cache neither keeps nor hides a limit', async t => {
  const cwd = folder(t, { 'a.py': EXEC.repeat(10) })
  const counts: number[] = []
  for (const size of ['0', '50', '0', '50', '1MB']) {
    const { stdout } = await posse(['a.py', '-f', 'json', '--cache-dir', 'c', '--max-file-size', size], {
      cwd,
    })
    counts.push(JSON.parse(stdout).results.length)
  }
  t.deepEqual(counts, [10, 0, 10, 0, 10])
})

test('a file that takes longer than --max-file-time is skipped with a reason, and not kept in a cache', async t => {
  const cwd = folder(t, { 'slow.py': 'x = 1\n'.repeat(500_000) + EXEC, 'quick.py': EXEC })
  const words = ['-r', '.', '-f', 'json', '--cache-dir', 'c']
  const late = await posse([...words, '--max-file-time', '0.001'], { cwd })
  t.deepEqual(skipped(late.stdout), ['./slow.py: takes longer than 0.001 s (--max-file-time)'])
  t.is(JSON.parse(late.stdout).results.length, 1)
  const inTime = await posse([...words, '--max-file-time', '600s'], { cwd })
  t.deepEqual(skipped(inTime.stdout), [])
  t.is(JSON.parse(inTime.stdout).results.length, 2)
})

test('a malformed limit is an error that shows a right one', async t => {
  for (const size of ['', 'x', '-1', '1e9', '5iB', '10 potatoes', '9999999999TB']) {
    const { status, stderr } = await posse([`--max-file-size=${size}`, 'a.py'])
    t.is(status, 2)
    t.true(
      stderr.endsWith(
        `posse: error: argument --max-file-size: invalid size: '${size}' (expected one such as 500kB, 20MB or 1GiB)\n`,
      ),
      stderr,
    )
  }
  const { status, stderr } = await posse(['--max-file-time=soon', 'a.py'])
  t.is(status, 2)
  t.true(stderr.endsWith("posse: error: argument --max-file-time: invalid number of seconds: 'soon'\n"))
  await t.throwsAsync(scan({ targets: ['a.py'], maxFileSize: -1 }), {
    message: 'maxFileSize: expected a whole number, 0 or more',
  })
})

test('the parts of a scan must have the same limits', async t => {
  const cwd = folder(t, { 'a.py': EXEC, 'b.py': EXEC })
  writeFileSync(join(cwd, 'large.py'), EXEC.repeat(100))
  for (const [part, size] of [
    ['1/2', '100'],
    ['2/2', '200'],
  ] as const)
    await posse(['-r', '.', '--shard', part, '-o', `parts${size}.record`, '--max-file-size', size], { cwd })
  const { status, stderr } = await posse(['merge', 'parts100.record', 'parts200.record'], { cwd })
  t.is(status, 2)
  t.regex(stderr, /were made with different settings/)
})
