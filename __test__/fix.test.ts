import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { Replacer } from '../src/output/replacement.js'
import { CLI, type Files, folder, posse } from './posse.js'

const UNSAFE = ['check', '--fix', '--unsafe-fixes', '--isolated']

/** Mends a file, and checks that doing it twice is doing it once. */
async function mended(t: ExecutionContext, content: string | Uint8Array, name = 'a.py'): Promise<string> {
  const cwd = folder(t, { [name]: content })
  const file = join(cwd, name)
  await posse([...UNSAFE, '--profile', 'audit', '.'], { cwd })
  const once = readFileSync(file)
  const { stderr } = await posse([...UNSAFE, '--profile', 'audit', '.'], { cwd })
  t.is(stderr, '')
  t.deepEqual(readFileSync(file), once)
  t.deepEqual(readdirSync(cwd), [name])
  return once.toString('latin1')
}

test('--fix writes safe fixes, and --unsafe-fixes those too', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\nprint(1)  # nosec: B101\n' })
  const file = join(cwd, 'a.py')
  const first = await posse(['check', '--fix', '--isolated'], { cwd })
  t.is(first.status, 1)
  t.regex(first.stdout, /^1 finding in 1 file: 1 medium$/m)
  t.regex(first.stdout, /1 finding mended, 1 fixable with --fix --unsafe-fixes$/m)
  t.is(readFileSync(file, 'utf8'), 'import yaml\nyaml.load(a)\nprint(1)\n')
  const second = await posse([...UNSAFE], { cwd })
  t.is(second.status, 0)
  t.is(readFileSync(file, 'utf8'), 'import yaml\nyaml.safe_load(a)\nprint(1)\n')
})

test('--diff shows what would change and changes nothing', async t => {
  const content = 'import yaml\r\nyaml.load(a)\r\n# nosec: B101'
  const cwd = folder(t, { 'a.py': content, 'b.py': 'x = 1\n' })
  const { stdout, stderr, status } = await posse(['check', '--diff', '--unsafe-fixes', '--isolated'], { cwd })
  t.is(
    stdout,
    '--- a.py\n+++ a.py\n@@ -1,3 +1,2 @@\n import yaml\r\n-yaml.load(a)\r\n-# nosec: B101\n' +
      '\\ No newline at end of file\n+yaml.safe_load(a)\r\n',
  )
  t.deepEqual([stderr, status], ['info: 2 findings would be mended in 1 file\n', 1])
  t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), content)
})

test('the exit code of --diff is 1 for findings that are left, unless only fixes count', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\n' })
  t.is((await posse(['check', '--diff', '--isolated'], { cwd })).status, 1)
  t.is((await posse(['check', '--diff', '--fix-only', '--isolated'], { cwd })).status, 0)
  t.is((await posse(['check', '--diff', '--fix-only', '--unsafe-fixes', '--isolated'], { cwd })).status, 1)
  t.is((await posse(['check', '--diff', '--exit-zero', '--unsafe-fixes', '--isolated'], { cwd })).status, 0)
})

test('--fix-only mends, and neither reports nor fails', async t => {
  const cwd = folder(t, { 'a.py': 'eval(a, b)\nprint(1)  # nosec: B101\n' })
  const { stdout, status } = await posse(['check', '--fix-only', '--isolated'], { cwd })
  t.deepEqual([stdout, status], ['1 finding mended in 1 file\n', 0])
  t.is((await posse(['check', '--fix-only', '--isolated'], { cwd })).stdout, 'Nothing to mend\n')
})

test('flags that do not go together are refused', async t => {
  const cwd = folder(t, { 'a.py': '' })
  for (const flags of [
    ['--fix', '-', 'a.py'],
    ['--fix', '--stdin-filename', 'a.py', 'a.py'],
    ['--fix', '--diff'],
    ['--diff', '--staged'],
    ['--fix', '--shard', '1/2', '-o', 'x'],
  ]) {
    const { status, stderr } = await posse(['check', ...flags], { cwd })
    t.is(status, 2, stderr)
  }
})

