import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { parse } from 'smol-toml'
import { flowKinds } from '../src/rules/flow-kinds.js'
import { firstColumn, read, sectionOf } from './markdown.js'
import { type Files, folder, posse } from './posse.js'

/*
 * What a configuration says of a program's own code: sources, sinks, sanitizers, propagators, and hosts to trust.
 */

const APP = `from acme.web import param
from acme import db, clean, text

def find():
    name = param("name")
    db.ask("n = '" + name + "'")
    db.ask("n = " + clean.sql(name))
    db.ask("n = " + clean.html(name))
    db.ask(text.join("n = ", name))
`

const SOURCE = '[[flow.source]]\npath = "acme.web.param"\n'
const SINK = '[[flow.sink]]\npath = "acme.db.ask"\nargument = 0\nkind = "sql"\n'
const SANITIZER = ['sql', 'html']
  .map(kind => `[[flow.sanitizer]]\npath = "acme.clean.${kind}"\nkinds = ["${kind}"]\n`)
  .join('')
const PROPAGATOR = '[[flow.propagator]]\npath = "acme.text.join"\n'

/** The findings of a check, as `file:line rule`. */
async function found(t: ExecutionContext, cwd: string, ...args: string[]): Promise<string[]> {
  const { stdout, stderr, status } = await posse(['check', '-f', 'json', ...args], { cwd })
  t.deepEqual([stderr, status === 2], ['', false])
  const { results } = JSON.parse(stdout) as { results: Shown[] }
  const flows = results.filter(({ test_id }) => test_id.startsWith('P1'))
  return flows.map(({ filename, test_id, line_number }) => `${filename}:${line_number} ${test_id}`)
}

interface Shown {
  filename: string
  test_id: string
  line_number: number
}

const project = (t: ExecutionContext, files: Files) => folder(t, { '.git/HEAD': '', ...files })

test('a configuration teaches the rules about flows its own code', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': '' })
  t.deepEqual(await found(t, cwd), [])
  const all = project(t, { 'app.py': APP, 'posse.toml': SOURCE + SINK + SANITIZER + PROPAGATOR })
  t.deepEqual(await found(t, all), ['app.py:6 P101', 'app.py:8 P101', 'app.py:9 P101'])
  const some = project(t, { 'app.py': APP, 'posse.toml': SOURCE + SINK })
  t.deepEqual(await found(t, some), ['app.py:6 P101'])
  const named = SINK.replace('argument = 0', 'argument = ["statement", 3]')
  const other = project(t, { 'app.py': APP, 'posse.toml': SOURCE + named })
  t.deepEqual(await found(t, other), [])
})

test('models may stand in pyproject.toml, and in a flag', async t => {
  const own = (SOURCE + SINK).replaceAll('[[', '[[tool.posse.')
  const cwd = project(t, { 'app.py': APP, 'pyproject.toml': own })
  t.is((await found(t, cwd)).length, 1)
  const bare = project(t, { 'app.py': APP })
  const flag =
    'flow = { source = [{ path = "acme.web.param" }], sink = [{ path = "acme.db.*", kind = "sql" }] }'
  t.is((await found(t, bare, '--config', flag)).length, 1)
})

test('each folder has the models of its own configuration, and those that it extends are added', async t => {
  const cwd = project(t, {
    'posse.toml': SOURCE + SINK,
    'app.py': APP,
    'a/posse.toml': SOURCE,
    'a/app.py': APP,
    'b/posse.toml': `extend = "//"\n${SANITIZER}`,
    'b/app.py': APP,
  })
  t.deepEqual(await found(t, cwd), ['app.py:6 P101', 'b/app.py:6 P101', 'b/app.py:8 P101'])
})

test('models are part of the key of the cache', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': SOURCE + SINK, 'other.toml': SOURCE })
  for (const _ of [1, 2]) {
    t.is((await found(t, cwd, '--cache-dir', 'kept')).length, 1)
    t.is((await found(t, cwd, '--cache-dir', 'kept', '--config', 'other.toml')).length, 0)
  }
  t.is(readdirSync(join(cwd, 'kept')).length, 2)
})

test("a profile or a mode that follows no values knows no models, and Bandit's mode reads no configuration", async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': `profile = "bandit"\n${SOURCE}${SINK}` })
  t.deepEqual(await found(t, cwd), [])
  const { stdout } = await posse(['-f', 'json', 'app.py'], { cwd })
  t.false(stdout.includes('P101'))
})

