import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, posse } from './posse.js'

const FILES = { 'x.py': 'exec(a)\n' }

test('one scan writes several reports, each the same as on its own', async t => {
  const cwd = folder(t, FILES)
  const alone = (format: string) => posse(['x.py', '-f', format], { cwd })
  const args = [
    'x.py',
    '-f',
    'json',
    '-o',
    'a=b.json',
    '--also',
    'sarif=out.sarif',
    '--also=txt=c=d.txt',
    '--also',
    'jsonl',
  ]
  const { status, stdout } = await posse(args, { cwd })
  t.is(status, 1)
  t.deepEqual(readdirSync(cwd).sort(), ['a=b.json', 'c=d.txt', 'out.sarif', 'x.py'])
  t.is(readFileSync(join(cwd, 'a=b.json'), 'utf8'), (await alone('json')).stdout)
  t.is(readFileSync(join(cwd, 'out.sarif'), 'utf8'), (await alone('sarif')).stdout)
  t.is(readFileSync(join(cwd, 'c=d.txt'), 'utf8'), (await alone('txt')).stdout)
  t.is(stdout, (await alone('jsonl')).stdout)
})

test('reports to standard output follow one another', async t => {
  const cwd = folder(t, FILES)
  const { stdout } = await posse(['x.py', '-f', 'codequality', '--also', 'github'], { cwd })
  const [codequality, github] = await Promise.all(
    ['codequality', 'github'].map(format => posse(['x.py', '-f', format], { cwd })),
  )
  t.is(stdout, `${codequality?.stdout}${github?.stdout}`)
})

test('a report that cannot be written does not affect the others; one line says so, exit 2', async t => {
  const cwd = folder(t, FILES)
  mkdirSync(join(cwd, 'folder'))
  const args = ['x.py', '-q', '-f', 'json', '-o', 'a.json', '--also', 'sarif=folder', '--also', 'txt=b.txt']
  const { status, stdout, stderr } = await posse(args, { cwd })
  t.is(status, 2)
  t.is(stdout, '')
  t.is(stderr, "[main]\tERROR\targument --also: can't open 'folder': illegal operation on a directory\n")
  t.is(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).results.length, 1)
  t.true(readFileSync(join(cwd, 'b.txt'), 'utf8').includes('exec_used'))
  const gone = await posse(['x.py', '-q', '-f', 'json', '--also', 'sarif=no/where', '--also=csv='], { cwd })
  t.is(gone.status, 2)
  t.is(JSON.parse(gone.stdout).results.length, 1)
  t.deepEqual(gone.stderr.split('\n').sort(), [
    '',
    "[main]\tERROR\targument --also: can't open 'no/where': no such file or directory",
    '[main]\tERROR\targument --also: expected a file name',
  ])
})

test('if the main report cannot be written, nothing is scanned, as without --also', async t => {
  const cwd = folder(t, FILES)
  const { status } = await posse(['x.py', '-f', 'json', '-o', 'no/where', '--also', 'txt=b.txt'], { cwd })
  t.is(status, 2)
  t.false(existsSync(join(cwd, 'b.txt')))
})

test('an unknown format is a usage error', async t => {
  for (const name of ['sariff', 'toString']) {
    const { status, stderr } = await posse(['x.py', '--also', `${name}=x`], { cwd: folder(t, FILES) })
    t.is(status, 2)
    t.true(stderr.includes(`error: argument --also: invalid choice: '${name}' (choose from 'checkstyle', `))
  }
})

test('the restrictions of a format apply to --also, too', async t => {
  const cwd = folder(t, FILES)
  writeFileSync(join(cwd, 'known.json'), (await posse(['-f', 'json', 'x.py'], { cwd })).stdout)
  const refused = await posse(['x.py', '-f', 'json', '-b', 'known.json', '--also', 'csv=x.csv'], { cwd })
  t.is(refused.status, 2)
  t.regex(refused.stderr, /Baseline must be used with one of the following formats/)
  const template = ['x.py', '-f', 'json', '--also', 'custom', '--msg-template', '{test_id} {line}']
  const { stdout } = await posse(template, { cwd })
  t.true(stdout.endsWith('}B102 1\n'), stdout)
})

test('two reports cannot go to the same file, however its path is written', async t => {
  const cwd = folder(t, { ...FILES, 'there.txt': 'old' })
  symlinkSync('there.txt', join(cwd, 'link'))
  for (const [first, second] of [
    ['out', './out'],
    ['there.txt', 'link'],
    ['link', join(cwd, 'there.txt')],
  ] as const) {
    for (const args of [
      ['-o', first, '--also', `json=${second}`],
      ['--also', `csv=${first}`, `--also=json=${second}`],
    ]) {
      const { status, stdout, stderr } = await posse(['x.py', ...args], { cwd })
      t.is(status, 2)
      t.is(stdout, '')
      t.is(stderr.split('\n')[1], `posse: error: argument --also: another report already goes to '${second}'`)
    }
  }
  t.deepEqual(readdirSync(cwd).sort(), ['link', 'there.txt', 'x.py'])
  t.is(readFileSync(join(cwd, 'there.txt'), 'utf8'), 'old')
  const device = await posse(['x.py', '-o', '/dev/null', '--also', 'json=/dev/null'], { cwd })
  t.is(device.status, 1)
})
