import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type CheckOptions, check, type Finding, type Report, rules, scan } from '../src/api.js'
import { FLAGS, GROUPS } from '../src/cli/check/flags.js'
import { docOf } from '../src/rules/doc.js'
import { folder, posse } from './posse.js'
import { repository } from './repository.js'

const source = (content: string, name = 'a.py') => ({ name, content: new TextEncoder().encode(content) })

/** A token whose checksum holds, which no service has given out. */
const KEY = ['ghp_', 'Kd82jfLq09ZmPw7vXs3RtYu6Nb1HcE', '23kegQ'].join('')

/** Checks one source without any configuration file. */
const checked = (content: string, options: CheckOptions = {}, name = 'a.py') =>
  check({ sources: [source(content, name)], isolated: true, ...options })

const shown = ({ findings }: Pick<Report, 'findings'>) => findings.map(({ id, line }) => `${id}:${line}`)
const hidden = (report: Report) => shown({ findings: (report.hidden ?? []).map(({ finding }) => finding) })
const suppressed = (report: Report) =>
  shown({ findings: (report.suppressed ?? []).map(({ finding }) => finding) })

for (const rule of rules().filter(({ id }) => id.startsWith('P0'))) {
  test(`${rule.id} finds what its page says`, async t => {
    const [, code = ''] = /```python\n(.*?)```/s.exec(docOf(rule)) ?? []
    const lines = code.split('\n')
    const marked = lines.flatMap((line, at) =>
      line.endsWith(`# ${rule.id}`) ? [`${rule.id}:${at + 1}`] : [],
    )
    const report = await checked(lines.map(line => line.replace(/ {2}# P\d{3}$/, '')).join('\n'), {
      settings: ['require-nosec-reason = true'],
    })
    t.deepEqual(
      shown(report).filter(each => each.startsWith(rule.id)),
      marked,
    )
    t.true(marked.length > 0)
  })
}

test('a comment suppresses the findings of its statement, and no others', async t => {
  const report = await checked(
    `import os
os.system(
    command,  # nosec: B605 -- checked
)
# nosec: B605 -- checked, too
os.system(command)

os.system(command)
# nosec: B605 -- an empty line follows

os.system(command)
def f(password="hunter2!"):  # nosec: B107 -- the default of a test server
    os.system(command)  # noqa: S605
`,
    { profile: 'audit' },
  )
  t.deepEqual(shown(report), ['B605:8', 'P001:9', 'B605:11'])
  t.deepEqual(suppressed(report), ['B605:2', 'B605:6', 'B107:12', 'B605:13'])
})

test('a file and a range can be suppressed', async t => {
  const report = await checked(
    `# nosec-file: B101 -- a script
assert a
# nosec-begin: B307 -- constants
eval(a)
eval(b)
# nosec-end: B307
eval(c)
`,
    { profile: 'audit' },
  )
  t.deepEqual(shown(report), ['B307:7'])
  t.deepEqual(suppressed(report), ['B101:2', 'B307:4', 'B307:5'])
})

test('where following values was given up, no suppression is called unused', async t => {
  const lines = '    os.system(x)\n'.repeat(20_000)
  const code = `import os\nfrom flask import request\ndef f():\n    x = request.args["x"]\n${lines}`
  const report = await checked(`${code}    os.system(x)  # nosec: P102 -- why\n`, { select: ['P0', 'P102'] })
  t.deepEqual(report.incomplete, ['a.py'])
  t.deepEqual(
    report.findings.filter(({ id }) => id === 'P001'),
    [],
  )
})

test('unused suppressions count only for rules that ran', async t => {
  const code = 'x = 1  # nosec: B101, B307 -- why\n'
  t.deepEqual(shown(await checked(code)), ['P001:1'])
  t.deepEqual(shown(await checked(code, { ignore: ['B101', 'B307'] })), [])
  const [finding] = (await checked(code, { ignore: ['B101'] })).findings
  t.is(finding?.text, 'nothing to suppress here for B307')
  t.deepEqual(
    [finding?.start, finding?.end],
    [
      { line: 1, column: 8 },
      { line: 1, column: 34 },
    ],
  )
  t.is(finding?.code, '1 x = 1  # nosec: B101, B307 -- why\n')
})

test('no comment about all rules silences a rule of suppressions, but one that names it does', async t => {
  t.deepEqual(shown(await checked('assert a  # nosec\n')), ['P003:1'])
  // There are no rules to name.
  t.deepEqual(shown(await checked('a = 1  # nosec\n')), ['P001:1'])
  t.deepEqual(
    shown(await checked('assert a  # nosec: B101, P004\n', { settings: ['require-nosec-reason = true'] })),
    [],
  )
})

test('a rule of suppressions has the message of its own comment only, and its cell', async t => {
  const text = 'x = 1  # nosec: B998\ny = 1  # nosec: B999\nz = 1  # nosec: B997\n'
  const cell = { cell_type: 'code', id: 'c1', source: text, metadata: {}, outputs: [] }
  const notebook = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 })
  for (const [name, content, id] of [
    ['a.py', text, ''],
    ['n.ipynb', notebook, 'c1'],
  ] as const) {
    const { findings, hidden } = await checked(content, { profile: 'audit', select: ['P002'] }, name)
    t.deepEqual(hidden, [])
    t.deepEqual(
      findings.map(each => [each.text.slice(0, 6), each.cellId, each.hidden, each.steps.length]),
      ["'B998'", "'B999'", "'B997'"].map(message => [message, id, '', 0]),
    )
  }
})

