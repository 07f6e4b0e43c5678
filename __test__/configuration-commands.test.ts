import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { Validator } from 'jsonschema'
import { parse } from 'smol-toml'
import { Configurations } from '../src/configuration/configurations.js'
import { KEYS } from '../src/configuration/keys.js'
import { schemaText } from '../src/configuration/schema.js'
import { builtinRules } from '../src/rules/builtin.js'
import { ROOT } from './markdown.js'
import { type Files, folder, posse, shell } from './posse.js'

/** How many rules there are. */
const ALL = builtinRules().length

const RULES = builtinRules()

/** The mistakes of a text in a configuration. */
function mistakesOf(t: ExecutionContext, text: string): readonly string[] {
  const cwd = folder(t, { '.git/HEAD': '', 'posse.toml': '', 'a/posse.toml': text, 'a/base.toml': '' })
  const configurations = new Configurations({ cwd, rules: RULES })
  configurations.at(join(cwd, 'a'))
  return configurations.mistakes
}

/** Runs `posse init --from PROGRAM` and returns what it wrote and what it printed. */
async function carry(t: ExecutionContext, program: string, files: Files, ...words: string[]) {
  const cwd = folder(t, files)
  const { status, stdout, stderr } = await posse(['init', '--from', program, ...words], { cwd })
  t.deepEqual([status, stderr], [0, ''])
  const text = readFileSync(join(cwd, 'posse.toml'), 'utf8')
  t.deepEqual(mistakesOf(t, text), [])
  const left = stdout.split('\n').filter(line => line.startsWith('  '))
  return { written: parse(text), left: left.map(line => line.trim()), stdout, text }
}

test('the schema in the package is what config schema prints', async t => {
  const { status, stdout } = await posse(['config', 'schema'])
  t.is(status, 0)
  t.is(stdout, schemaText(RULES))
  t.is(readFileSync(join(ROOT, 'posse.schema.json'), 'utf8'), stdout)
})

test('the schema accepts what the code accepts, and nothing else', t => {
  const schema = JSON.parse(schemaText(RULES))
  const isValid = (text: string) => new Validator().validate(parse(text), schema).valid
  const right = [
    '',
    'extend = "//"',
    'extend = ["base.toml"]',
    ...['recommended', 'audit', 'bandit'].map(word => `profile = "${word}"`),
    'select = ["ALL", "B105", "S105", "PLE2502", "B6", "S6", "B", "secrets", "yaml_load", "hashlib"]',
    'fixable = ["B5"]\nunfixable = ["B506"]\nextend-safe-fixes = ["B506"]\nextend-unsafe-fixes = []',
    'extend-select = []\nignore = ["B1"]\nextend-ignore = ["web"]',
    'exclude = ["a", "/b/", "*.py"]\nextend-exclude = ["**/x/**"]',
    'force-exclude = false\nrespect-gitignore = true\nfail-on-error = false\nhonor-noqa = false',
    'require-nosec-ids = false\nrequire-nosec-reason = true',
    'target-version = "py312"\nfail-on = "medium:high"',
    'fix-timeout = 30',
    'fix-timeout = 0.5',
    'fail-on = "low"',
    '[per-file-ignores]\n"tests/" = ["B101"]\n"!src/" = ["ALL"]',
    '[severity]\nB404 = "off"\nsecrets = "high"',
    '[options.try_except_pass]\ncheck_typed_exception = true',
    '[options.weak_cryptographic_key]\nweak_key_size_rsa_high = 4096',
    '[options.shell_injection]\nshell = ["x.run"]',
    '[options.markupsafe_markup_xss]\nallowed_calls = []',
    '[options]',
    '[flow]\ntrusted-hosts = ["api.acme.dev", "*.acme.dev", "localhost"]',
    '[[flow.source]]\npath = "acme.web.param"\n[[flow.source]]\npath = "acme.on"\nas = "decorator"\norigin = "model"',
    '[[flow.sink]]\npath = "acme.db.run"\nargument = 0\nkind = "sql"',
    '[[flow.sink]]\npath = "acme.*.Client().**"\nargument = [0, "sql"]\nkind = "model"',
    '[[flow.sanitizer]]\npath = "*.clean"\nkinds = ["html", "all"]',
    '[[flow.propagator]]\npath = "acme.join"\n[[flow.propagator]]\npath = "acme.pad"\nargument = "text"',
    '[flow]\nsource = []',
    '[[rules.call]]\nid = "ACME001"\ncalls = ["a.b", "a.*"]\nmessage = "m"\nwhere = [{ argument = 0, keyword = "x", contains = { a = 1 } }]',
  ]
  const wrong = [
    'extend = 1',
    'profile = "x"',
    'select = "B105"',
    'select = ["S999"]',
    'ignore = ["b105"]',
    'extend-ignore = [1]',
    'fixable = ["S999"]',
    'extend-safe-fixes = "B506"',
    'exclude = [""]',
    'exclude = ["#x"]',
    'extend-exclude = "x"',
    'force-exclude = "yes"',
    'target-version = "3.12"',
    'fix-timeout = 0',
    'fix-timeout = "30"',
    'fail-on = "high:"',
    'fail-on = "all"',
    'unknown = 1',
    'per-file-ignores = ["B101"]',
    '[per-file-ignores]\n"tests/" = "B101"',
    '[per-file-ignores]\n"tests/" = ["X-1"]',
    '[severity]\nB999 = "off"',
    '[severity]\nB404 = "OFF"',
    '[options.shell_injection]\nshel = ["x.run"]',
    '[options.markupsafe_xss]\nallowed_calls = []',
    '[options.try_except_pass]\ncheck_typed_exception = "yes"',
    '[options.weak_cryptographic_key]\nweak_key_size_rsa_high = "4096"',
    'flow = "x"',
    '[flow]\nsources = []',
    '[flow]\ntrusted-hosts = ["https://acme.dev"]',
    '[flow.sink]\npath = "acme.db.run"\nkind = "sql"',
    '[[flow.sink]]\npath = "acme.db.run"',
    '[[flow.sink]]\npath = "acme..run"\nkind = "sql"',
    '[[flow.sink]]\npath = "acme.run"\nkind = "SQL"',
    '[[flow.sink]]\npath = "acme.run"\nkind = "sql"\nargument = -1',
    '[[flow.sink]]\npath = "acme.run"\nkind = "sql"\nargument = []',
    '[[flow.source]]\npath = "acme.run"\nas = "method"',
    '[[flow.source]]\npath = "acme.run"\nkind = "sql"',
    '[[flow.sanitizer]]\npath = "acme.clean"\nkinds = []',
    '[[flow.sanitizer]]\npath = "acme.clean"\nkinds = ["x"]',
    '[[flow.propagator]]\npath = 1',
  ]
  for (const text of right) t.deepEqual([text, mistakesOf(t, text), isValid(text)], [text, [], true])
  for (const text of wrong) t.deepEqual([text, mistakesOf(t, text).length, isValid(text)], [text, 1, false])
  const named = [...right, ...wrong].join('\n')
  for (const { name } of KEYS) t.true(named.includes(name), name)
})