test('standard input is mended to standard output, with the report on standard error', async t => {
  const input = 'import yaml\r\nyaml.load(a)\r\nprint(1)  # nosec: B101\r\n'
  const safe = 'import yaml\r\nyaml.load(a)\r\nprint(1)\r\n'
  const cwd = folder(t, { 'in/posse.toml': 'extend-safe-fixes = ["B506"]\n' })
  const run = (...flags: string[]) => posse(['check', ...flags], { cwd, input })
  const first = await run('--fix', '-')
  t.deepEqual([first.stdout, first.status], [safe, 1])
  t.regex(first.stderr, /^ --> <stdin>:2:1$/m)
  t.regex(first.stderr, /1 finding mended, 1 fixable with --fix --unsafe-fixes$/m)
  // The configuration is that of the folder of the name.
  const named = await run('--fix', '--stdin-filename', 'in/a.py', '-', '-f', 'json')
  t.deepEqual([named.stdout, named.status], [safe.replace('load', 'safe_load'), 0])
  t.deepEqual(JSON.parse(named.stderr).results, [])
  const only = await run('--fix-only', '-', '-o', 'report')
  t.deepEqual([only.stdout, only.stderr, only.status], [safe, 'info: 1 finding mended in 1 file\n', 0])
  const report = await run('--fix', '-', '-o', 'report', '-q')
  t.deepEqual([report.stdout, report.stderr, report.status], [safe, '', 1])
  t.true(readFileSync(join(cwd, 'report'), 'utf8').includes('B506'))
  t.false(existsSync(join(cwd, 'in/a.py')))
})

test('standard input without fixes is printed as it is', async t => {
  for (const [input, status] of [
    ['x = 1', 0],
    ['x = (\n', 1],
    ['', 0],
  ] as const) {
    const run = await posse(['check', '--fix', '--unsafe-fixes', '--isolated', '-'], { input })
    t.deepEqual([run.stdout, run.status], [input, status], run.stderr)
  }
})

test('--diff shows what would change in standard input', async t => {
  const input = 'import yaml\nyaml.load(a)\n'
  const flags = ['--diff', '--unsafe-fixes', '--isolated', '--stdin-filename', 'x/a.py', '-']
  const { stdout, stderr, status } = await posse(['check', ...flags], { input })
  t.is(stdout, '--- x/a.py\n+++ x/a.py\n@@ -1,2 +1,2 @@\n import yaml\n-yaml.load(a)\n+yaml.safe_load(a)\n')
  t.deepEqual([stderr, status], ['info: 1 finding would be mended in 1 file\n', 1])
})

test('the configuration says what is mended, and which fixes are safe', async t => {
  const files = (more: string): Files => ({
    'a.py': 'import yaml\nyaml.load(a)\nassert b\nprint(1)  # nosec: B102\n',
    'posse.toml': `profile = "audit"\n${more}`,
  })
  const fixed = async (more: string, ...flags: string[]) => {
    const cwd = folder(t, files(more))
    await posse(['check', '--fix', ...flags], { cwd })
    return readFileSync(join(cwd, 'a.py'), 'utf8')
  }
  const [yaml, load] = ['import yaml\nyaml.load(a)\n', 'import yaml\nyaml.safe_load(a)\n']
  t.is(await fixed('extend-safe-fixes = ["B506"]\n'), `${load}assert b\nprint(1)\n`)
  t.is(await fixed('extend-unsafe-fixes = ["P001"]\n'), `${yaml}assert b\nprint(1)  # nosec: B102\n`)
  t.is(
    await fixed('unfixable = ["B101", "P001"]\n', '--unsafe-fixes'),
    `${load}assert b\nprint(1)  # nosec: B102\n`,
  )
  t.is(
    await fixed('fixable = ["B101"]\n', '--unsafe-fixes'),
    `${yaml}if not b:\n    raise AssertionError\nprint(1)  # nosec: B102\n`,
  )
})