test('recommended judges findings, hides them in tests but for tokens of others, and says why', async t => {
  const code = `import subprocess
assert a
password = "hunter2!"
def f(a):
    subprocess.run("ls " + a, shell=True)
key = "${KEY}"
`
  const report = await checked(code)
  t.deepEqual(
    [shown(report), hidden(report)],
    [
      ['B105:3', 'B602:5', 'P601:6'],
      ['B404:1', 'B101:2'],
    ],
  )
  t.deepEqual(
    report.hidden?.map(({ reason }) => reason),
    ['an import is no flaw', 'P806 reports asserts that decide who may do what'],
  )
  const inTests = await checked(code, {}, 'tests/test_a.py')
  t.deepEqual(shown(inTests), ['P601:6'])
  t.deepEqual(
    inTests.hidden?.map(({ reason }) => reason),
    ['in test code', 'in test code', 'in test code', 'in test code'],
  )
  for (const name of [
    'tests.py',
    'app/testing.py',
    'app/view_tests.py',
    'conftest.py',
    'app/testutils/settings.py',
  ]) {
    t.deepEqual(shown(await checked(code, {}, name)), ['P601:6'], name)
  }
  for (const name of ['contests.py', 'attest.py', 'app/tests_of_speed.py']) {
    t.deepEqual(shown(await checked(code, {}, name)), ['B105:3', 'B602:5', 'P601:6'], name)
  }
  t.deepEqual(shown(await checked(code, { extendSelect: ['B404'] })), [
    'B404:1',
    'B105:3',
    'B602:5',
    'P601:6',
  ])
  const all = ['B404:1', 'B101:2', 'B105:3', 'B602:5']
  t.deepEqual(shown(await checked(code, { profile: 'bandit' }, 'tests/test_a.py')), all)
})

test('a finding of ours takes the place of Bandit’s, and either id suppresses it', async t => {
  const code = (comment: string) =>
    `import os\nfrom flask import request\ndef f():\n    os.system("ls " + request.args["a"])${comment}\n`
  const report = await checked(code(''))
  t.deepEqual([shown(report), hidden(report)], [['P102:4'], ['B605:4']])
  t.is(report.hidden?.[0]?.reason, 'P102 says the same, with more')
  for (const id of ['B605', 'P102']) {
    const silenced = await checked(code(`  # nosec: ${id} -- ours`))
    t.deepEqual(shown(silenced), [], id)
    t.true(suppressed(silenced).includes('P102:4'), id)
  }
  const without = await checked(code(''), { ignore: ['P102'] })
  t.deepEqual(shown(without), ['B605:4'])
})

