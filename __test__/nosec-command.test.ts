import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, posse } from './posse.js'

const WHY = 'accepted when posse was introduced'

/** Adds suppressions to a file, and checks that nothing is left to report, and that a second run changes nothing. */
async function added(
  t: Parameters<typeof folder>[0],
  content: string | Buffer,
  name = 'a.py',
): Promise<string> {
  // Nothing is judged, so that simple code has findings.
  const cwd = folder(t, { [name]: '', 'posse.toml': 'profile = "audit"\n' })
  writeFileSync(join(cwd, name), content)
  const { stdout, stderr, status } = await posse(['nosec', 'add', '.'], { cwd })
  t.deepEqual([stderr, status], ['', 0])
  t.regex(stdout, /^\d+ findings? suppressed in \d+ files?\n$/)
  const once = readFileSync(join(cwd, name))
  const check = await posse(['check', '-f', 'json'], { cwd })
  t.deepEqual(JSON.parse(check.stdout).results, [])
  await posse(['nosec', 'add', '.'], { cwd })
  t.deepEqual(readFileSync(join(cwd, name)), once)
  return once.toString('latin1')
}

test('a comment is added at the end of the statement', async t => {
  t.is(
    await added(
      t,
      'assert a\nos.system(\n    a,\n)\nx = """\n# no\n""" + eval(b)\nif eval(c): pass\nassert d',
    ),
    `assert a  # nosec: B101 -- ${WHY}\nos.system(\n    a,\n)  # nosec: B605 -- ${WHY}\n` +
      `x = """\n# no\n""" + eval(b)  # nosec: B307 -- ${WHY}\nif eval(c): pass  # nosec: B307 -- ${WHY}\n` +
      `assert d  # nosec: B101 -- ${WHY}`,
  )
})

test('a backslash, other comments and line ends are kept', async t => {
  t.is(
    await added(t, 'assert a, \\\r\n  b\r\nassert c  # why\r\n'),
    `assert a, \\\r\n  b  # nosec: B101 -- ${WHY}\r\nassert c  # why  # nosec: B101 -- ${WHY}\r\n`,
  )
})

test('a suppression that is there gets the ids', async t => {
  t.is(
    await added(
      t,
      'os.system(f("ls"))  # nosec: B607 -- ours\nassert a  # nosec\nx = 1  # nosec: B101 -- old\n',
    ),
    'os.system(f("ls"))  # nosec: B605, P001, B607 -- ours\nassert a  # nosec: B101, P003\n' +
      'x = 1  # nosec: P001, B101 -- old\n',
  )
})

test('outside of statements, the whole file is suppressed, below the lines that must come first', async t => {
  t.is(
    await added(t, Buffer.from('\ufeff#!/usr/bin/python\n# coding: utf-8\n# \u202e\nx = 1\n')),
    Buffer.from(
      `\ufeff#!/usr/bin/python\n# coding: utf-8\n# nosec-file: B613 -- ${WHY}\n# \u202e\nx = 1\n`,
    ).toString('latin1'),
  )
})

test('a file in another encoding keeps its bytes', async t => {
  const content = Buffer.from("# coding: latin-1\nx = 'caf\xe9'; assert a\n", 'latin1')
  t.is(await added(t, content), `# coding: latin-1\nx = 'caf\xe9'; assert a  # nosec: B101 -- ${WHY}\n`)
})

test('the mode of the file stays, and one that cannot be written is named', async t => {
  const cwd = folder(t, { 'a.py': 'assert a\n', 'posse.toml': 'profile = "audit"\n' })
  chmodSync(join(cwd, 'a.py'), 0o750)
  await posse(['nosec', 'add', '--reason', 'an invariant'], { cwd })
  t.is(statSync(join(cwd, 'a.py')).mode & 0o777, 0o750)
  t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), 'assert a  # nosec: B101 -- an invariant\n')
})

const LOAD = 'import yaml\nyaml.load(a)\n'

test('a file that must not be replaced is named, as with --fix', async t => {
  const cwd = folder(t, {
    'hard.py': LOAD,
    'read.py': LOAD,
    'ok.py': LOAD,
  })
  linkSync(join(cwd, 'hard.py'), join(cwd, 'hard'))
  chmodSync(join(cwd, 'read.py'), 0o444)
  const { stdout, stderr, status } = await posse(['nosec', 'add'], { cwd })
  t.deepEqual([stdout, status], ['1 finding suppressed in 1 file\n', 2])
  t.is(
    stderr,
    'posse nosec add: error: hard.py: it has several names (hard links)\n' +
      'posse nosec add: error: read.py: it is read-only\n',
  )
  t.is(readFileSync(join(cwd, 'hard.py'), 'utf8'), LOAD)
  t.deepEqual(readdirSync(cwd).sort(), ['hard', 'hard.py', 'ok.py', 'read.py'])
})