test('the configuration says how long a request may take', async t => {
  const fixed = async (more: string) => {
    const cwd = folder(t, {
      'a.py': 'import requests, smtplib\nrequests.get(u)\nrequests.get(u, timeout=None)\nsmtplib.SMTP(h)\n',
      'posse.toml': `profile = "audit"\n${more}`,
    })
    const { stderr } = await posse(['check', '--fix-only', '--unsafe-fixes'], { cwd })
    t.is(stderr, '')
    return [...readFileSync(join(cwd, 'a.py'), 'utf8').matchAll(/timeout=(\S+)\)/g)].map(([, value]) => value)
  }
  t.deepEqual(await fixed(''), ['10', '10', '10'])
  t.deepEqual(await fixed('fix-timeout = 30\n'), ['30', '30', '30'])
  t.deepEqual(await fixed('fix-timeout = 2.5\n'), ['2.5', '2.5', '2.5'])
  const cwd = folder(t, { 'a.py': '', 'posse.toml': 'fix-timeout = 0\n' })
  const { stderr, status } = await posse(['check'], { cwd })
  t.deepEqual(
    [stderr, status],
    [
      "posse check: error: posse.toml:1:15: 'fix-timeout' must be a number of seconds from 0.001 to 86400, not 0\n",
      2,
    ],
  )
})

test('a warning is given once, though files are scanned again', async t => {
  const toml = '[per-file-ignores]\n"no/**" = ["B105"]\n'
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\n', 'posse.toml': toml })
  const { stderr } = await posse(['check', '--fix', '--unsafe-fixes', '.'], { cwd })
  t.is(stderr, "warning: posse.toml:2:1: 'no/**' in 'per-file-ignores' matches no file\n")
})

test('what is not fixable shows no fix', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\n', 'posse.toml': 'unfixable = ["B506"]\n' })
  const { stdout } = await posse(['check', '-f', 'json'], { cwd })
  t.false('fix' in JSON.parse(stdout).results[0])
})

test('a finding that others suppress or hide is not mended', async t => {
  const content = 'import yaml\nyaml.load(a)  # nosec: B506 -- ours\n'
  t.is(await mended(t, content), content)
  const cwd = folder(t, { 'tests/test_a.py': 'import yaml\nyaml.load(a)\n' })
  await posse([...UNSAFE], { cwd })
  t.is(readFileSync(join(cwd, 'tests/test_a.py'), 'utf8'), 'import yaml\nyaml.load(a)\n')
})

test('of a comment, only what suppresses nothing goes', async t => {
  const cwd = folder(t, {
    'a.py':
      'assert a  # nosec: B101, B102 -- why\nassert b  # type: ignore # nosec: B102\nx = 1  # nosec: B102 # noqa: E501\n',
    'posse.toml': 'profile = "audit"\nselect = ["B1", "P001"]\n',
  })
  await posse(['check', '--fix'], { cwd })
  t.is(
    readFileSync(join(cwd, 'a.py'), 'utf8'),
    'assert a  # nosec: B101 -- why\nassert b  # type: ignore\nx = 1  # noqa: E501\n',
  )
})

test('line ends, byte order marks, encodings, tabs and form feeds stay', async t => {
  t.is(
    await mended(t, '\ufeffimport yaml\r\nyaml.load(\r\n\ta,\r\n)'),
    latin1('\ufeffimport yaml\r\nyaml.safe_load(\r\n\ta,\r\n)'),
  )
  t.is(
    await mended(t, 'import requests\r\nrequests.get(\r\n\tu,  # a\r\n)\r\n'),
    'import requests\r\nrequests.get(\r\n\tu,  # a\r\n\ttimeout=10,\r\n)\r\n',
  )
  t.is(await mended(t, 'import yaml\ryaml.load(a)\r'), 'import yaml\ryaml.safe_load(a)\r')
  t.is(
    await mended(t, Buffer.from("# coding: latin-1\nx = '\xe9'; eval(x)  # \xe9\n", 'latin1')),
    "# coding: latin-1\nimport ast\nx = '\xe9'; ast.literal_eval(x)  # \xe9\n",
  )
  t.is(await mended(t, '\x0cassert a\n\x0c\n'), '\x0cif not a:\n    raise AssertionError\n\x0c\n')
  t.is(await mended(t, 'x = "é"; eval(x)  # é\n'), latin1('import ast\nx = "é"; ast.literal_eval(x)  # é\n'))
})