test('what is shown, hidden and suppressed is what Bandit finds', async t => {
  const root = 'conformance/snippets'
  const names = (readdirSync(root, { recursive: true }) as string[])
    .filter(name => name.endsWith('.py'))
    .sort()
  const sources = names.flatMap(name => [
    { name, content: readFileSync(join(root, name)) },
    { name: `tests/${name}`, content: readFileSync(join(root, name)) },
  ])
  // Judgments may change the levels, not the place.
  const key = ({ file, id, line, column, text }: Finding) => [file, id, line, column, text].join('\0')
  const theirs = await scan({ sources, ignoreNosec: true })
  t.true(theirs.findings.length > 100)
  for (const profile of ['recommended', 'audit', 'bandit'] as const) {
    const report = await check({ sources, isolated: true, profile, showSecrets: true })
    const all = [report.findings, report.hidden ?? [], report.suppressed ?? []].flatMap(list =>
      list.map(each => ('finding' in each ? each.finding : each)),
    )
    t.deepEqual(
      all
        .filter(({ id }) => id.startsWith('B'))
        .map(key)
        .sort(),
      theirs.findings.map(key).sort(),
      profile,
    )
    const replaced = report.hidden?.every(({ reason }) => reason.endsWith('says the same, with more'))
    t.is(replaced, profile !== 'recommended')
  }
})

test('the configuration decides by file', async t => {
  const cwd = folder(t, {
    'posse.toml':
      'profile = "audit"\nignore = ["B101"]\n[severity]\nB307 = "low"\n[per-file-ignores]\n"b.py" = ["B307"]\n',
    'a.py': 'assert a\neval(a)\n',
    'b.py': 'assert a\neval(a)\n',
    'sub/posse.toml':
      'profile = "audit"\nfail-on = "high"\n[options.hardcoded_tmp_directory]\ntmp_dirs = ["/scratch"]\n',
    'sub/c.py': 'assert a\nx = "/scratch/a"\ny = "/tmp/a"\n',
  })
  const { stdout, status } = await posse(['check', '-f', 'concise'], { cwd })
  t.deepEqual(
    stdout
      .split('\n')
      .slice(0, 3)
      .map(line => line.replace(/: .*(?= \[)/, '')),
    ['a.py:2:1 [low/high]', 'sub/c.py:1:1 [low/high]', 'sub/c.py:2:5 [medium/medium]'],
  )
  t.is(status, 1)
  t.is((await posse(['check', 'sub'], { cwd })).status, 0)
  t.is((await posse(['check', '--exit-zero'], { cwd })).status, 0)
})

test('mistakes in configurations are all told, and end the run with 2', async t => {
  const cwd = folder(t, { 'posse.toml': 'selekt = ["B101"]\nignore = "B102"\n', 'a.py': 'exec(a)\n' })
  const { stdout, stderr, status } = await posse(['check'], { cwd })
  t.deepEqual([stdout, status], ['', 2])
  t.deepEqual(
    stderr.split('\n').map(line => line.replace(/^(posse check: error: posse\.toml:\d+:\d+): .*/, '$1')),
    ['posse check: error: posse.toml:1:1', 'posse check: error: posse.toml:2:10', ''],
  )
})

test('a wrong command line is one line with the nearest right word, and exit code 2', async t => {
  const { stderr, status } = await posse(['check', '--slect', 'B101'])
  t.is(status, 2)
  t.regex(stderr, /^usage: posse check .*\nposse check: error: .*--slect.*--select/)
  t.is((await posse(['check', '--sel', 'B101'])).status, 2, 'flags are not abbreviated')
})

test('a selection that selects nothing is told', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n' })
  for (const words of [[''], [','], ['', '--select', ' ']]) {
    const { stderr, status } = await posse(['check', '--select', ...words], { cwd })
    t.is(status, 2)
    t.regex(stderr, /error: argument --select: expected at least one rule\n$/)
  }
  const { stderr, status } = await posse(['check', '--select', 'B102', '--ignore', 'B102'], { cwd })
  t.is(
    stderr,
    "warning: --select: 'B102' selects nothing: its rules are ignored, or not in the profile 'recommended'\n",
  )
  t.is(status, 0)
})

test('what would be left out without a word is refused', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n' })
  const refused = async (...words: string[]) => {
    const { stdout, stderr, status } = await posse(['check', ...words], { cwd })
    t.deepEqual([stdout, status], ['', 2])
    return stderr.split('\n').at(-2)
  }
  t.is(
    await refused('--since', 'HEAD', '-'),
    'posse check: error: argument -: standard input has no changes: not allowed with --since, --new-since or --staged',
  )
  t.is(
    await refused('--diff', '-o', 'x.diff'),
    'posse check: error: argument -o/--output: not allowed with argument --diff, which writes no report',
  )
})