test('a finding names the source and shows its steps', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': SOURCE + SINK + SANITIZER })
  const { stdout } = await posse(['check'], { cwd })
  t.true(stdout.includes('HIGH P101 `param("name")` (line 5) becomes part of this SQL statement'), stdout)
  t.regex(stdout, /5 \| {5}name = param\("name"\)\n {2}\| {5}---- {3}-+ source, assigned\n/)
})

test('every mistake in models has its place, and the nearest right word', async t => {
  const lines = [
    '[[flow.source]]',
    'path = "acme.web.param"',
    'as = "decorater"',
    '[[flow.source]]',
    'path = "acme.web.on"',
    'as = "decorator"',
    'origin = "host"',
    '[[flow.sink]]',
    'path = "acme..db"',
    'argument = [0, true]',
    'kind = "sqll"',
    '[[flow.sink]]',
    'pth = "x"',
    '[[flow.sanitizer]]',
    'path = "*"',
    'kinds = ["htm", 3]',
    '[flow]',
    'trusted-host = []',
    'propagator = { path = "a" }',
    'trusted-hosts = ["https://a"]',
  ]
  const cwd = project(t, { 'app.py': APP, 'posse.toml': lines.join('\n') })
  const { status, stderr } = await posse(['check'], { cwd })
  t.is(status, 2)
  const kinds = flowKinds().map(({ name }) => `'${name}'`)
  t.deepEqual(
    stderr.trimEnd().split('\n'),
    [
      "3:6: 'flow.source.as' must be one of 'call', 'attribute', 'decorator', not 'decorater' (did you mean 'decorator'?)",
      "7:10: 'flow.source.origin' must be one of 'request', 'model', not 'host'",
      "9:8: 'flow.sink.path' must be a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**', not 'acme..db'",
      '10:16: \'flow.sink.argument\' must be a position from 0 to 999, a name such as "sql", or a list of them, not true',
      `11:8: 'flow.sink.kind' must be one of ${kinds.join(', ')}, not 'sqll' (did you mean 'sql'?)`,
      "12:8: 'flow.sink' needs the key 'kind'",
      "13:1: unknown key 'pth' in 'flow.sink' (did you mean 'path'?)",
      "15:8: 'flow.sanitizer.path' must be a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**', not '*'",
      "16:10: unknown kind 'htm' (did you mean 'html'?)",
      '16:17: \'flow.sanitizer.kinds\' must be a list of kinds of sinks such as ["sql"], but this is 3',
      "18:1: unknown key 'trusted-host' in 'flow' (did you mean 'trusted-hosts'?)",
      "19:14: 'flow.propagator' must be a list of tables, each written as [[flow.propagator]], not a table",
      "20:18: 'https://a' must be the name of a host, such as 'api.acme.dev', or '*.acme.dev' for all below it",
    ].map(what => `posse check: error: posse.toml:${what}`),
  )
})

test('config show prints models, each with its place', async t => {
  const cwd = project(t, {
    'posse.toml': `[flow]\ntrusted-hosts = ["a.dev"]\n${SINK}`,
    'a/posse.toml': `extend = "//"\n[flow]\ntrusted-hosts = ["b.dev"]\n${SOURCE}as = "attribute"\n${SINK.replace('0', '["x", 1]')}`,
  })
  const { stdout, stderr } = await posse(['config', 'show'], { cwd: join(cwd, 'a') })
  t.is(stderr, '')
  const start = stdout.indexOf('\n[flow]')
  t.is(
    stdout.slice(start, stdout.indexOf('\n# ', start)),
    `
[flow]
trusted-hosts = ["a.dev", "b.dev"]  # ${cwd}/posse.toml:2, posse.toml:3

[[flow.sink]]  # ${cwd}/posse.toml:3
path = "acme.db.ask"
argument = 0
kind = "sql"

[[flow.sink]]  # posse.toml:7
path = "acme.db.ask"
argument = ["x", 1]
kind = "sql"

[[flow.source]]  # posse.toml:4
path = "acme.web.param"
as = "attribute"
`,
  )
  t.notThrows(() => parse(stdout))
})

test('docs/flow.md lists all kinds of sinks, with their rules', t => {
  const section = sectionOf(read('docs/flow.md'), '## Kinds of sinks')
  const rows = [...section.matchAll(/^\| `(\w+)` \| \[(P\d+)\]/gm)].map(([, name, rule]) => ({ name, rule }))
  t.deepEqual(rows, [...flowKinds()])
  t.true(firstColumn(section).includes('sql'))
})