const latin1 = (text: string) => Buffer.from(text).toString('latin1')

test('of a notebook, only the source of cells changes', async t => {
  const notebook = (first: string, second: string) => `{"cells": [
  {"cell_type": "markdown", "metadata": {}, "source": ["yaml.load"]},
  {"cell_type": "code", "metadata": {"a":  1}, "outputs": [], "source": [${first}]},
  {"cell_type": "code", "metadata": {}, "outputs": [], "source": ${second}}
 ], "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}`
  t.is(
    await mended(
      t,
      notebook(
        '"%matplotlib inline\\n",\n   "import yaml\\n", "yaml.load(\\"\\u00e9\\")  # nosec: B101"',
        '"import requests\\nrequests.get(\\n    u,\\n)"',
      ),
      'a.ipynb',
    ),
    notebook(
      '"%matplotlib inline\\n",\n   "import yaml\\n", "yaml.safe_load(\\"\\u00e9\\")"',
      '"import requests\\nrequests.get(\\n    u,\\n    timeout=10,\\n)"',
    ),
  )
})

test('XML is read with defusedxml where the project depends on it', async t => {
  const before = 'import xml.etree.ElementTree as ET\nET.parse(f)\nET.fromstring(t)\n'
  const after = before.replace('xml.etree', 'defusedxml')
  const fixed = async (files: Files) => {
    const cwd = folder(t, { '.git/HEAD': '', 'app/a.py': before, ...files })
    await posse(['check', '--fix-only', '--unsafe-fixes'], { cwd: join(cwd, 'app') })
    return readFileSync(join(cwd, 'app/a.py'), 'utf8') === after
  }
  for (const files of <Files[]>[
    { 'pyproject.toml': '[project]\ndependencies = ["requests", "defusedxml>=0.7"]\n' },
    { 'app/pyproject.toml': '[project.optional-dependencies]\nxml = ["DefusedXML"]\n[tool.posse]\n' },
    { 'pyproject.toml': '[dependency-groups]\ntest = [{ include-group = "a" }, "defusedxml"]\n' },
    { 'pyproject.toml': '[tool.poetry.group.x.dependencies]\ndefusedxml = "*"\n' },
    {
      'app/posse.toml': '',
      'app/requirements-dev.txt': '# ours\r\ndefusedxml==0.7.1 ; python_version > "3"\r\n',
    },
    { 'setup.cfg': '[options]\ninstall_requires =\n    requests\n    defusedxml\n' },
    { 'setup.cfg': '[options]\ninstall_requires = defusedxml\n', 'app/posse.toml': '' },
    { 'setup.py': "setup(\n    name='a',\n    install_requires=['requests', 'defusedxml>=0.7'],\n)\n" },
    { Pipfile: '[packages]\nrequests = "*"\ndefusedxml = {version = "*"}\n' },
    {
      'requirements.txt': 'defusedxml\n',
      'app/pyproject.toml': '[tool.ruff]\n',
      'app/setup.cfg': '[mypy]\n',
    },
  ])
    t.true(await fixed(files), JSON.stringify(files))
  for (const files of <Files[]>[
    {},
    { 'pyproject.toml': '[project]\ndependencies = ["defusedxml-stubs"]\n' },
    { 'pyproject.toml': '[project\ndependencies = ["defusedxml"]\n' },
    { 'requirements.txt': '# defusedxml\n-r defusedxml.txt\n' },
    { 'app/.git/HEAD': '', 'requirements.txt': 'defusedxml\n' },
    { 'app/tests/requirements.txt': 'defusedxml\n' },
    { 'requirements.txt': 'defusedxml\n', 'app/requirements.txt': 'requests\n' },
    { 'requirements.txt': 'defusedxml\n', 'app/pyproject.toml': '[project]\nname = "app"\n' },
  ])
    t.false(await fixed(files), JSON.stringify(files))
})