test('of lines that are alike, the changed one has the new finding', async t => {
  const { path: cwd, commit, write } = repository(t)
  commit({ 'posse.toml': 'profile = "audit"\n', 'a.py': 'x = 1\nexec(x)\n' })
  write({ 'a.py': 'exec(x)\nx = 1\nexec(x)\n' })
  const words = ['check', '-f', 'concise', '--new-since', 'HEAD', '--changed-lines']
  const { stdout, status } = await posse(words, { cwd })
  t.regex(stdout, /^a\.py:1:1: B102 .*\n1 finding in 1 file/)
  t.is(status, 1)
})

test('a baseline that is none ends the run: all findings would be new', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n', 'cut.json': '{"results": [' })
  const { stdout, stderr, status } = await posse(['check', '-b', 'cut.json'], { cwd })
  t.deepEqual([stdout, status], ['', 2])
  t.regex(stderr, /^posse check: error: the baseline 'cut\.json' is no report in JSON: .+\n$/)
})

test('a loop of links and a name that is too long are paths that lead nowhere', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n' })
  symlinkSync('loop', join(cwd, 'loop'))
  const long = 'x'.repeat(5000)
  for (const path of ['loop', long]) {
    const { stdout, stderr, status } = await posse(['check', '-f', 'concise', path], { cwd })
    t.deepEqual([stderr, status], ['', 1])
    t.true(stdout.startsWith(`${path}: not scanned: `))
  }
  symlinkSync('pyproject.toml', join(cwd, 'pyproject.toml'))
  const { stderr, status } = await posse(['check'], { cwd })
  t.deepEqual(
    [stderr, status],
    ['posse check: error: pyproject.toml: cannot be read: too many symbolic links encountered\n', 2],
  )
})

test('flags may follow paths, and a file that cannot be parsed fails the run', async t => {
  const cwd = folder(t, { 'a.py': 'def (\n', 'b.py': 'exec(a)\n' })
  const { stdout, status } = await posse(['check', 'a.py', '-f', 'concise', 'b.py', '--ignore', 'B102'], {
    cwd,
  })
  t.regex(stdout, /a\.py: not scanned: syntax error/)
  t.is(status, 1)
  t.is((await posse(['check', '--config', 'fail-on-error=false', 'a.py'], { cwd })).status, 0)
})

test('a missing path is told, and fails the run', async t => {
  const cwd = folder(t, { 'a.py': 'x = 1\n' })
  const { stdout, status } = await posse(['check', 'nowhere.py', 'a.py'], { cwd })
  t.regex(stdout, /^nowhere\.py: not scanned: no such file or folder$/m)
  t.is(status, 1)
})

test('standard input has the configuration of its name', async t => {
  const cwd = folder(t, {
    'posse.toml': 'profile = "audit"\n',
    'sub/posse.toml': 'profile = "audit"\nignore = ["B102"]\n',
  })
  const input = 'exec(a)\nassert a\n'
  const { stdout } = await posse(['check', '-f', 'concise', '--stdin-filename', 'sub/a.py', '-'], {
    cwd,
    input,
  })
  t.regex(stdout, /^sub\/a\.py:2:1: B101/)
  t.is((await posse(['check', '--stdin-filename', 'a.py'], { cwd, input })).status, 2)
  t.regex((await posse(['check', '-f', 'concise', '-'], { cwd, input })).stdout, /<stdin>:1:1: B102/)
})

test('changes in git are checked alone', async t => {
  const { repository } = await import('./repository.js')
  const scratch = repository(t)
  scratch.commit({ 'a.py': 'exec(a)\n', 'posse.toml': 'profile = "audit"\nexclude = ["gen/"]\n' })
  scratch.write({ 'b.py': 'exec(b)\n', 'gen/c.py': 'exec(c)\n' })
  const { stdout } = await posse(['check', '-f', 'concise', '--since', 'HEAD'], { cwd: scratch.path })
  t.regex(stdout, /^b\.py:1:1: B102 [^\n]*\n1 finding in 1 file/)
})

