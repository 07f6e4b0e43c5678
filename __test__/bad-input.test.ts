import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import test from 'ava'
import { folder, type JsonReport, posse, report, shell } from './posse.js'

const GOOD = { 'good.py': 'exec("1")\n' }
const seen = ({ results, errors }: JsonReport) => ({
  found: results.map(each => each.filename),
  skipped: Object.fromEntries(errors.map(each => [each.filename, each.reason])),
})

test('a missing target is skipped and does not change the status', async t => {
  const cwd = folder(t, { 'clean.py': '' })
  const { status, errors, metrics } = await report(['clean.py', 'none.py'], { cwd })
  t.is(status, 0)
  t.deepEqual(errors, [{ filename: './none.py', reason: 'No such file or directory' }])
  t.deepEqual(Object.keys(metrics), ['./clean.py', '_totals'])
})

test('a file without read permission is skipped', async t => {
  const cwd = folder(t, { ...GOOD, 'secret.py': 'exec("1")\n' })
  chmodSync(join(cwd, 'secret.py'), 0)
  // Root can read everything, unless it has dropped that capability.
  const limit = process.getuid?.() === 0 ? 'setpriv --bounding-set=-dac_override,-dac_read_search' : ''
  const { stdout, status } = await shell(`${limit} $POSSE -r . -f json`, { cwd })
  t.is(status, 1)
  t.deepEqual(seen(JSON.parse(stdout)), {
    found: ['./good.py'],
    skipped: { './secret.py': 'Permission denied' },
  })
})

test('folders, links, FIFOs and sockets named like a source', async t => {
  const cwd = folder(t, GOOD)
  mkdirSync(join(cwd, 'folder.py'))
  writeFileSync(join(cwd, 'folder.py', 'inner.py'), 'exec("1")\n')
  symlinkSync('none.py', join(cwd, 'dangling.py'))
  symlinkSync('loop.py', join(cwd, 'loop.py'))
  symlinkSync('.', join(cwd, 'again'))
  execFileSync('mkfifo', [join(cwd, 'fifo.py')])
  const server = createServer().listen(join(cwd, 'socket.py'))
  t.teardown(() => server.close())
  const run = await report(['-r', '.'], { cwd })
  const { found, skipped } = seen(run)
  t.deepEqual(found, ['./folder.py/inner.py', './good.py'])
  const { './fifo.py': fifo, './socket.py': socket, ...links } = skipped
  t.deepEqual(links, {
    './dangling.py': 'No such file or directory',
    './loop.py': 'Too many levels of symbolic links',
  })
  t.truthy(fifo)
  t.truthy(socket)
  t.is(run.stderr, '')
})

test('file names with newlines, escape sequences and bytes that are not UTF-8', async t => {
  const cwd = folder(t, GOOD)
  const names = ['new\nline.py', '\x1b[31mred.py', Buffer.from('\xff.py', 'latin1')]
  for (const name of names) {
    writeFileSync(Buffer.concat([Buffer.from(`${cwd}/`), Buffer.from(name)]), 'exec("1")\n')
  }
  const { results } = await report(['-r', '.'], { cwd })
  t.deepEqual(
    results.map(each => each.filename),
    ['./\x1b[31mred.py', './good.py', './new\nline.py', './\udcff.py'],
  )
  const { stdout, stderr, status } = await posse(['-r', '.', '-v'], { cwd })
  t.deepEqual([status, stderr], [1, ''])
  t.true(stdout.includes('   Location: ./\\udcff.py:1:0\n'))
})

test('names on standard error cannot move the cursor', async t => {
  const cwd = folder(t)
  mkdirSync(join(cwd, '\x1b[2J\nfolder'))
  const { stderr } = await posse(['\x1b[2J\nfolder'], { cwd })
  t.is(stderr, '[main]\tWARNING\tSkipping directory (\\x1b[2J\\x0afolder), use -r flag to scan contents\n')
})

test('a syntax error affects only its own file', async t => {
  const cwd = folder(t, { ...GOOD, 'bad.py': 'def (:\n', 'later.py': 'return 1\n', 'empty.py': '' })
  const run = await report(['-r', '.'], { cwd })
  t.deepEqual(seen(run), {
    found: ['./good.py'],
    skipped: { './bad.py': 'syntax error while parsing AST from file' },
  })
  t.deepEqual(run.metrics['./empty.py'], {
    'CONFIDENCE.HIGH': 0,
    'CONFIDENCE.LOW': 0,
    'CONFIDENCE.MEDIUM': 0,
    'CONFIDENCE.UNDEFINED': 0,
    'SEVERITY.HIGH': 0,
    'SEVERITY.LOW': 0,
    'SEVERITY.MEDIUM': 0,
    'SEVERITY.UNDEFINED': 0,
    loc: 0,
    nosec: 0,
    skipped_tests: 0,
  })
})

test('a path into a file, or one that is too long, is one line', async t => {
  const cwd = folder(t, { 'a.py': 'exec(x)\n', 'scripts.toml': 'rules.scripts = ["a.py/x.js"]\n' })
  const long = 'a'.repeat(5000)
  for (const [words, expected, message] of [
    [['check', 'a.py/x'], 1, 'a.py/x: not scanned: no such file or folder'],
    [['check', '--fix', 'a.py/x'], 1, 'a.py/x: not scanned: no such file or folder'],
    [['check', '--config', 'a.py/x.toml'], 2, 'posse check: error: a.py/x.toml: no such file'],
    [['check', '--config', long], 2, `posse check: error: ${long}: no such file`],
    [['explain', 'a.py/x:3'], 2, "posse explain: error: cannot scan 'a.py/x': no such file or folder"],
    [
      ['rules', 'test', 'a.py/x'],
      2,
      "posse rules: error: the configuration of 'a.py/x' has no rules of its own",
    ],
  ] as const) {
    const { status, stdout, stderr } = await posse(words, { cwd })
    t.deepEqual(
      [status, `${stdout}${stderr}`.split('\n')[0]],
      [expected, message],
      words.join(' ').slice(0, 50),
    )
  }
  const scripts = await posse(['check', '--config', 'scripts.toml', 'a.py'], { cwd })
  t.regex(scripts.stderr, /^posse check: error: scripts\.toml:1:\d+: no such file: 'a\.py\/x\.js'\n$/)
  t.is(scripts.status, 2)
})

test('a working directory that was removed is one line', async t => {
  const cwd = folder(t)
  for (const words of ['check', '-r .', 'init']) {
    const { status, stdout, stderr } = await shell(
      `mkdir gone && cd gone && rmdir ../gone && $POSSE ${words}`,
      { cwd },
    )
    const message = 'cannot find the working directory: no such file or directory'
    t.deepEqual([status, stdout, stderr], [2, '', `[main]\tERROR\t${message}\n`], words)
  }
})