test('of the projects in a repository, the nearest one says whether XML is read with defusedxml', async t => {
  const before = 'from xml.dom.minidom import parse\nparse(f)\n'
  const cwd = folder(t, {
    '.git/HEAD': '',
    'posse.toml': '',
    'requirements.txt': 'requests\n',
    'a/pyproject.toml': '[project]\nname = "a"\ndependencies = ["defusedxml"]\n',
    'a/src/a/x.py': before,
    'b/Pipfile': '[packages]\nrequests = "*"\n',
    'b/x.py': before,
    'c/x.py': before,
  })
  const { stdout } = await posse(['check', '-f', 'json', '--exit-zero'], { cwd })
  const offered = JSON.parse(stdout).results.map((each: Record<string, string>) => [
    each.filename,
    each.fix_class,
  ])
  t.deepEqual(offered, [
    ['a/src/a/x.py', 'unsafe'],
    ['b/x.py', undefined],
    ['c/x.py', undefined],
  ])
  await posse(['check', '--fix-only', '--unsafe-fixes'], { cwd })
  const after = ['a/src/a/x.py', 'b/x.py', 'c/x.py'].map(file => readFileSync(join(cwd, file), 'utf8'))
  t.deepEqual(after, [before.replace('xml.dom', 'defusedxml'), before, before])
})

test('fixes that overlap are applied one after the other', async t => {
  t.is(
    await mended(t, 'import requests\nrequests.get(eval(a), verify=False)\n'),
    'import ast\nimport requests\nrequests.get(ast.literal_eval(a), verify=True, timeout=10)\n',
  )
})

test("a fix that brings a finding of one's own rule is taken back, if that is as severe", async t => {
  const before = 'import yaml\nyaml.load(a)\n'
  const fixed = async (severity: string) => {
    const rule = `[[rules.call]]\nid = "ACME001"\ncalls = "yaml.safe_load"\nmessage = "m"\nseverity = "${severity}"\n`
    const cwd = folder(t, { 'a.py': before, 'b.py': before, 'posse.toml': rule })
    const { stderr } = await posse(['check', '--fix-only', '--unsafe-fixes', '-j', '2'], { cwd })
    return [readFileSync(join(cwd, 'a.py'), 'utf8'), stderr]
  }
  const after = 'import yaml\nyaml.safe_load(a)\n'
  t.deepEqual(await fixed('low'), [after, ''])
  const [content, stderr] = await fixed('medium')
  t.is(content, before)
  t.true(
    stderr?.includes('a.py:2: B506 is not mended: there would be another finding that is as severe'),
    stderr,
  )
})

