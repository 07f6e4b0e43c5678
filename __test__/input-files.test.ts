import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folder, posse, shell } from './posse.js'

const FLAW = 'import yaml\nyaml.load(text)\n'

/** A folder with a file that has a flaw, and pipes with these names. */
function withPipes(t: ExecutionContext, ...names: string[]): string {
  const cwd = folder(t, { 'a.py': FLAW })
  for (const name of names) execFileSync('mkfifo', [join(cwd, name)])
  return cwd
}

const NOBODY = 'it is a pipe to which nobody writes'

for (const [words, message] of [
  [
    ['check', '--baseline', 'pipe', 'a.py'],
    `posse check: error: Could not open baseline report: pipe: ${NOBODY}`,
  ],
  [['--baseline', 'pipe', 'a.py'], `[main]\tERROR\tCould not open baseline report: pipe: ${NOBODY}`],
  [['-c', 'pipe', 'a.py'], `[main]\tERROR\tpipe : Could not read config file. (${NOBODY})`],
  [['--ini', 'pipe', 'a.py'], `[main]\tERROR\tcannot read 'pipe': ${NOBODY}`],
  [['check', '@pipe'], `posse check: error: argument @pipe: can't open 'pipe': ${NOBODY}`],
  [['merge', 'pipe'], "[main]\tERROR\t'pipe' is not a regular file"],
  [['check', '--config', 'pipe', 'a.py'], 'posse check: error: pipe: is not a regular file'],
  [['rules', 'test', 'pipe'], "posse rules: error: 'pipe' is not a regular file"],
] as const)
  test(`a pipe to which nobody writes is an error: posse ${words.join(' ')}`, async t => {
    const { status, stdout, stderr } = await posse(words, { cwd: withPipes(t, 'pipe') })
    t.deepEqual([status, stdout, stderr.trimEnd().split('\n').at(-1)], [2, '', message])
  })

test('what is written to a pipe is read to its end, however late', async t => {
  const cwd = withPipes(t, 'pipe')
  const script = `
    $POSSE check a.py -f json -o known.json
    (sleep 0.3; head -c 100 known.json; sleep 0.3; tail -c +101 known.json) > pipe &
    $POSSE check --baseline pipe a.py -f concise && cat known.json | $POSSE check --baseline /dev/stdin a.py -f concise`
  const { status, stdout } = await shell(script, { cwd })
  t.regex(stdout, /^No findings.*\nNo findings.*\n$/)
  t.is(status, 0)
})

test('a pipe among the files of a project is not read', async t => {
  const cwd = withPipes(t, 'pyproject.toml', 'requirements.txt', 'b.py')
  const scan = await posse(['-r', '.', '-f', 'json', '-q'], { cwd })
  t.deepEqual([scan.status, JSON.parse(scan.stdout).results.length], [1, 1])
  const check = await posse(['check', '--isolated', '--diff', '--unsafe-fixes', '.'], { cwd })
  t.regex(check.stdout, /\+yaml\.safe_load\(text\)/)
  t.is(check.status, 1)
})

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('a file is found whose name is not UTF-8', async t => {
  const cwd = folder(t)
  mkdirSync(join(cwd, 'sub'))
  writeFileSync(
    Buffer.concat([Buffer.from(join(cwd, 'sub/caf')), Buffer.from([0xe9]), Buffer.from('.py')]),
    FLAW,
  )
  writeFileSync(join(cwd, 'list'), Buffer.from("sub/caf\xe9.py\n'sub/caf\xe9.py'\n", 'latin1'))
  const name = '"$(printf \'sub/caf\\351.py\')"'
  for (const [command, lines] of [
    [`$POSSE check -f concise ${name}`, /^sub\/caf\\udce9\.py:2:1: B506 /],
    ['$POSSE check -f concise @list', /^sub\/caf\\udce9\.py:2:1: B506 /],
    [`$POSSE -q ${name}`, /Location: \.\/sub\/caf\\udce9\.py:2:0/],
    [`$POSSE -q -f json ${name}`, /"filename": "\.\/sub\/caf\\udce9\.py"/],
  ] as const) {
    const { status, stdout, stderr } = await shell(command, { cwd })
    t.regex(stdout, lines, command)
    t.deepEqual([status, stderr], [1, ''], command)
  }
})

onLinux('a name with a replacement character in it is that name', async t => {
  const cwd = folder(t, { 'caf\ufffd.py': FLAW })
  const { stdout } = await posse(['check', '-f', 'concise', 'caf\ufffd.py', 'b\ufffd.py'], { cwd })
  t.regex(stdout, /^caf\ufffd\.py:2:1: B506 /)
  t.regex(stdout, /1 not scanned/)
})
