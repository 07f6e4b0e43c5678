import { readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { ContentError } from '../src/errors.js'
import { parseIni } from '../src/plan/config/ini.js'
import { type Files, folder, places, posse, report } from './posse.js'

const read = (text: string) => Object.fromEntries(parseIni(text, 'bandit'))

const FOUND = 'import pickle\nexec("1")\neval("2")  # nosec\n'

/** A folder `p` with findings in two files, and a `.bandit` file with the given lines. */
function project(t: ExecutionContext, ini: string, files: Files = {}): string {
  const own = { 'p/found.py': FOUND, 'p/sub/inner.py': FOUND, 'p/.bandit': `[bandit]\n${ini}\n` }
  return folder(t, { ...own, ...files })
}

async function found(cwd: string, ...args: string[]): Promise<string[]> {
  const { results } = await report(args, { cwd })
  return results.map(({ test_id, filename }) => `${test_id} ${filename}`)
}

test('INI is read as ConfigParser reads it', t => {
  t.deepEqual(
    read(`# a comment
[other]
tests = B1
[DEFAULT]
Base: src
[bandit]
  ; another
TARGETS = %(base)s/a,%(BASE)s/b
tests: B101,

  # left out
  B102  # not a comment
percent = 100%%
empty =
a : b = c
`),
    {
      base: 'src',
      targets: 'src/a,src/b',
      tests: 'B101,\n\nB102  # not a comment',
      percent: '100%',
      empty: '',
      a: 'b = c',
    },
  )
  t.deepEqual(read('[bandit]\r\na=1\r\r\nb=2'), { a: '1', b: '2' })
  t.deepEqual(read('[bandit] a = 1\n[x]y]\nb = 1'), {})
})

test('broken INI is an error with its place', t => {
  for (const [text, message] of [
    ['', 'no section [bandit]'],
    ['tests = B101', 'line 1: expected a section header, such as [bandit]'],
    ['\ufeff[bandit]', 'line 1: expected a section header, such as [bandit]'],
    ['[bandit]\ntests', 'line 2: expected an option with a value'],
    ['[bandit]\n= x', 'line 2: expected an option with a value'],
    ['[bandit]\n[bandit]', 'line 2: duplicate section [bandit]'],
    ['[bandit]\na=1\nA: 2', 'line 3: duplicate option a'],
    ['[bandit]\na=%(b)s', '%(b)s refers to an unknown option'],
    ['[bandit]\na=50%', '% is not a valid reference (write %% for a percent sign)'],
    ['[bandit]\na=%(a)s', 'references are nested more than 10 deep'],
  ] as const) {
    t.is(t.throws(() => read(text), { instanceOf: ContentError })?.message, message, text)
  }
})

test('references that expand exponentially are rejected quickly', t => {
  const layers = Array.from({ length: 10 }, (_, n) => `a${n + 1} = ${`%(a${n})s`.repeat(40)}`)
  t.throws(() => read(`[bandit]\na0 = x\n${layers.join('\n')}\n`), {
    message: 'references expand to too much text',
  })
})

test('a .bandit file under a target is found without -r, and the command line takes precedence', async t => {
  const cwd = project(t, 'recursive = yes\ntests = B102')
  t.deepEqual(await found(cwd, 'p'), ['B102 p/found.py', 'B102 p/sub/inner.py'])
  t.deepEqual(await found(cwd, 'p', '-t', 'B403'), ['B403 p/found.py', 'B403 p/sub/inner.py'])
  t.deepEqual(await found(cwd, 'p/found.py'), ['B403 ./p/found.py', 'B102 ./p/found.py'])
  t.deepEqual(await found(cwd, 'p/found.py', '--ini', 'p/.bandit'), ['B102 ./p/found.py'])
})

test('the paths and switches of a .bandit file', async t => {
  const files = {
    'b.yaml': 'skips: [B403]\nprofiles: {p: {include: [B307]}}\n',
    'base.json': '{"results": []}',
  }
  const scan = (ini: string, ...args: string[]) =>
    found(project(t, ini, files), '-r', 'p', '--ini', 'p/.bandit', ...args)
  const both = (...ids: string[]) =>
    ['p/found.py', 'p/sub/inner.py'].flatMap(f => ids.map(id => `${id} ${f}`))
  t.deepEqual(await scan('exclude = sub'), ['B403 p/found.py', 'B102 p/found.py'])
  t.deepEqual(await scan('exclude = sub', '-x', 'found.py'), ['B403 p/sub/inner.py', 'B102 p/sub/inner.py'])
  t.deepEqual(await scan('skips = B102'), both('B403'))
  t.deepEqual(await scan('configfile = b.yaml'), both('B102'))
  t.deepEqual(await scan('configfile = b.yaml\nprofile = p\nignore-nosec = 1'), both('B307'))
  t.deepEqual(await scan('ignore-nosec = false'), both('B403', 'B102', 'B307'))
  t.deepEqual(await scan('baseline = base.json\nunknown = 1'), both('B403', 'B102'))
})

test("levels are Bandit's numbers, or the names that the flags accept", async t => {
  const scan = (ini: string, ...args: string[]) => found(project(t, ini), 'p', '-r', '-x', 'sub', ...args)
  for (const level of ['1', '2', 'all', 'low'])
    t.deepEqual(await scan(`level = ${level}`), ['B403 p/found.py', 'B102 p/found.py'])
  for (const level of ['3', 'medium', 'MEDIUM'])
    t.deepEqual(await scan(`level = ${level}`), ['B102 p/found.py'])
  t.deepEqual(await scan('level = 4'), [])
  t.deepEqual(await scan('level = 4', '-l'), ['B403 p/found.py', 'B102 p/found.py'])
  t.deepEqual(await scan('level = high', '--severity-level', 'medium'), ['B102 p/found.py'])
  t.deepEqual(await scan('confidence = high\nlevel=3'), ['B102 p/found.py'])

  for (const [ini, message] of [
    ['level = 5', "level: expected 1 to 4, or one of all, low, medium, high, found '5'"],
    ['confidence = -1', "confidence: expected 1 to 4, or one of all, low, medium, high, found '-1'"],
    ['number = x', "number: expected an integer, found 'x'"],
  ]) {
    const run = await posse(['p'], { cwd: project(t, ini ?? '') })
    t.deepEqual([run.status, run.stdout], [2, ''])
    t.true(run.stderr.endsWith(`[main]\tERROR\t.bandit file: ${message}\n`), run.stderr)
  }
})

test('a .bandit file that is named sets the report options', async t => {
  const scan = (ini: string, ...args: string[]) =>
    posse(['-r', 'p', '--ini', 'p/.bandit', ...args], { cwd: project(t, ini) })
  const template = 'msg-template = {relpath}:{line}'
  const custom = await scan(`format = custom\n${template}`)
  t.is(custom.stdout, 'p/found.py:1\np/found.py:2\np/sub/inner.py:1\np/sub/inner.py:2\n')
  t.true((await scan(template)).stdout.startsWith('Run started'))
  t.true((await scan('format = nope')).stdout.startsWith('Run started'))
  t.true((await scan('format = csv', '-f', 'json')).stdout.startsWith('{'))
  t.true((await scan('verbose = 1')).stdout.includes('Files in scope (2):'))
  t.is((await scan('quiet = 1\ntests = B101')).stdout, '')

  const cwd = project(t, 'output = out.json\nformat = json\naggregate = vuln\nnumber = 1')
  const { stdout, stderr } = await posse(['-r', 'p', '--ini', 'p/.bandit'], { cwd })
  t.is(stdout, '')
  t.true(stderr.endsWith('[main]\tINFO\tjson output written to file: out.json\n'))
  t.deepEqual(places((await report(['-r', 'p', '--ini', 'p/.bandit', '-o', '-'], { cwd })).results), [
    'B403 1:0',
    'B403 1:0',
    'B102 2:0',
    'B102 2:0',
  ])
})

test('a .bandit file that was only found cannot choose what is written, or where', async t => {
  const outside = folder(t, { 'known.json': '{"results": []}' })
  const ini = [
    `output = ${outside}/pwned.txt`,
    'format = custom',
    'msg-template = {relpath}: chosen text',
    `configfile = ${outside}/other.yaml`,
    `baseline = ../known.json`,
    'tests = B102',
  ].join('\n')
  const cwd = project(t, ini, { 'known.json': '{"results": []}' })
  const { status, stdout, stderr } = await posse(['-r', 'p'], { cwd })
  t.is(status, 1)
  t.true(stdout.startsWith('Run started'))
  t.deepEqual(readdirSync(outside), ['known.json'])
  const ignoring = (key: string, reason: string) =>
    `[main]\tWARNING\tp/.bandit: ignoring ${key}: ${reason}; pass --ini p/.bandit to allow it\n`
  t.is(
    stderr,
    [
      '[main]\tINFO\tFound project level .bandit file: p/.bandit\n',
      ...['output', 'format', 'msg-template'].map(key => ignoring(key, 'it decides what is written')),
      ignoring('configfile', `'${outside}/other.yaml' is outside its folder`),
      ignoring('baseline', "'../known.json' is outside its folder"),
      '[main]\tINFO\tp/.bandit sets tests; pass --no-ini to ignore them\n',
      '[main]\tINFO\tUsing ini file for tests\n',
    ].join(''),
  )
})

test('a .bandit file that was only found cannot leave its folder by a link', async t => {
  const cwd = project(t, 'configfile = p/link.yaml', {
    'b.yaml': 'skips: [B403]\n',
    'p/in.yaml': 'skips: [B102]\n',
  })
  symlinkSync('../b.yaml', join(cwd, 'p/link.yaml'))
  t.deepEqual(await found(cwd, '-r', 'p', '-x', 'sub'), ['B403 p/found.py', 'B102 p/found.py'])
  writeFileSync(join(cwd, 'p/.bandit'), '[bandit]\nconfigfile = p/in.yaml\n')
  t.deepEqual(await found(cwd, '-r', 'p', '-x', 'sub'), ['B403 p/found.py'])
})

test('--no-ini ignores .bandit files, several too, and cannot be combined with --ini', async t => {
  const cwd = project(t, 'tests = B102', { 'p/sub/.bandit': '[bandit]\ntests = B403\n' })
  t.deepEqual(await found(cwd, '-r', 'p', '-x', 'sub', '--no-ini'), ['B403 p/found.py', 'B102 p/found.py'])
  const both = await posse(['-r', 'p', '--no-ini', '--ini', 'p/.bandit'], { cwd })
  t.is(both.status, 2)
  t.regex(both.stderr, /argument --ini: not allowed with argument --no-ini\n$/)
})

test('the targets in a file count only if the file is named and the command line has none', async t => {
  const cwd = folder(t, {
    'a.py': FOUND,
    'b.py': FOUND,
    'my.ini': '[bandit]\ntargets = a.py,b.py\ntests = B102\n',
  })
  t.deepEqual(await found(cwd, '--ini', 'my.ini'), ['B102 ./a.py', 'B102 ./b.py'])
  t.deepEqual(await found(cwd, '--ini', 'my.ini', 'b.py'), ['B102 ./b.py'])
})

test('several .bandit files are an error unless one is named', async t => {
  const cwd = project(t, 'tests = B102', { 'p/sub/.bandit': '[bandit]\ntests = B403\n' })
  const { status, stdout, stderr } = await posse(['p'], { cwd })
  t.deepEqual([status, stdout], [2, ''])
  t.is(
    stderr,
    '[main]\tERROR\tMultiple .bandit files found - scan separately or choose one with --ini: ' +
      'p/.bandit, p/sub/.bandit\n',
  )
  t.deepEqual(await found(cwd, 'p', '--ini', 'p/sub/.bandit'), ['B403 p/found.py'].slice(0, 0))
  t.deepEqual(await found(cwd, 'p', '-r', '--ini', 'p/sub/.bandit'), [
    'B403 p/found.py',
    'B403 p/sub/inner.py',
  ])
})

test('a file that cannot be read is a warning, and the scan continues', async t => {
  const warning = (reason: string) =>
    `[main]\tWARNING\tUnable to parse config file my.ini or missing [bandit] section${reason}\n`
  for (const [content, reason] of [
    ['tests = B102\n', ': line 1: expected a section header, such as [bandit]'],
    ['[other]\ntests = B102\n', ': no section [bandit]'],
    [Buffer.from('[bandit]\na = \xff', 'latin1'), ': byte 13 is not valid UTF-8'],
  ] as const) {
    const cwd = folder(t, { 'a.py': FOUND, 'my.ini': content })
    const { results, stderr } = await report(['--ini', 'my.ini', 'a.py'], { cwd })
    t.deepEqual(places(results), ['B403 1:0', 'B102 2:0'])
    t.is(stderr, warning(reason))
  }
  const { results, stderr } = await report(['--ini', 'my.ini', 'a.py'], { cwd: folder(t, { 'a.py': FOUND }) })
  t.deepEqual([results.length, stderr], [2, warning('')])
})