test('the mode stays, and files that must not be replaced are named', async t => {
  const cwd = folder(t, {
    'in/a.py': 'import yaml\nyaml.load(a)\n',
    'in/hard.py': 'import yaml\nyaml.load(a)\n',
    'in/read.py': 'import yaml\nyaml.load(a)\n',
    'out/link.py': 'import yaml\nyaml.load(a)\n',
  })
  chmodSync(join(cwd, 'in/a.py'), 0o750)
  chmodSync(join(cwd, 'in/read.py'), 0o444)
  linkSync(join(cwd, 'in/hard.py'), join(cwd, 'hard'))
  symlinkSync('../out/link.py', join(cwd, 'in/link.py'))
  const { status, stderr } = await posse([...UNSAFE, 'in', 'in/link.py'], { cwd })
  t.is(status, 2)
  t.is(readFileSync(join(cwd, 'in/a.py'), 'utf8'), 'import yaml\nyaml.safe_load(a)\n')
  t.is(statSync(join(cwd, 'in/a.py')).mode & 0o777, 0o750)
  for (const [name, reason] of [
    ['in/hard.py', 'it has several names (hard links)'],
    ['in/link.py', 'it is a link that leads out of what is checked'],
    ['in/read.py', 'it is read-only'],
  ] as const) {
    t.true(stderr.includes(`${name}: not mended: ${reason}\n`), stderr)
    t.is(readFileSync(join(cwd, name), 'utf8'), 'import yaml\nyaml.load(a)\n')
  }
})

test('a link to a file that is checked as well is no reason to fail', async t => {
  const content = 'import yaml\nyaml.load(x)\n'
  const cwd = folder(t, { 'a.py': content })
  symlinkSync('a.py', join(cwd, 'b.py'))
  const { stderr, status } = await posse(['check', '--fix-only', '--unsafe-fixes'], { cwd })
  t.deepEqual([stderr, status], ['', 0])
  t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), readFileSync(join(cwd, 'b.py'), 'utf8'))
  t.not(readFileSync(join(cwd, 'a.py'), 'utf8'), content)
  t.true(lstatSync(join(cwd, 'b.py')).isSymbolicLink())
})

test('a file is whole whenever the process is killed', async t => {
  const [line, safe] = ['yaml.load(a)\n', 'yaml.safe_load(a)\n']
  const before = `import yaml\n${line.repeat(2000)}`
  const after = `import yaml\n${safe.repeat(2000)}`
  const cwd = folder(t, {})
  for (let round = 0; round < 12; round++) {
    const names = Array.from({ length: 6 }, (_, at) => `a${at}.py`)
    for (const name of names) writeFileSync(join(cwd, name), before)
    const child = spawn(process.execPath, [CLI, ...UNSAFE, '-q', '.'], { cwd, stdio: 'ignore' })
    const ended = new Promise(done => child.on('close', done))
    await new Promise(done => setTimeout(done, 150 + 60 * round))
    child.kill(round % 3 === 0 ? 'SIGTERM' : 'SIGKILL')
    await ended
    for (const name of names) {
      const content = readFileSync(join(cwd, name), 'utf8')
      t.true(content === before || content === after, `${name} is neither old nor new`)
    }
    if (round % 3 === 0) t.deepEqual(readdirSync(cwd).sort(), names)
    for (const name of readdirSync(cwd)) utimesSync(join(cwd, name), 0, 0)
  }
  for (const name of readdirSync(cwd).filter(each => each.endsWith('.py')))
    writeFileSync(join(cwd, name), before)
  await posse([...UNSAFE, '-q', '.'], { cwd })
  t.deepEqual(
    readdirSync(cwd).filter(name => name.endsWith('.tmp')),
    [],
  )
})

test('what a killed run has left is removed, and nothing else', async t => {
  const left = '.posse-mend-999999999-abc.tmp'
  const young = '.posse-mend-999999998-abc.tmp'
  const running = `.posse-mend-${process.pid}-abc.tmp`
  const others = ['.posse-mend-x-abc.tmp', '.posse-other.tmp', 'posse-mend-999999999-abc.tmp']
  const cwd = folder(t, {
    'a.py': 'import yaml\nyaml.load(a)\n',
    ...Object.fromEntries([left, young, running, ...others].map(name => [name, ''])),
    'b/x': '',
  })
  const link = '.posse-mend-999999997-abc.tmp'
  symlinkSync('b/x', join(cwd, link))
  for (const name of [left, running, ...others]) utimesSync(join(cwd, name), 0, 0)
  const { stderr } = await posse([...UNSAFE], { cwd })
  t.is(stderr, '')
  t.deepEqual(readdirSync(cwd).sort(), ['a.py', 'b', link, running, young, ...others].sort())
})