test('a target that never existed is named among changes, too; a deleted or unchanged one is none', async t => {
  const { repository } = await import('./repository.js')
  const { path: cwd, commit, write } = repository(t)
  commit({ 'a.py': 'x = 1\n', 'gone.py': 'x = 1\n', 'sub/same.py': 'x = 1\n' })
  write({ 'a.py': 'exec("1")\n' })
  rmSync(join(cwd, 'gone.py'))
  const changed = async (...targets: string[]) => {
    const native = await posse(['check', '-f', 'concise', '--since', 'HEAD', ...targets], { cwd })
    const compatible = await posse(['--since', 'HEAD', ...targets], { cwd })
    return [native.status, compatible.status, native.stdout.split('\n')[0], compatible.stdout]
  }
  const [status, other, line, report] = await changed('nope.py', 'gone.py', 'sub')
  t.deepEqual([status, other, line], [1, 0, 'nope.py: not scanned: no such file or folder'])
  t.regex(`${report}`, /Files skipped \(1\):\n\t\.\/nope\.py \(No such file or directory\)/)
  t.deepEqual((await changed('gone.py', 'sub')).slice(0, 2), [0, 0])
})

test('a glob that matches no file is a warning where all files of its configuration were walked', async t => {
  const base = '[per-file-ignores]\n"used/" = ["B101"]\n"b.py" = ["B101"]\n"idle/" = ["B101"]\n'
  const cwd = folder(t, {
    'base.toml': base,
    'a/posse.toml': 'extend = "../base.toml"\n[per-file-ignores]\n"own/" = ["B101"]\n',
    'a/used/x.py': 'x = 1\n',
    'b/posse.toml': 'extend = "../base.toml"\n',
    'b/b.py': 'exec(1)\n',
  })
  const warned = async (...words: string[]) => {
    const { stderr } = await posse(['check', ...words], { cwd })
    return [...stderr.matchAll(/'([^']*)' in 'per-file-ignores' matches no file/g)].map(([, glob]) => glob)
  }
  t.deepEqual(await warned(), ['idle/', 'own/'])
  t.deepEqual(await warned('a', 'b'), ['idle/', 'own/'])
  t.deepEqual(await warned('a/used/x.py', 'b/b.py'), [])
  t.deepEqual(await warned('a/used', 'b'), [], 'the rest of a may need them')
  t.deepEqual(await warned('.', '--extend-exclude', 'used'), [])
  t.deepEqual(await warned('.', '--isolated'), [])
})

test('a report lists the rules that some configuration selects, and no others', async t => {
  const idsOf = async (options: CheckOptions) =>
    (await checked('exec(a)  # nosec\n', options)).rules.map(({ id }) => id)
  t.deepEqual(await idsOf({ select: ['B102', 'P003'] }), ['B102', 'P003'])
  t.true((await idsOf({})).includes('P001'))
  const report = await checked('exec(a)  # nosec\n', { select: ['P003'] })
  t.deepEqual(shown(report), ['P003:1'])
})

test('hidden findings are narrowed to changes as shown ones are', async t => {
  const { repository } = await import('./repository.js')
  const { path: cwd, commit, write } = repository(t)
  commit({ 'a.py': 'import pickle\nexec(a)\n', 'tests/test_a.py': 'assert a\n' })
  write({
    'a.py': 'import pickle\nexec(a)\nimport subprocess\ndef f(b): eval(b)\n',
    'tests/test_a.py': 'assert a\nassert b\n',
  })
  for (const change of [
    ['--new-since', 'HEAD'],
    ['--since', 'HEAD', '--changed-lines'],
  ]) {
    const { stdout } = await posse(['check', '-f', 'json', ...change], { cwd })
    const { results, hidden } = JSON.parse(stdout)
    const placesOf = (all: Record<string, unknown>[]) =>
      all.map(({ filename, line_number, test_id }) => `${filename}:${line_number} ${test_id}`)
    t.deepEqual(placesOf(results), ['a.py:4 B307'], change.join(' '))
    t.deepEqual(placesOf(hidden), ['a.py:3 B404', 'tests/test_a.py:2 B101'], change.join(' '))
  }
})

test('json is Bandit\u2019s document with more fields', async t => {
  const cwd = folder(t, { 'a.py': 'import pickle\ndef f(a): exec(a)\nassert a  # nosec: B101 -- why\n' })
  const { stdout } = await posse(['check', '-f', 'json'], { cwd })
  const { results, hidden, suppressed, metrics, errors } = JSON.parse(stdout)
  t.deepEqual(errors, [])
  t.is(metrics['a.py'].loc, 3)
  t.is(metrics._totals['SEVERITY.MEDIUM'], 1)
  const { fingerprint, ...found } = results[0]
  t.regex(fingerprint, /^[\da-f]{32}$/)
  t.like(found, { test_id: 'B102', line_number: 2, end_line_number: 2, group: 'injection', filename: 'a.py' })
  t.is(hidden[0].reason, 'an import is no flaw')
  t.is(suppressed[0].comment, '# nosec: B101 -- why')
})

