import test from 'ava'
import { folder, posse } from './posse.js'

const FILES = { 'a.py': 'exec(a)\n', 'with space.py': 'exec(b)\n', "it's.py": 'exec(c)\n', '@x': 'exec(d)\n' }

/** The names of files with findings, without `./`. */
async function found(cwd: string, ...words: string[]): Promise<string[]> {
  const { stdout, stderr } = await posse(['-q', '-f', 'custom', '--msg-template', '{relpath}', ...words], {
    cwd,
  })
  return `${stdout}${stderr}`.trimEnd().split('\n')
}

test('a params file is replaced by its lines, plain or quoted as in a shell', async t => {
  const cwd = folder(t, {
    ...FILES,
    plain: "a.py\nwith space.py\nit's.py\n",
    quoted: "a.py\n'with space.py'\n'it'\\''s.py'",
    crlf: "a.py\r\n\r\n'with space.py'\r\nit's.py\r\n",
  })
  for (const file of ['plain', 'quoted', 'crlf'])
    t.deepEqual(await found(cwd, `@${file}`), ['a.py', "it's.py", 'with space.py'], file)
})

test('a params file can contain flags, and be mixed with other words', async t => {
  const cwd = folder(t, {
    ...FILES,
    flags: '--tests\nB101\n-r',
    files: 'a.py\n',
    all: '-t\nB102\n--\n-r\n@x\n',
  })
  t.deepEqual(await found(cwd, '@flags', '.'), [''])
  t.deepEqual(await found(cwd, '-t', 'B102', '@files', "it's.py"), ['a.py', "it's.py"])
  t.deepEqual(await found(cwd, '@all'), ['@x', '[main]\tWARNING\t-r: no such file or folder'])
})

test('quoted words can contain line breaks', async t => {
  const cwd = folder(t, { 'a\nb.py': 'exec(a)\n', 'p.txt': "'a\nb.py'\n" })
  t.deepEqual(await found(cwd, '@p.txt'), ['a', 'b.py'])
})

test('what Bandit takes as a name stays one: an existing file, the value of a flag, a word after --', async t => {
  const cwd = folder(t, { ...FILES, x: 'a.py\n' })
  t.deepEqual(await found(cwd, '@x'), ['@x'])
  t.deepEqual(await found(cwd, 'a.py', '--', '@x'), ['@x', 'a.py'])
  for (const value of [
    ['-x', '@a'],
    ['-rqx', '@a'],
    ['--exclude', '@a'],
    ['--sarif-cat', '@a'],
  ])
    t.deepEqual(await found(cwd, 'a.py', ...value), ['a.py'], String(value))
  const { stdout } = await posse(['--', '@nowhere'], { cwd })
  t.regex(stdout, /\.\/@nowhere \(No such file or directory\)/)
})

test('a missing params file is a one-line error', async t => {
  const { status, stdout, stderr } = await posse(['@no/where', 'a.py'], { cwd: folder(t, FILES) })
  t.is(status, 2)
  t.is(stdout, '')
  t.is(
    stderr.split('\n').at(-2),
    "posse: error: argument @no/where: can't open 'no/where': no such file or directory",
  )
})

test('--no-discovery scans the targets as they are, under the given names', async t => {
  const cwd = folder(t, {
    '.git/x.py': 'exec(a)\n',
    'a.py': 'exec(a)\n',
    text: 'exec(a)\n',
    'pkg/.bandit': '[bandit]\nskips: B102\n',
    'pkg/b.py': 'exec(b)\n',
    'c.toml': '[tool.bandit]\nexclude_dirs = ["a.py"]\n',
  })
  const { status, stdout } = await posse(
    ['--no-discovery', '-c', 'c.toml', 'text', './a.py', 'a.py', '.git/x.py', 'a.py', 'pkg', '-f', 'csv'],
    { cwd },
  )
  t.is(status, 1)
  const names = stdout
    .split('\r\n')
    .slice(1, -1)
    .map(line => line.split(',')[0])
  t.deepEqual(names, ['./a.py', '.git/x.py', 'a.py', 'text'])
})

for (const flag of ['-x', '--since', '--new-since']) {
  test(`${flag} cannot be combined with --no-discovery`, async t => {
    const { status, stderr } = await posse(['--no-discovery', 'a.py', flag, 'y'], { cwd: folder(t, FILES) })
    t.is(status, 2)
    t.regex(
      stderr,
      /error: argument --no-discovery: not allowed with argument (-x\/--exclude|--since|--new-since)\n/,
    )
  })
}

test('--no-discovery without targets has nothing to do', async t => {
  const { status, stdout } = await posse(['--no-discovery'])
  t.is(status, 2)
  t.true(stdout.startsWith('usage: posse '))
})