/** Lets root give a file to another user. */
const asRoot = process.getuid?.() === 0 ? test : test.skip

asRoot('the owner of a file stays', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\n' })
  const file = join(cwd, 'a.py')
  chownSync(file, 12345, 23456)
  chmodSync(file, 0o4755)
  t.is((await posse([...UNSAFE], { cwd })).stderr, '')
  const { uid, gid, mode } = statSync(file)
  t.deepEqual([uid, gid, mode & 0o7777], [12345, 23456, 0o4755])
  t.is(readFileSync(file, 'utf8'), 'import yaml\nyaml.safe_load(a)\n')
})

asRoot(
  'a file of another owner, or in a folder of another, is left alone by those who cannot replace it',
  async t => {
    const content = 'import yaml\nyaml.load(a)\n'
    const cwd = folder(t, { 'a.py': content, 'closed/b.py': content })
    chmodSync(cwd, 0o777)
    chownSync(join(cwd, 'closed/b.py'), 12345, 12345)
    const child = spawn(process.execPath, [CLI, ...UNSAFE, '-q', '.'], { cwd, uid: 12345, gid: 12345 })
    let stderr = ''
    child.stderr.on('data', part => {
      stderr += part
    })
    t.is(await new Promise(done => child.on('close', done)), 2)
    t.true(stderr.includes('a.py: not mended: it belongs to another user or group\n'), stderr)
    t.true(stderr.includes('closed/b.py: not mended: permission denied\n'), stderr)
    for (const name of ['a.py', 'closed/b.py']) t.is(readFileSync(join(cwd, name), 'utf8'), content)
    t.deepEqual([readdirSync(cwd), readdirSync(join(cwd, 'closed'))], [['a.py', 'closed'], ['b.py']])
  },
)

test('a file that changes between the scan and the fix is left alone', async t => {
  const content = 'import yaml\nyaml.load(a)\n'
  const cwd = folder(t, { 'a.py': content, 'b.py': content })
  const replacer = new Replacer([cwd])
  t.teardown(() => replacer.close())
  const [before, after] = [Buffer.from(content), Buffer.from('x')]
  writeFileSync(join(cwd, 'a.py'), `${content}#\n`)
  t.throws(() => replacer.replace(join(cwd, 'a.py'), before, after), {
    message: 'it has changed since it was scanned',
  })
  replacer.replace(join(cwd, 'b.py'), before, after)
  t.is(readFileSync(join(cwd, 'a.py'), 'utf8'), `${content}#\n`)
  t.is(readFileSync(join(cwd, 'b.py'), 'utf8'), 'x')
  t.deepEqual(readdirSync(cwd), ['a.py', 'b.py'])
})

test('SARIF has the replacements of a fix, and agent the change', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nx = [yaml.load(a)]\n' })
  const { stdout } = await posse(['check', '--isolated', '-f', 'sarif'], { cwd })
  const [result] = JSON.parse(stdout).runs[0].results
  t.deepEqual(result.fixes, [
    {
      description: { text: 'Load only plain data (unsafe)' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'a.py', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 11, endLine: 2, endColumn: 15 },
              insertedContent: { text: 'safe_load' },
            },
          ],
        },
      ],
    },
  ])
  const agent = await posse(['check', '--isolated', '-f', 'agent'], { cwd })
  t.true(
    agent.stdout.includes(
      ' Fix: Load only plain data (unsafe): x = [yaml.load(a)] -> x = [yaml.safe_load(a)]\n',
    ),
  )
})

interface Replacement {
  deletedRegion: { startLine: number; startColumn: number; endLine: number; endColumn: number }
  insertedContent: { text: string }
}