test('a notebook and standard input are refused', async t => {
  const notebook = `{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "import yaml; yaml.load(a)"}],
    "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}`
  const cwd = folder(t, { 'a.ipynb': notebook })
  const { stderr, status } = await posse(['nosec', 'add'], { cwd })
  t.deepEqual(
    [stderr, status],
    ['posse nosec add: error: a.ipynb: it is a notebook: write the comment in its cell\n', 2],
  )
  t.is(readFileSync(join(cwd, 'a.ipynb'), 'utf8'), notebook)
  const stdin = await posse(['nosec', 'add', '-'], { cwd, input: LOAD })
  t.is(stdin.status, 2)
  t.regex(stdin.stderr, /expected files, not standard input/)
})

test('a reason that would end the comment is refused', async t => {
  const cwd = folder(t, { 'a.py': 'assert a\n' })
  for (const reason of ['a # b', 'a\nb', '']) {
    const { status, stderr } = await posse(['nosec', 'add', '--reason', reason], { cwd })
    t.is(status, 2)
    t.regex(stderr, /--reason/)
  }
  t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), 'assert a\n')
})

test('all suppressions are listed with their reasons', async t => {
  const cwd = folder(t, {
    'a.py': '# nosec-file: B101 -- a script\nassert a\nexec(b)  # noqa: S102\nexec(c)  # nosec\n',
    'c.py': 'exec(e)  # nosec: B999\nexec(e)  # nosec: B102, B12\n',
    'b.py': 'exec(d)  # nosec: B102 -- =1+1\n',
  })
  const list = async (...words: string[]) => (await posse(['nosec', 'list', ...words], { cwd })).stdout
  t.is(
    await list(),
    'a.py:1: nosec-file: B101 -- a script\na.py:3: noqa: B102\na.py:4: nosec: all rules\n' +
      'b.py:1: nosec: B102 -- =1+1\nc.py:1: nosec: B999 (no rule)\nc.py:2: nosec: B102, B12 (no rule)\n',
  )
  t.is((await list('-f', 'csv', 'b.py')).split('\n')[1], "b.py,1,nosec,line,B102,'=1+1,B102,,")
  t.is((await list('-f', 'csv', 'c.py')).split('\n')[1], 'c.py,1,nosec,line,,,,,B999')
  t.like(JSON.parse(await list('-f', 'json'))[2], { file: 'a.py', line: 4, rules: [], suppresses: ['B102'] })
})

test('suppressions of a notebook are listed with their cells', async t => {
  const cell = (source: string) => ({ cell_type: 'code', metadata: {}, outputs: [], source })
  const cells = [cell('x = 1'), cell('y = 2\nexec(x)  # nosec: B102 -- ours')]
  const cwd = folder(t, {
    'a.ipynb': JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  })
  const list = async (...words: string[]) => (await posse(['nosec', 'list', ...words], { cwd })).stdout
  t.is(await list(), 'a.ipynb:cell 2:2: nosec: B102 -- ours\n')
  t.like(JSON.parse(await list('-f', 'json'))[0], { file: 'a.ipynb', cell: 2, line: 2 })
  t.is((await list('-f', 'csv')).split('\n')[1], 'a.ipynb,2,nosec,line,B102,ours,B102,2,')
})

test('a path that does not exist, and a file that cannot be parsed, are told and fail the run', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n', 'b.py': 'def (\n' })
  for (const task of ['add', 'list']) {
    const { stderr, status } = await posse(['nosec', task, '--profile', 'audit', 'a.py', 'b.py', 'nowhere'], {
      cwd,
    })
    t.is(status, 1)
    t.regex(
      stderr,
      new RegExp(`^posse nosec ${task}: error: nowhere: not scanned: no such file or folder$`, 'm'),
    )
    t.regex(stderr, new RegExp(`^posse nosec ${task}: error: b\\.py: not scanned: syntax error`, 'm'))
  }
  t.regex(readFileSync(join(cwd, 'a.py'), 'utf8'), /# nosec: B102/)
})

test('an unknown task is told', async t => {
  const { status, stderr } = await posse(['nosec', 'ad'])
  t.is(status, 2)
  t.regex(stderr, /unknown task 'ad'.*did you mean 'add'/)
})