test('an unknown option of the API is a UserError', async t => {
  await t.throwsAsync(check({ tragets: [] } as never), { name: 'UserError', message: /tragets.*targets/ })
  await t.throwsAsync(check({ sources: [], select: ['B1O1'] }), { name: 'UserError', message: /B1O1/ })
})

test('the mode of Bandit reads no configuration of ours, no .gitignore, and runs no rule of ours', async t => {
  const cwd = folder(t)
  cpSync('conformance/snippets', cwd, { recursive: true })
  const scanned = () => posse(['-r', '.', '-f', 'json'], { cwd })
  const before = await scanned()
  t.true(JSON.parse(before.stdout).results.length > 500)
  const files = {
    'posse.toml': 'select = ["P"]\nexclude = ["*"]\n',
    '.posse.toml': 'ignore = ["ALL"]\n',
    'pyproject.toml': '[tool.posse]\nignore = ["ALL"]\n',
    '.gitignore': '*\n',
    '.ignore': '*\n',
    'posse.rules.toml': '[[rules.call]]\nid = "ACME001"\ncalls = ["**"]\n',
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  const after = await scanned()
  t.is(after.stdout, before.stdout)
  t.is(after.status, before.status)
})

test('a check of nothing says so', async t => {
  const cwd = folder(t, { 'a.txt': '', 'build/a.py': 'exec(a)\n' })
  const { stderr, status } = await posse(['check'], { cwd })
  t.is(
    stderr,
    'warning: nothing to check: there are no Python files here, or all are excluded or ignored by git\n',
  )
  t.is(status, 0)
})

test('notebooks are checked cell by cell', async t => {
  const cell = (source: string) => ({ cell_type: 'code', metadata: {}, outputs: [], source })
  const cells = ['import os', 'x = 1\nos.system(x)', 'def (', 'exec(y)  # nosec: B102 -- ours'].map(cell)
  const notebook = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 2 }, undefined, 1)
  const cwd = folder(t, { 'a.ipynb': notebook, 'posse.toml': 'profile = "bandit"\n' })
  const concise = await posse(['check', '-f', 'concise'], { cwd })
  const [finding = '', problem] = concise.stdout.split('\n')
  t.regex(finding, /^a\.ipynb:cell 2:2:1: B605 /)
  t.is(problem, 'a.ipynb: cell 3: not scanned: it is not valid Python')
  t.is(concise.status, 1)
  const { results, suppressed: silenced } = JSON.parse((await posse(['check', '-f', 'json'], { cwd })).stdout)
  t.like(results[0], { cell: 2, line_number: 2, test_id: 'B605' })
  t.is(silenced.length, 1)
  const sarif = JSON.parse((await posse(['check', '-f', 'sarif'], { cwd })).stdout)
  const ids: string[] = sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)
  t.deepEqual(ids, ids.toSorted())
  const [{ physicalLocation }] = sarif.runs[0].results[0].locations
  const line = notebook.split('\n').findIndex(text => text.includes('os.system')) + 1
  t.deepEqual(physicalLocation.region, { startLine: line, endLine: line })
})

test('the help lists every flag in groups, within the width of a terminal', async t => {
  const { stdout, status } = await posse(['check', '--help'])
  t.is(status, 0)
  for (const { names } of FLAGS) for (const name of names) t.true(stdout.includes(name), name)
  t.deepEqual(Object.values(GROUPS).flat().sort(), FLAGS.map(({ key }) => key).sort())
  t.true(stdout.split('\n').every(line => line.length <= 100))
})