/** What a viewer makes of a notebook by the fixes of a report in SARIF, and how many changes that are. */
async function bySarif(cwd: string, args: readonly string[]): Promise<[string, number]> {
  const notebook = readFileSync(join(cwd, 'a.ipynb'), 'utf8')
  const { stdout } = await posse([...args, '-f', 'sarif'], { cwd })
  const { results } = JSON.parse(stdout).runs[0]
  const lines = notebook.split('\n')
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, column - 1)
  const edits = (results as { fixes?: { artifactChanges: { replacements: Replacement[] }[] }[] }[])
    .flatMap(({ fixes = [] }) => fixes.flatMap(fix => fix.artifactChanges.flatMap(each => each.replacements)))
    .map(({ deletedRegion: at, insertedContent }) => ({
      start: offset(at.startLine, at.startColumn),
      end: offset(at.endLine, at.endColumn),
      text: insertedContent.text,
    }))
    .sort((a, b) => b.start - a.start)
  let after = notebook
  for (const { start, end, text } of edits) after = after.slice(0, start) + text + after.slice(end)
  return [after, edits.length]
}

const CELLS = (...sources: string[]) => `{"cells": [
${sources.map(each => `  {"cell_type": "code", "metadata": {}, "outputs": [], "source": ${each}}`).join(',\n')}
 ], "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}`

const sourcesOf = (notebook: string): string[] =>
  JSON.parse(notebook).cells.map(({ source }: { source: string | string[] }) => [source].flat().join(''))

test('SARIF has the replacements in the file of a notebook', async t => {
  const notebook = CELLS(
    `["import requests\\n",\n    "x = '\u{1f600}\\"'; requests.get(u)"]`,
    '"eval(x)"',
    '["requests.get(\\n", "    u,\\n",\n    ")"]',
  )
  const cwd = folder(t, { 'a.ipynb': notebook })
  const [after, count] = await bySarif(cwd, ['check', '--isolated', '--profile', 'audit'])
  t.is(count, 4)
  await posse([...UNSAFE, '--profile', 'audit'], { cwd })
  t.is(after, readFileSync(join(cwd, 'a.ipynb'), 'utf8'))
  t.deepEqual(sourcesOf(after), [
    "import ast\nimport requests\nx = '\u{1f600}\"'; requests.get(u, timeout=10)",
    'ast.literal_eval(x)',
    'requests.get(\n    u,\n    timeout=10,\n)',
  ])
})

test('SARIF has the replacements of comments in a notebook', async t => {
  const notebook = CELLS(
    '["x = \'\u{e9}\\"\'  # nosec: B101\\n",\n    "exec(x)  # nosec: B102, B101 -- why\\n"]',
  )
  const cwd = folder(t, { 'a.ipynb': notebook, 'posse.toml': 'profile = "audit"\n' })
  const [after, count] = await bySarif(cwd, ['check'])
  t.is(count, 2)
  await posse(['check', '--fix'], { cwd })
  t.is(after, readFileSync(join(cwd, 'a.ipynb'), 'utf8'))
  t.deepEqual(sourcesOf(after), ["x = '\u{e9}\"'\nexec(x)  # nosec: B102 -- why\n"])
})

test('full shows the lines of a fix', async t => {
  const cwd = folder(t, { 'a.py': 'def f():\n    return eval(a)\n' })
  const { stdout } = await posse(['check', '--isolated', '--profile', 'audit'], { cwd })
  t.true(
    stdout.includes(
      '  = unsafe fix: Read only literals\n1 + import ast\n2 - return eval(a)\n2 + return ast.literal_eval(a)\n',
    ),
    stdout,
  )
})

test('the compatible mode has no fixes', async t => {
  const cwd = folder(t, { 'a.py': 'import yaml\nyaml.load(a)\n' })
  const { stdout } = await posse(['-f', 'json', 'a.py'], { cwd })
  t.false(stdout.includes('safe_load(a)'))
  t.is((await posse(['--fix', 'a.py'], { cwd })).status, 2)
  t.false(existsSync(join(cwd, 'posse.toml')))
})