test('init writes a configuration that explains each key and sets none, and overwrites nothing', async t => {
  const cwd = folder(t)
  const { status, stdout } = await posse(['init'], { cwd })
  t.deepEqual([status, stdout.split('.')[0]], [0, 'Wrote posse'])
  const text = readFileSync(join(cwd, 'posse.toml'), 'utf8')
  t.deepEqual(parse(text), {})
  for (const { name, doc } of KEYS) {
    t.regex(text, new RegExp(`^# (${name} = |\\[{1,2}${name}[.\\]])`, 'm'))
    t.true(text.replaceAll('\n# ', ' ').includes(doc), name)
  }
  const again = await posse(['init'], { cwd })
  t.deepEqual([again.status, again.stdout], [2, ''])
  t.is(again.stderr, `posse init: error: there is a configuration already: posse.toml\n`)
  t.is(readFileSync(join(cwd, 'posse.toml'), 'utf8'), text)
  const project = folder(t, { 'pyproject.toml': '[tool.posse]\n' })
  t.regex((await posse(['init'], { cwd: project })).stderr, /already: pyproject\.toml\n$/)
})

test('what init suggests is right: with each # removed, the configuration has no mistakes', async t => {
  const cwd = folder(t)
  await posse(['init'], { cwd })
  const text = readFileSync(join(cwd, 'posse.toml'), 'utf8')
  const blocks = text.split('\n\n').map(block => block.replace(/^#:schema.*\n/, ''))
  const code = blocks.map(block =>
    block
      .split('\n')
      .map(line => line.replace(/^# /, ''))
      .join('\n')
      // Prose comes first.
      .replace(/^[\s\S]*?^(?=[a-z-]+ = |\[)/m, ''),
  )
  const all = code.join('\n').replace('extend = "//"', '')
  t.deepEqual(mistakesOf(t, all), [])
  t.is(Object.keys(parse(code.join('\n'))).length, KEYS.length)
})

test("init carries over Bandit's settings, and says what it cannot carry over", async t => {
  const { written, left, stdout } = await carry(t, 'bandit', {
    'pyproject.toml': `[tool.bandit]
exclude_dirs = ["tests", "./venv", "/docs/", "*/migrations/*", "src/gen", "**/fixtures/**", "*_pb2.py", "", "a{b"]
tests = ["B101", "B320", "B602"]
skips = ["B404", "B001", "XX"]
targets = ["src"]
include = ["*.py"]
[tool.bandit.assert_used]
skips = ["*_test.py", "*/test_*.py", "./tests/*", "*/tests/*.py"]
[tool.bandit.shell_injection]
shell = ["a.b"]
[tool.bandit.markupsafe_xss]
allowed_calls = ["clean"]
[tool.bandit.any_other_function_with_shell_equals_true]
no_shell = ["x"]
[tool.bandit.hardcoded_tmp_directory]
tmp_dirs = "x"
`,
    '.bandit': '[bandit]\nexclude = ./build,/dist\nskips = B102\nrecursive = true\nlevel = 3\n',
  })
  t.deepEqual(written, {
    select: ['B101', 'B602'],
    ignore: ['B404', 'B30', 'B31', 'B321', 'B323', 'B4', 'B102'],
    'extend-exclude': [
      ...['tests', '/venv', 'docs/', 'migrations/', 'src/gen', 'fixtures/', '*_pb2.py', '/build', 'dist'],
    ],
    'fail-on': 'medium',
    'per-file-ignores': {
      '*_test.py': ['B101'],
      'test_*.py': ['B101'],
      '/tests/': ['B101'],
      '**/tests/**/*.py': ['B101'],
    },
    options: { shell_injection: { shell: ['a.b'] }, markupsafe_markup_xss: { allowed_calls: ['clean'] } },
  })
  t.deepEqual(left, [
    "pyproject.toml: exclude_dirs: 'a{b': 'a{b': braces are not part of the globs of .gitignore: write one glob for each case, or '\\{'",
    "pyproject.toml: tests: 'B320' was removed from Bandit",
    "pyproject.toml: skips: unknown rule, prefix or group 'XX'",
    'pyproject.toml: targets: Bandit does not read it here; this belongs on the command line',
    'pyproject.toml: include: posse check looks for all Python files; leave out others with exclude',
    'pyproject.toml: any_other_function_with_shell_equals_true: Bandit does not read it',
    'pyproject.toml: hardcoded_tmp_directory.tmp_dirs: it has the wrong type',
    '.bandit: severity and confidence: posse check shows all findings; those below fail-on do not fail it',
    '.bandit: recursive: this belongs on the command line',
  ])
  t.regex(stdout, /^Wrote posse\.toml from pyproject\.toml and \.bandit\.\nNot carried over:\n/)
})

test("init reads YAML of Bandit's, also in a file that is named, and INI files with other sections", async t => {
  const yaml = await carry(
    t,
    'bandit',
    { 'conf/b.yml': 'skips: [B101, B105]\nprofiles: {x: {}}\n' },
    'conf/b.yml',
  )
  t.deepEqual(yaml.written, { ignore: ['B101', 'B105'] })
  t.deepEqual(yaml.left, ['conf/b.yml: profiles: a configuration has one selection of rules'])
  const dotted = await carry(t, 'bandit', { '.bandit': 'skips: [B101]\n' })
  t.deepEqual(dotted.written, { ignore: ['B101'] })
  t.regex(dotted.stdout, /\nEverything was carried over\.\n/)
  const ini = await carry(t, 'bandit', {
    'setup.cfg': '[x]\ny = 1\n[bandit]\nskips = B101\n',
    'tox.ini': '[tox]\n',
  })
  t.deepEqual(ini.written, { ignore: ['B101'] })
})

test("init carries over Bandit's command lines in pre-commit and tox, and files that they name", async t => {
  const hooks = await carry(t, 'bandit', {
    '.pre-commit-config.yaml': `repos:
- repo: https://github.com/psf/black
  hooks:
  - id: black
    args: [--skip, x]
- repo: https://github.com/PyCQA/bandit
  hooks:
  - id: bandit
    args: ["-x", "tests/,docs", "-n5", "-ll", "-iii", "-c", "tools/bandit.yml", --skip=B101]
    exclude: ^scripts/
- repo: local
  hooks:
  - id: again
    entry: bandit --severity-level=high -t B102,B999 -b base.json
`,
    'tools/bandit.yml': 'skips: [B404]\n',
  })
  t.deepEqual(hooks.written, {
    select: ['B102'],
    ignore: ['B101', 'B404'],
    'extend-exclude': ['tests/', 'docs'],
    'fail-on': 'high',
  })
  const shown = 'posse check shows all findings; those below fail-on do not fail it'
  t.deepEqual(hooks.left, [
    `.pre-commit-config.yaml: bandit: severity and confidence: ${shown}`,
    '.pre-commit-config.yaml: bandit: exclude: this belongs in the hook of posse',
    ".pre-commit-config.yaml: bandit --tests: unknown rule, prefix or group 'B999'",
    `.pre-commit-config.yaml: bandit: severity and confidence: ${shown}`,
    '.pre-commit-config.yaml: bandit --baseline: this belongs on the command line',
  ])
  t.regex(hooks.stdout, /^Wrote posse\.toml from \.pre-commit-config\.yaml and tools\/bandit\.yml\.\n/)
  const tox = await carry(t, 'bandit', {
    'tox.ini': `[testenv:a]
commands = bandit -r src -x 'a b' {posargs} \\
  -s B404
[testenv:b]
commands =
  # bandit -s B101
  -{envpython} -m bandit -ii --skip "B405"
  bandit --nonsense
  bandit-baseline -s B102
`,
  })
  t.deepEqual(tox.written, {
    ignore: ['B404', 'B405'],
    'extend-exclude': ['a b'],
    'fail-on': 'low:medium',
  })
  t.deepEqual(tox.left, [
    'tox.ini: bandit src: this belongs on the command line',
    `tox.ini: bandit: severity and confidence: ${shown}`,
    'tox.ini: bandit: unrecognized arguments: --nonsense',
  ])
})

test("init carries over Ruff's settings in folders below, each to a configuration there", async t => {
  const cwd = folder(t, {
    'ruff.toml': 'lint.select = ["S"]\nlint.ignore = ["S404"]\n',
    'a/pyproject.toml': '[tool.ruff]\nextend = "../ruff.toml"\nlint.extend-ignore = ["S101"]\n',
    'a/b/c.py': '',
    'd/.ruff.toml':
      'include = ["x"]\nextend-exclude = ["{a}/../b//c"]\nlint.select = ["S1"]\n[lint.per-file-ignores]\n"tests/*" = ["S101"]\n',
    'd/x.py': '',
    'e/posse.toml': '',
    'e/ruff.toml': 'lint.select = ["S1"]\n',
    'e/x.py': '',
    'f/pyproject.toml': '[tool.other]\n',
    'f/x.py': '',
    'without-python/ruff.toml': '',
    'venv/ruff.toml': '',
    'venv/x.py': '',
  })
  const { stdout, status } = await posse(['init', '--from', 'ruff'], { cwd })
  const lines = stdout.split('\n')
  t.deepEqual(
    [status, ...lines.slice(0, 7)],
    [
      0,
      'Wrote posse.toml from ruff.toml.',
      'Wrote a/posse.toml from ruff.toml and a/pyproject.toml.',
      'Wrote d/posse.toml from d/.ruff.toml.',
      'Not carried over:',
      "  d/.ruff.toml: extend-exclude: '{a}/../b//c': 'a/../b/c' matches nothing: '..' is never part of a path; a glob that starts with '/' is anchored",
      '  d/.ruff.toml: include: posse check looks for all Python files; leave out others with exclude',
      '  e: there is a configuration already: posse.toml',
    ],
  )
  const written = (name: string) => parse(readFileSync(join(cwd, name), 'utf8'))
  t.deepEqual(written('a/posse.toml'), { ignore: ['S404', 'S101'] })
  t.deepEqual(written('d/posse.toml'), { select: ['S1'], 'per-file-ignores': { '/tests/': ['S101'] } })
  t.deepEqual(
    ['f', 'without-python', 'venv'].filter(name => existsSync(join(cwd, name, 'posse.toml'))),
    [],
  )
  t.is((await posse(['check'], { cwd })).status, 0)
  const only = folder(t, { 'a/ruff.toml': 'lint.select = ["S1"]\n', 'a/x.py': '' })
  t.regex(
    (await posse(['init', '--from', 'ruff'], { cwd: only })).stdout,
    /^Wrote a\/posse\.toml from a\/ruff\.toml\.\nEverything was carried over\.\n/,
  )
  const wrong = folder(t, { 'ruff.toml': '', 'a/ruff.toml': 'a = \n', 'a/x.py': '' })
  const { stderr } = await posse(['init', '--from', 'ruff'], { cwd: wrong })
  t.regex(stderr, /^posse init: error: a\/ruff\.toml: line 1, column 5: /)
  t.false(existsSync(join(wrong, 'posse.toml')))
})

test('init says what Bandit does not read of a .bandit file, and what its levels become', async t => {
  const { written, left } = await carry(t, 'bandit', {
    '.bandit': '[bandit]\nexclude_dirs = tests\nskip = B101\nlevel = 4\nconfidence = 3\ntargets = src\n',
  })
  t.deepEqual(written, { 'fail-on': 'high:medium' })
  t.deepEqual(left, [
    '.bandit: severity and confidence: posse check shows all findings; those below fail-on do not fail it',
    ".bandit: exclude_dirs: Bandit does not read it here (did you mean 'exclude'?)",
    ".bandit: skip: Bandit does not read it here (did you mean 'skips'?)",
    '.bandit: targets: this belongs on the command line',
  ])
})

test("init carries over what Ruff's settings say of security rules", async t => {
  const { written, left } = await carry(t, 'ruff', {
    'pyproject.toml': `[tool.ruff]
extend-exclude = ["tests/*", "*_pb2.py", "docs/{a,b}/*.py", "./x"]
exclude = ["third_party"]
force-exclude = true
respect-gitignore = false
target-version = "py310"
[tool.ruff.lint]
select = ["E", "F", "B", "S", "S101", "PL"]
extend-select = ["S320"]
ignore = ["S1", "S603", "B101", "B904", "E501", "S999"]
exclude = ["scripts/*.py"]
[tool.ruff.lint.per-file-ignores]
"tests/*.py" = ["S101", "D", "S105"]
"**/{tests,docs}/*" = ["S"]
"__init__.py" = ["F401"]
"src/*/tests/*" = ["ALL"]
"!src/**.py" = ["S108"]
[tool.ruff.lint.flake8-bandit]
check-typed-exception = true
hardcoded-tmp-directory-extend = ["/scratch"]
allowed-markup-calls = ["bleach.clean"]
`,
  })
  t.deepEqual(written, {
    'extend-select': ['S101', 'PLE2502'],
    ignore: ['S1', 'S603'],
    exclude: ['third_party'],
    'extend-exclude': ['/tests/', '*_pb2.py', 'docs/a/**/*.py', 'docs/b/**/*.py', '/x', 'scripts/**/*.py'],
    'force-exclude': true,
    'respect-gitignore': false,
    'target-version': 'py310',
    'per-file-ignores': {
      'tests/**/*.py': ['S101', 'S105'],
      'tests/': ['S'],
      'docs/': ['S'],
      'src/*/**/tests/': ['ALL'],
      '!src/**/*.py': ['S108'],
    },
    options: {
      try_except_pass: { check_typed_exception: true },
      try_except_continue: { check_typed_exception: true },
      hardcoded_tmp_directory: { tmp_dirs: ['/tmp', '/var/tmp', '/dev/shm', '/scratch'] },
      markupsafe_markup_xss: { allowed_calls: ['bleach.clean'] },
    },
  })
  t.deepEqual(left, [
    "pyproject.toml: extend-select: 'S320' was removed from Ruff",
    "pyproject.toml: ignore: unknown rule, prefix or group 'S999'",
  ])
})

test('init reads ruff.toml before pyproject.toml, and old keys at its top', async t => {
  const { written } = await carry(t, 'ruff', {
    'ruff.toml': 'select = ["S5", "E"]\n[per-file-ignores]\n"tests/*" = ["S101"]\n',
    'pyproject.toml': '[tool.ruff]\nselect = ["S6"]\n',
  })
  t.deepEqual(written, { select: ['S5'], 'per-file-ignores': { '/tests/': ['S101'] } })
})

test('init follows the extend of Ruff', async t => {
  const { written, left, stdout } = await carry(t, 'ruff', {
    '.ruff.toml':
      'extend = "base/ruff.toml"\nlint.ignore = ["S101"]\n[lint.per-file-ignores]\n"a.py" = ["S105"]\n',
    'base/ruff.toml': 'extend = "pyproject.toml"\nselect = ["ALL"]\nignore = ["S603"]\nexclude = ["x"]\n',
    'base/pyproject.toml': '[tool.ruff]\nselect = ["S5"]\n',
  })
  t.deepEqual(written, { ignore: ['S603', 'S101'], exclude: ['x'], 'per-file-ignores': { 'a.py': ['S105'] } })
  t.deepEqual(left, [])
  t.regex(stdout, /^Wrote posse\.toml from base\/pyproject\.toml and base\/ruff\.toml and \.ruff\.toml\.\n/)
})

test('of several files of Ruff, the one that selects, excludes or ignores for files takes the place of the others', async t => {
  const extended = async (base: string, own: string) =>
    carry(t, 'ruff', { 'base.toml': base, 'ruff.toml': `extend = "base.toml"\n${own}` })
  const selects = await extended('lint.select = ["E"]\nlint.ignore = ["S101"]\n', 'lint.select = ["S"]\n')
  t.deepEqual(selects.written, {})
  const adds = await extended(
    'lint.select = ["S"]\nlint.ignore = ["S101", "S5"]\n',
    'lint.extend-select = ["S1", "S506"]\n',
  )
  t.deepEqual(adds.written, { 'extend-select': ['S1', 'S506'], ignore: ['S5'] })
  const ignores = await extended('lint.select = ["S5", "S602"]\n', 'lint.ignore = ["S6"]\n')
  t.deepEqual(ignores.written, { select: ['S5'], ignore: ['S6'] })
  const files = await extended(
    'exclude = ["a"]\nlint.exclude = ["b"]\nextend-exclude = ["c"]\n[lint.per-file-ignores]\n"d" = ["S101"]\n',
    'exclude = ["e"]\nlint.exclude = ["f"]\nextend-exclude = ["g"]\nlint.select = ["S"]\n' +
      '[lint.per-file-ignores]\n"h" = ["S101"]\n[lint.extend-per-file-ignores]\n"i" = ["S102"]\n',
  )
  t.deepEqual(files.written, {
    exclude: ['e'],
    'extend-exclude': ['c', 'g', 'f'],
    'per-file-ignores': { h: ['S101'], i: ['S102'] },
  })
})

test('globs of a file of Ruff in another folder stay about the same files', async t => {
  const below = await carry(t, 'ruff', {
    'conf/base.toml':
      'exclude = ["../src/*", "gen/", "*.pyi"]\n[lint.per-file-ignores]\n"../../x/*" = ["S101"]\n"**/y/*" = ["S102"]\n',
    'ruff.toml': 'extend = "conf/base.toml"\nlint.select = ["S"]\n',
  })
  t.deepEqual(below.written, {
    exclude: ['/src/', '/conf/gen/', '*.pyi'],
    'per-file-ignores': { 'y/': ['S102'] },
  })
  const top = folder(t, {
    'ruff.toml':
      'lint.select = ["S"]\n[lint.per-file-ignores]\n"pkg/tests/*" = ["S101"]\n"other/*" = ["S102"]\n"*/a.py" = ["S103"]\n"pkg/*" = ["S104"]\n"p*" = ["S105"]\n',
    'pkg/ruff.toml': 'extend = "../ruff.toml"\n',
  })
  t.is((await posse(['init', '--from', 'ruff'], { cwd: join(top, 'pkg') })).status, 0)
  t.deepEqual(parse(readFileSync(join(top, 'pkg/posse.toml'), 'utf8')), {
    'per-file-ignores': { '/tests/': ['S101'], '/a.py': ['S103'], '*': ['S104'], 'p*': ['S105'] },
  })
})

test('init says what of Ruff it does not read', async t => {
  const { written, left } = await carry(t, 'ruff', {
    'ruff.toml': `include = ["src/**/*.py"]
extend-include = ["scripts/*"]
[lint]
select = ["hardcoded-bind-all-interfaces", "S5", "unused-import"]
ignore = "S501"
unfixable = ["S506", "F401", "ALL"]
[lint.flake8-bandit]
check-typed-exception = "yes"
hardcoded-tmp-directory = "x"
`,
  })
  t.deepEqual(written, { select: ['S5'], unfixable: ['S506'] })
  const python = 'posse check looks for all Python files; leave out others with exclude'
  t.deepEqual(left, [
    'ruff.toml: select: rules are carried over by their codes, such as S602, not by names: ' +
      'hardcoded-bind-all-interfaces, unused-import',
    'ruff.toml: ignore: it must be a list',
    `ruff.toml: include: ${python}`,
    `ruff.toml: extend-include: ${python}`,
    'ruff.toml: flake8-bandit.check-typed-exception: it has the wrong type',
    'ruff.toml: flake8-bandit.hardcoded-tmp-directory: it has the wrong type',
  ])
  const defaults = await carry(t, 'ruff', { 'ruff.toml': 'lint.extend-select = ["S5"]\n' })
  t.deepEqual(defaults.written, { select: ['S102', 'S110', 'S112', 'PLE2502', 'S5'] })
})

test('a path that a file of Ruff extends may begin with ~, and have variables', async t => {
  const home = folder(t, { 'base.toml': 'lint.select = ["S5"]\n' })
  for (const path of ['~/base.toml', '$BASE/base.toml', '$' + '{BASE}/base.toml']) {
    const cwd = folder(t, { 'ruff.toml': `extend = "${path}"\n` })
    const { status } = await posse(['init', '--from', 'ruff'], { cwd, env: { HOME: home, BASE: home } })
    t.is(status, 0)
    t.deepEqual(parse(readFileSync(join(cwd, 'posse.toml'), 'utf8')), { select: ['S5'] })
  }
})

test('init ends with one line for settings that are missing or broken', async t => {
  const fails = async (files: Files, ...words: string[]) => {
    const cwd = folder(t, files)
    const { status, stdout, stderr } = await posse(['init', ...words], { cwd })
    t.deepEqual([status, stdout], [2, ''])
    return stderr
  }
  t.regex(
    await fails({}, '--from', 'bandit'),
    /^posse init: error: no settings of Bandit's here: looked for them in pyproject\.toml, /,
  )
  t.regex(
    await fails({ 'pyproject.toml': '[project]\n' }, '--from', 'ruff'),
    /^posse init: error: no settings of Ruff's here: looked for them in pyproject\.toml\n$/,
  )
  t.regex(
    await fails({ 'ruff.toml': 'a = \n' }, '--from', 'ruff'),
    /^posse init: error: ruff\.toml: line 1, column 5: string values must be quoted, expected literal string\n$/,
  )
  t.regex(
    await fails({ 'ruff.toml': 'extend = "ruff.toml"\n' }, '--from', 'ruff'),
    /^posse init: error: ruff\.toml: it extends itself\n$/,
  )
  t.regex(
    await fails({ 'ruff.toml': 'extend = "x.toml"\n' }, '--from', 'ruff'),
    /^posse init: error: x\.toml: no such file or directory\n$/,
  )
  t.regex(await fails({ 'bandit.yaml': 'a: [\n' }, '--from', 'bandit'), /^posse init: error: bandit\.yaml: /)
  t.regex(
    await fails({}, '--from', 'bandit', 'x.yaml'),
    /^posse init: error: x\.yaml: no such file or directory\n$/,
  )
  t.regex(await fails({}, '--from', 'pylint'), /invalid choice: 'pylint'/)
  t.regex(await fails({}, 'x'), /unrecognized arguments: x\n$/)
})

test('config show prints what holds for a file, and where each value comes from', async t => {
  const cwd = folder(t, {
    '.git/HEAD': '',
    'posse.toml':
      'extend-ignore = ["B101"]\n[per-file-ignores]\n"tests/" = ["S105", "B101"]\n[severity]\nB602 = "low"\n',
    'a/posse.toml':
      'extend = "//"\nprofile = "audit"\nextend-ignore = ["B102"]\nexclude = ["gen", "!gen/x.py"]\n[options.try_except_pass]\ncheck_typed_exception = true\n[flow]\ntrusted-hosts = ["a.dev"]\n[[rules.call]]\nid = "A1"\ncalls = "f"\nmessage = "m"\n',
    'a/pyproject.toml': '[project]\nrequires-python = ">=3.9,!=3.9.1"\n',
    'a/tests/x.py': '',
  })
  const { status, stdout, stderr } = await posse(['config', 'show', 'tests/gen/x.py'], {
    cwd: join(cwd, 'a'),
  })
  t.deepEqual([status, stderr], [0, ''])
  t.is(
    stdout,
    `# from posse.toml, which extends ${cwd}/posse.toml
extend = "//"  # posse.toml:1
profile = "audit"  # posse.toml:2
select = ["ALL"]  # default
extend-select = []  # default
ignore = []  # default
extend-ignore = ["B101", "B102"]  # ${cwd}/posse.toml:1, posse.toml:3
fixable = ["ALL"]  # default
unfixable = []  # default
extend-safe-fixes = []  # default
extend-unsafe-fixes = []  # default
exclude = ["gen", "!gen/x.py"]  # posse.toml:4
extend-exclude = []  # default
force-exclude = true  # default
respect-gitignore = true  # default
target-version = "py39"  # requires-python in pyproject.toml
fix-timeout = 10  # default
fail-on = "low"  # default
fail-on-error = true  # default
honor-noqa = true  # default
require-nosec-ids = true  # default
require-nosec-reason = false  # default

[per-file-ignores]
"tests/" = ["S105", "B101"]  # ${cwd}/posse.toml:3

[severity]
B602 = "low"  # ${cwd}/posse.toml:5

[options.try_except_pass]
check_typed_exception = true  # posse.toml:6

[flow]
trusted-hosts = ["a.dev"]  # posse.toml:8

[[rules.call]]  # posse.toml:9
id = "A1"
calls = "f"
message = "m"

# ${ALL - 1} of ${ALL + 1} rules run; not B101, B102
# tests/gen/x.py is left out: exclude has "gen" (posse.toml:4)
# not in tests/gen/x.py: B105, because of "tests/" (${cwd}/posse.toml:3)
`,
  )
  t.is(Object.keys(parse(stdout)).length, KEYS.length)
})

test('config show of a folder without a configuration shows the defaults', async t => {
  const cwd = folder(t, { '.git/HEAD': '', 'node_modules/x.py': '' })
  const { stdout } = await posse(['config', 'show'], { cwd })
  t.regex(stdout, /^# no configuration file: these are the defaults\nextend = \[\] {2}# default\n/)
  const audits = builtinRules().filter(({ profile }) => profile === 'audit')
  const left = audits.map(({ id }) => id).sort()
  t.regex(stdout, new RegExp(`\n# ${ALL - left.length} of ${ALL} rules run; not ${left.join(', ')}\n$`))
  const file = await posse(['config', 'show', 'node_modules/x.py'], { cwd })
  t.regex(file.stdout, /\n# node_modules\/x\.py is left out: exclude has "node_modules" \(default\)\n$/)
})

test('config show prints all mistakes, and warns of a selector that selects nothing', async t => {
  const wrong = folder(t, { '.git/HEAD': '', 'posse.toml': 'profil = "audit"\nselect = ["B99"]\n\x1b = 1\n' })
  const run = await posse(['config', 'show'], { cwd: wrong })
  t.deepEqual([run.status, run.stdout], [2, ''])
  t.regex(run.stderr, /^posse\.toml:3:1: invalid TOML/)
  const two = folder(t, { '.git/HEAD': '', 'posse.toml': 'profil = "audit"\nselect = ["B99\\u001b"]\n' })
  t.is(
    (await posse(['config', 'show'], { cwd: two })).stderr,
    "posse.toml:1:1: unknown key 'profil' (did you mean 'profile'?)\n" +
      "posse.toml:2:11: unknown rule, prefix or group 'B99\\x1b'\n",
  )
  const idle = folder(t, { '.git/HEAD': '', 'posse.toml': 'select = ["B404", "B1"]\nignore = ["B404"]\n' })
  const { status, stdout, stderr } = await posse(['config', 'show'], { cwd: idle })
  t.is(status, 0)
  t.is(
    stderr,
    "warning: posse.toml:1:11: 'B404' selects nothing: its rules are ignored, or not in the profile 'recommended'\n",
  )
  t.regex(
    stdout,
    new RegExp(
      `\n# 11 of ${ALL} rules run: B101, B102, B103, B104, B105, B106, B107, B108, B110, B112, B113\n$`,
    ),
  )
})

test('config and init explain themselves, and are commands only as the first word', async t => {
  for (const command of ['config', 'init']) {
    for (const words of [
      [command, '-h'],
      [command, '--help'],
    ]) {
      const { status, stdout } = await posse(words)
      t.is(status, 0)
      t.regex(stdout, new RegExp(`^usage: posse ${command} `))
    }
    const cwd = folder(t, { [`${command}/found.py`]: 'exec("1")\n' })
    t.is((await posse(['-r', command], { cwd })).status, 1)
    t.is((await posse([`./${command}`, '-r'], { cwd })).status, 1)
  }
  const wrong = await posse(['config', 'shw'])
  t.is(wrong.status, 2)
  t.regex(
    wrong.stderr,
    /^usage: posse config .*\nposse config: error: name what to do, show or schema, not 'shw' \(did you mean 'show'\?\)\n$/,
  )
  t.regex(
    (await posse(['config'])).stderr,
    /^usage: posse config .*\nposse config: error: name what to do, show or schema\n$/,
  )
  t.regex((await posse(['config', 'schema', 'x'])).stderr, /unrecognized arguments: x\n$/)
})

const withLimits = process.platform === 'win32' ? test.skip : test

withLimits('init leaves nothing where the disk is full', async t => {
  const cwd = folder(t, { 'a.py': 'exec(x)\n' })
  const { status, stderr } = await shell("trap '' XFSZ; ulimit -f 0; $POSSE init", { cwd })
  t.regex(stderr, /^posse init: error: cannot write posse\.toml: /)
  t.is(status, 2)
  t.deepEqual(readdirSync(cwd), ['a.py'])
})