test("git's global ignore file counts, as its settings name it, and settings that never end are not read", async t => {
  const files = { 'a.py': 'exec(x)\n', 'b.py': 'exec(x)\n' }
  const home = folder(t, {
    '.gitconfig': '[user]\n\tname = me\n[core]\n\texcludesFile = ~/mine # all of them\n',
    mine: 'a.py\n',
    other: 'b.py\n',
    config: '[core]\n\texcludesFile = "~/other"\n',
    '.config/git/ignore': '*.py\n',
  })
  const scanned = async (env: Record<string, string>) => {
    const { path: cwd } = repository(t)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
    const { stdout } = await posse(['check', '-f', 'json', '--exit-zero'], {
      cwd,
      env: { HOME: home, XDG_CONFIG_HOME: '', ...env },
    })
    return Object.keys(JSON.parse(stdout).metrics).filter(name => /^[ab]\.py$/.test(name))
  }
  t.deepEqual(await scanned({}), ['b.py'])
  t.deepEqual(await scanned({ GIT_CONFIG_GLOBAL: join(home, 'config') }), ['a.py'])
  t.deepEqual(await scanned({ HOME: join(home, 'none'), XDG_CONFIG_HOME: join(home, '.config') }), [])
  if (process.platform === 'win32') return
  t.deepEqual(await scanned({ GIT_CONFIG_GLOBAL: '/dev/zero', XDG_CONFIG_HOME: join(home, 'none') }), [
    'a.py',
    'b.py',
  ])
})

test('flags of other programs are told what to write in their place', async t => {
  const cwd = folder(t, { 'a.py': 'exec(x)\n' })
  const told = async (...words: string[]) => {
    const { status, stderr } = await posse(['check', ...words], { cwd })
    t.is(status, 2, words.join(' '))
    return stderr.split('\n').at(-2)
  }
  const unknown = 'posse check: error: unrecognized arguments: '
  t.is(await told('-r', '.'), `${unknown}-r (folders are searched without it)`)
  t.is(await told('-lll', '.'), `${unknown}-lll (use --fail-on 'medium' or 'high')`)
  t.is(await told('--format', 'json'), `${unknown}--format (use -f or --output-format)`)
  t.is(await told('--format=json'), `${unknown}--format=json (use -f or --output-format)`)
  t.is(await told('--show-settings'), `${unknown}--show-settings (use posse config show)`)
  t.is(await told('--ignroe', 'B102'), `${unknown}--ignroe (did you mean '--ignore'?)`)
  t.is(await told('-z'), `${unknown}-z`)
  t.is(await told('--toString'), `${unknown}--toString`)
  t.is(await told('--constructor'), `${unknown}--constructor`)
})

test('a report replaces no source', async t => {
  const cwd = folder(t, { 'a.py': 'exec(x)\n', 'b.py': 'exec(x)\n' })
  for (const [words, flag] of [
    [['-o', 'a.py', 'b.py'], '-o/--output'],
    [['-f', 'json', '--also', 'sarif=./a.py', 'b.py'], '--also'],
    [['--shard', '1/1', '-o', 'a.py', 'b.py'], '-o/--output'],
  ] as const) {
    const { status, stderr } = await posse(['check', ...words], { cwd })
    t.regex(
      stderr,
      new RegExp(`error: argument ${flag}: '.*a\\.py' is a source, which a report would replace\n$`),
    )
    t.is(status, 2)
    t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), 'exec(x)\n')
  }
  await posse(['check', '-f', 'json', '-o', 'new.py', 'b.py'], { cwd })
  t.regex(readFileSync(join(cwd, 'new.py'), 'utf8'), /^\{"errors"/)
})

test('a file that is not Python is named with the line in which that shows', async t => {
  const cwd = folder(t, {
    'a.py': 'x = 1\r\nif x\r\n    y\r\n',
    'b.py': '\ufeffx = (\n\n',
    'c.py': 'x = 1\nprint "x"\n',
    // The parser takes it, and CPython does not.
    'd.py': 'x\n\0\n',
  })
  const skipped = async (...args: string[]) => {
    const { stdout } = await posse(['check', '-f', 'concise', ...args], { cwd })
    return stdout.match(/^[a-d]\.py: .*$/gm)
  }
  const expected = ['a.py: not scanned: syntax error in line 2', 'c.py: not scanned: syntax error in line 2']
  for (const args of [[], ['--profile', 'bandit'], ['--cache'], ['--cache']]) {
    const told = await skipped(...args)
    t.deepEqual(
      told?.filter(each => /^[ac]/.test(each)),
      expected,
    )
    t.regex(told?.find(each => each.startsWith('b')) ?? '', /^b\.py: not scanned: syntax error in line \d$/)
    t.is(told?.length, 4)
  }
  const { stdout } = await posse(['-r', '.', '-f', 'json'], { cwd })
  const { errors } = JSON.parse(stdout) as { errors: { reason: string }[] }
  t.deepEqual(
    errors.map(({ reason }) => reason),
    Array(4).fill('syntax error while parsing AST from file'),
  )
})
