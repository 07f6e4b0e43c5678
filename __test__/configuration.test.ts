import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { Configuration } from '../src/configuration/configuration.js'
import { Configurations, type ConfigurationsOptions } from '../src/configuration/configurations.js'
import { BLACKLIST } from '../src/configuration/selectors.js'
import { builtinRules } from '../src/rules/builtin.js'
import { GROUPS, groupOf } from '../src/rules/group.js'
import type { RuleInfo } from '../src/rules/rule-info.js'
import { banditsOf } from '../src/rules/rule-info.js'
import { type Files, folder } from './posse.js'

const RULES = banditsOf(builtinRules())

/** One of our own rules, of which there are none yet. */
const OURS: RuleInfo = {
  id: 'P101',
  name: 'sql_from_request',
  testName: 'sql_from_request',
  link: '',
  cwe: 89,
  severity: 'HIGH',
  confidence: 'HIGH',
  origin: 'posse',
  profile: 'recommended',
  replaces: [],
  fix: { class: null },
  kinds: ['Call'],
}

function read(t: ExecutionContext, files: Files, options: Partial<ConfigurationsOptions> = {}) {
  const root = folder(t, { '.git/HEAD': '', ...files })
  const configurations = new Configurations({ cwd: root, rules: RULES, ...options })
  return { root, configurations, at: (path: string) => configurations.at(join(root, path)) }
}

/** The mistakes of a `posse.toml`. */
function mistakes(t: ExecutionContext, content: string | Uint8Array, more: Files = {}): readonly string[] {
  const { configurations, at } = read(t, { 'posse.toml': content, ...more })
  at('.')
  return configurations.mistakes
}

const rooted = ({ exclude }: Configuration) => exclude.map(({ glob, root }) => ({ glob, root }))

/** The rules that a `posse.toml` selects. */
function selected(t: ExecutionContext, content: string, options: Partial<ConfigurationsOptions> = {}) {
  const { configurations, at } = read(t, { 'posse.toml': content }, options)
  const { rules } = at('.')
  t.deepEqual(configurations.mistakes, [])
  return [...rules].toSorted()
}

test('without a configuration, all rules run, and the default folders are left out', t => {
  const { root, configurations, at } = read(t, { 'src/app.py': '' })
  const found = at('src')
  t.is(found.root, root)
  t.deepEqual(found.files, [])
  t.is(found.profile, 'recommended')
  t.is(found.rules.size, RULES.length)
  t.true(found.exclude.some(({ glob, root: anchor }) => glob === 'node_modules' && anchor === root))
  t.deepEqual(found.failOn, { severity: 1, confidence: 0 })
  t.deepEqual(
    [found.failOnError, found.honorNoqa, found.requireNosecIds, found.requireNosecReason],
    [true, true, true, false],
  )
  t.deepEqual([found.forceExclude, found.respectGitignore], [true, true])
  t.is(found.targetVersion, undefined)
  t.is(at('.'), found)
  t.deepEqual(configurations.mistakes, [])
})

test('every key is read', t => {
  const { root, at } = read(t, {
    'posse.toml': `
profile = "audit"
select = ["B1", "secrets", "S602", "yaml_load"]
ignore = ["B101"]
exclude = ["third_party/"]
extend-exclude = ["/gen"]
force-exclude = false
respect-gitignore = false
target-version = "py312"
fail-on = "medium:high"
fail-on-error = false
honor-noqa = false
require-nosec-ids = false
require-nosec-reason = true
[per-file-ignores]
"tests/" = ["B105", "S108"]
[severity]
B104 = "off"
B602 = "low"
[options.assert_used]
skips = ["x.py"]
[options.markupsafe_markup_xss]
allowed_calls = ["clean"]
[options.shell_injection]
shell = ["run"]
[options.weak_cryptographic_key]
weak_key_size_rsa_high = 4096
[options.try_except_pass]
check_typed_exception = true
`,
  })
  const found = at('.')
  t.is(found.profile, 'audit')
  t.deepEqual([...found.rules].toSorted(), [
    'B102',
    'B103',
    'B105',
    'B106',
    'B107',
    'B108',
    'B110',
    'B112',
    'B113',
    'B506',
    'B602',
  ])
  t.deepEqual(rooted(found), [
    { glob: 'third_party/', root },
    { glob: '/gen', root },
  ])
  t.deepEqual([found.forceExclude, found.respectGitignore, found.targetVersion], [false, false, 'py312'])
  t.deepEqual(found.failOn, { severity: 2, confidence: 3 })
  t.deepEqual(
    [found.failOnError, found.honorNoqa, found.requireNosecIds, found.requireNosecReason],
    [false, false, false, true],
  )
  t.deepEqual([...found.ignoredIn(join(root, 'a/tests/b/c.py'))].toSorted(), ['B105', 'B108'])
  t.deepEqual([...found.ignoredIn(join(root, 'a/c.py'))], [])
  t.deepEqual([...found.severity], [['B602', 'LOW']])
  t.deepEqual(found.ruleOptions, [
    { section: 'assert_used', key: 'skips', value: ['x.py'] },
    { section: 'markupsafe_xss', key: 'allowed_calls', value: ['clean'] },
    { section: 'shell_injection', key: 'shell', value: ['run'] },
    { section: 'try_except_pass', key: 'check_typed_exception', value: true },
    { section: 'weak_cryptographic_key', key: 'weak_key_size_rsa_high', value: 4096 },
  ])
  const { file, line, column } = found.origins.get('severity.B602') ?? t.fail()
  t.deepEqual([file, line, column], [join(root, 'posse.toml'), 19, 1])
})

test('the nearest configuration counts alone, up to the root of the repository', t => {
  const { root, configurations, at } = read(t, {
    'posse.toml': 'ignore = ["B101"]\n',
    'a/b/posse.toml': 'ignore = ["B102"]\n',
    'a/module/.git': 'gitdir: ../x\n',
  })
  const ignored = (path: string) => RULES.map(({ id }) => id).filter(id => !at(path).rules.has(id))
  t.deepEqual(ignored('.'), ['B101'])
  t.deepEqual(ignored('a'), ['B101'])
  t.deepEqual(ignored('a/b'), ['B102'])
  t.deepEqual(ignored('a/b/c'), ['B102'])
  t.deepEqual(ignored('a/module/src'), [])
  t.is(at('a/b/c').root, join(root, 'a/b'))
  t.is(at('a/module/src').root, root)
  t.is(configurations.in(join(root, 'a')), undefined)
  t.is(configurations.in(join(root, 'a/b')), at('a/b'))
})

test('without a repository, the search goes on to the root of the file system', t => {
  const root = folder(t, { 'posse.toml': 'ignore = ["B101"]\n' })
  mkdirSync(join(root, 'a/b'), { recursive: true })
  const configurations = new Configurations({ cwd: join(root, 'a'), rules: RULES })
  t.is(configurations.at(join(root, 'a/b')).root, root)
})

test('of several configurations in a folder, the first one counts, and the others are mentioned', t => {
  const { configurations, at } = read(t, {
    '.posse.toml': 'profile = "audit"\n',
    'posse.toml': 'profile = "bandit"\n',
    'pyproject.toml': '[tool.posse]\nprofile = "recommended"\n',
    'a/posse.toml': 'profile = "bandit"\n',
    'a/pyproject.toml': '[project]\nname = "posse"\n',
    'b/pyproject.toml': '[tool.posse]\nprofile = "bandit"\n',
    'b/c/pyproject.toml': '[tool.ruff]\n',
    'd/pyproject.toml': '[tool.posse]\n',
  })
  t.deepEqual(
    ['.', 'a', 'b', 'b/c', 'd'].map(path => at(path).profile),
    ['audit', 'bandit', 'bandit', 'bandit', 'recommended'],
  )
  t.deepEqual(configurations.warnings(), [
    'posse.toml: is not read, because of .posse.toml',
    'pyproject.toml: is not read, because of .posse.toml',
  ])
})

test('all mistakes are told at once, each with its place and the nearest right word', t => {
  t.deepEqual(
    mistakes(
      t,
      `profile = "audt"
selct = ["B1"]
ignore = ["B101", "b404", "S320", "B320", 3, "S999", "B001", "yaml-load"]
select = "B101"
exclude = ["", "a\\\\b", "a{b,c}", "#x", "[x", "a//b", "../x", "/"]
fail-on = "medum"
target-version = "3.12"
force-exclude = "yes"
extend = 3
per-file-ignores = ["B101"]
[severity]
B404 = "of"
B4040 = "low"
[options.start_process_with_a_shell]
shell = ["x"]
[options.markupsafe_xss]
allowed_calls = []
[options.try_except_pas]
[options.try_except_pass]
check_typed_exception = "yes"
check_typed = true
[options.weak_cryptographic_key]
weak_key_size_rsa_high = nan
[options.assert_used]
skips = "x"
`,
    ),
    [
      "posse.toml:1:11: 'profile' must be one of 'recommended', 'audit', 'bandit', not 'audt' (did you mean 'audit'?)",
      "posse.toml:2:1: unknown key 'selct' (did you mean 'select'?)",
      "posse.toml:3:19: unknown rule, prefix or group 'b404' (did you mean 'B404'?)",
      "posse.toml:3:27: 'S320' was removed from Ruff",
      "posse.toml:3:35: 'B320' was removed from Bandit",
      'posse.toml:3:43: \'ignore\' must be a list of selectors such as ["B404", "S603"], but this is 3',
      "posse.toml:3:46: unknown rule, prefix or group 'S999'",
      "posse.toml:3:54: 'B001' is not a rule: for Bandit's tables of calls and imports, write B30, B31, B321, B323, B4",
      "posse.toml:3:62: unknown rule, prefix or group 'yaml-load' (did you mean 'yaml_load'?)",
      "posse.toml:4:10: 'select' must be a list of selectors such as [\"ALL\"], not 'B101'",
      'posse.toml:5:12: an empty glob matches nothing',
      "posse.toml:5:16: 'a\\b': a backslash makes the next character an ordinary one: write '/' between folders",
      "posse.toml:5:24: 'a{b,c}': braces are not part of the globs of .gitignore: write one glob for each case, or '\\{'",
      "posse.toml:5:34: a glob that starts with '#' is a comment: write '\\#'",
      "posse.toml:5:40: '[x': '[' has no ']': write '\\[' for the character",
      "posse.toml:5:46: 'a//b' matches nothing: it has two slashes in a row",
      "posse.toml:5:54: '../x' matches nothing: '..' is never part of a path; a glob that starts with '/' is anchored",
      "posse.toml:5:62: '/' matches nothing",
      "posse.toml:6:11: 'fail-on' must be 'low', 'medium' or 'high', or two of them as in 'medium:high', not 'medum' (did you mean 'medium'?)",
      "posse.toml:7:18: 'target-version' must be a version such as 'py312', not '3.12'",
      "posse.toml:8:17: 'force-exclude' must be true or false, not 'yes'",
      'posse.toml:9:10: \'extend\' must be a path such as "//", or a list of paths, not 3',
      'posse.toml:10:20: \'per-file-ignores\' must be a table such as { "tests/" = ["B101", "S105"] }, not a list',
      "posse.toml:12:8: 'severity.B404' must be one of 'off', 'low', 'medium', 'high', not 'of' (did you mean 'off'?)",
      "posse.toml:13:1: unknown rule, prefix or group 'B4040' (did you mean 'B404'?)",
      "posse.toml:14:10: the options of 'start_process_with_a_shell' are in 'options.shell_injection'",
      "posse.toml:16:10: the options of 'markupsafe_xss' are in 'options.markupsafe_markup_xss'",
      "posse.toml:18:10: no rule has options called 'try_except_pas' (did you mean 'try_except_pass'?)",
      "posse.toml:20:25: 'options.try_except_pass.check_typed_exception' must be true or false, not 'yes'",
      "posse.toml:21:1: unknown key 'check_typed' in 'options.try_except_pass' (did you mean 'check_typed_exception'?)",
      "posse.toml:23:26: 'options.weak_cryptographic_key.weak_key_size_rsa_high' must be a number, not nan",
      "posse.toml:25:9: 'options.assert_used.skips' must be a list of strings, not 'x'",
    ],
  )
})

test('a text that is not TOML is a mistake with a place', t => {
  t.deepEqual(mistakes(t, 'profile = "audit"\nprofile = "bandit"\n'), [
    'posse.toml:2:1: invalid TOML: duplicate key',
  ])
  t.deepEqual(mistakes(t, 'select = ["B1"\nignore = []\n'), [
    'posse.toml:2:1: invalid TOML: missing comma between array elements, expected `,`',
  ])
  t.deepEqual(mistakes(t, Buffer.from('profile = "audit" # \xe9\n', 'latin1')), [
    'posse.toml:1:21: a byte that is not UTF-8',
  ])
  t.deepEqual(mistakes(t, Buffer.from('# é\n\n# é\xff', 'latin1')), [
    'posse.toml:1:3: a byte that is not UTF-8',
  ])
  t.deepEqual(mistakes(t, `exclude = ${'['.repeat(200_000)}${']'.repeat(200_000)}\n`), [
    'posse.toml:1:91: invalid TOML: lists and tables are nested too deep',
  ])
  t.deepEqual(mistakes(t, `# ${'x'.repeat(10_000_000)}\n`), [
    'posse.toml: has 10000003 bytes, but a configuration may have 1048576',
  ])
})

test('values that JSON lacks are named in mistakes', t => {
  const toml = `honor-noqa = 1979-05-27
fail-on-error = [1, 07:32:00]
fix-timeout = nan
target-version = -inf
[severity]
B101 = inf
`
  t.deepEqual(mistakes(t, toml), [
    "posse.toml:1:14: 'honor-noqa' must be true or false, not a date",
    "posse.toml:2:17: 'fail-on-error' must be true or false, not a list",
    "posse.toml:3:15: 'fix-timeout' must be a number of seconds from 0.001 to 86400, not nan",
    "posse.toml:4:18: 'target-version' must be a version such as 'py312', not -infinity",
    "posse.toml:6:8: 'severity.B101' must be one of 'off', 'low', 'medium', 'high', not infinity",
  ])
})

test('places are found in all forms of keys and values', t => {
  t.deepEqual(
    mistakes(
      t,
      `"select" = ["X1"]   # a comment
  severity.'X2' = "low"
per-file-ignores = { "a" = ["X3"], b = [
  "B1", 'X4', """
X5""" ] }
[options]
try_except_pass.check_typed_exception = 1979-05-27
[options.weak_cryptographic_key]
weak_key_size_dsa_high = 99999999999999999999999
weak_key_size_rsa_high = [[1], {}]
[[options.assert_used]]
[options.shell_injection]
shell = [{ a = "ü" }, 1]
`,
    ),
    [
      "posse.toml:1:13: unknown rule, prefix or group 'X1' (did you mean 'B1'?)",
      "posse.toml:2:12: unknown rule, prefix or group 'X2' (did you mean 'B2'?)",
      "posse.toml:3:29: unknown rule, prefix or group 'X3' (did you mean 'B3'?)",
      "posse.toml:4:9: unknown rule, prefix or group 'X4' (did you mean 'B4'?)",
      "posse.toml:4:15: unknown rule, prefix or group 'X5' (did you mean 'B5'?)",
      "posse.toml:7:41: 'options.try_except_pass.check_typed_exception' must be true or false, not a date",
      "posse.toml:10:26: 'options.weak_cryptographic_key.weak_key_size_rsa_high' must be a number, not a list",
      "posse.toml:11:11: 'options.assert_used' must be a table, not a list",
      "posse.toml:13:10: 'options.shell_injection.shell' must be a list of strings, but this is a table",
      "posse.toml:13:23: 'options.shell_injection.shell' must be a list of strings, but this is 1",
    ],
  )
  const project = read(t, {
    'pyproject.toml': '[[tool.x]]\na = 1\n[[tool.x]]\n[tool]\nposse.profile = "x"\n',
  })
  project.at('.')
  t.regex(project.configurations.mistakes[0] ?? '', /^pyproject\.toml:5:17: /)
})

test('a byte order mark and CRLF do not matter', t => {
  t.deepEqual(mistakes(t, '\ufeffprofile = "audit"\r\nselect = [\r\n  "B1",\r\n  "B99"\r\n]\r\n'), [
    "posse.toml:4:3: unknown rule, prefix or group 'B99'",
  ])
})

test('a configuration that cannot be read is a mistake, and no other one takes its place', t => {
  const { root, configurations, at } = read(t, {
    'posse.toml': 'profile = "audit"\n',
    'a/posse.toml/x': '',
    'b/x': '',
    'c/x': '',
    'd/pyproject.toml/x': '',
    'e/pyproject.toml': '[tool.posse]\nselect = [\n',
    'f/pyproject.toml': '[project]\nname = "posse\n',
  })
  symlinkSync('posse.toml', join(root, 'b/posse.toml'))
  symlinkSync('nowhere', join(root, 'c/posse.toml'))
  t.deepEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map(path => at(path).profile),
    ['recommended', 'recommended', 'recommended', 'audit', 'recommended', 'audit'],
  )
  t.deepEqual(configurations.mistakes, [
    'a/posse.toml: is a folder',
    'b/posse.toml: cannot be read: too many symbolic links encountered',
    'c/posse.toml: cannot be read: no such file or directory',
    'e/pyproject.toml:2:11: invalid TOML: unclosed array, expected `]`',
  ])
})

test('extended configurations lie below: tables merge, lists are replaced, extend lists add', t => {
  const { root, configurations, at } = read(t, {
    'posse.toml': `
profile = "audit"
select = ["B1", "B2"]
extend-ignore = ["B101"]
exclude = ["a"]
extend-exclude = ["b", "/c"]
[per-file-ignores]
"tests/" = ["B105"]
"docs/" = ["B106"]
[severity]
B102 = "low"
B103 = "high"
[options.weak_cryptographic_key]
weak_key_size_dsa_high = 1
weak_key_size_dsa_medium = 2
`,
    'x/shared.toml': 'fail-on = "high"\nprofile = "bandit"\n',
    'x/posse.toml': `
extend = ["//", "shared.toml"]
select = ["B1"]
extend-ignore = ["B102"]
extend-exclude = ["d", "/e"]
[per-file-ignores]
"tests/" = ["B107"]
[severity]
B103 = "medium"
[options.weak_cryptographic_key]
weak_key_size_dsa_high = 3
`,
  })
  const found = at('x')
  t.deepEqual(configurations.mistakes, [])
  t.deepEqual(found.files, [
    join(root, 'x/posse.toml'),
    join(root, 'x/shared.toml'),
    join(root, 'posse.toml'),
  ])
  t.is(found.root, join(root, 'x'))
  t.deepEqual([found.profile, found.failOn.severity], ['bandit', 3])
  t.deepEqual([...found.rules].toSorted(), [
    'B103',
    'B104',
    'B105',
    'B106',
    'B107',
    'B108',
    'B110',
    'B112',
    'B113',
  ])
  const x = join(root, 'x')
  t.deepEqual(rooted(found), [
    { glob: 'a', root: x },
    { glob: 'b', root: x },
    { glob: '/c', root },
    { glob: 'd', root: x },
    { glob: '/e', root: x },
  ])
  t.deepEqual([...found.ignoredIn(join(x, 'tests/a.py'))], ['B107'])
  t.deepEqual([...found.ignoredIn(join(x, 'docs/a.py'))], ['B106'])
  t.deepEqual(
    [...found.severity],
    [
      ['B102', 'LOW'],
      ['B103', 'MEDIUM'],
    ],
  )
  t.deepEqual(
    found.ruleOptions.map(({ key, value }) => [key, value]),
    [
      ['weak_key_size_dsa_high', 3],
      ['weak_key_size_dsa_medium', 2],
    ],
  )
  t.is(
    found.origins.get('options.weak_cryptographic_key.weak_key_size_dsa_medium')?.file,
    join(root, 'posse.toml'),
  )
})

test('an extended pyproject.toml gives its table, and a missing one, a cycle and a long chain are mistakes', t => {
  const chain = (count: number): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `chain${count}/${at}.toml`,
        at + 1 < count ? `extend = "${at + 1}.toml"\n` : 'profile = "audit"\n',
      ]),
    )
  const { configurations, at } = read(t, {
    'a/posse.toml': 'extend = "../b/pyproject.toml"\n',
    'b/pyproject.toml': '[tool.posse]\nprofile = "audit"\n',
    'c/posse.toml': 'extend = ["../b/pyproject.tml", "../d/pyproject.toml", "../b"]\n',
    'd/pyproject.toml': '[project]\n',
    'e/posse.toml': 'extend = "../f/posse.toml"\n',
    'f/posse.toml': '\n  extend = ["../e/posse.toml"]\n',
    'g/posse.toml': 'extend = "posse.toml"\n',
    'h/posse.toml': 'extend = "../chain16/0.toml"\n',
    'i/posse.toml': 'extend = "../chain17/0.toml"\n',
    ...chain(16),
    ...chain(17),
  })
  t.deepEqual(
    ['a', 'c', 'e', 'g', 'h', 'i'].map(path => at(path).profile),
    ['audit', 'recommended', 'recommended', 'recommended', 'audit', 'recommended'],
  )
  t.deepEqual(configurations.mistakes, [
    "c/posse.toml:1:11: no such file: '../b/pyproject.tml' (did you mean 'pyproject.toml'?)",
    "c/posse.toml:1:33: '../d/pyproject.toml' has no table 'tool.posse'",
    "c/posse.toml:1:56: '../b' is a folder",
    'chain17/15.toml:1:10: more than 16 configurations extend each other',
    "f/posse.toml:2:13: '../e/posse.toml' extends itself, directly or through others",
    "g/posse.toml:1:10: 'posse.toml' extends itself, directly or through others",
  ])
})

test('"//" is the topmost configuration below the root of the repository', t => {
  const { root, configurations, at } = read(t, {
    'a/posse.toml': 'profile = "audit"\n',
    'a/b/posse.toml': 'profile = "bandit"\n',
    'a/b/c/posse.toml': 'extend = "//"\n',
    'd/posse.toml': 'extend = "//"\n',
  })
  t.is(at('a/b/c').profile, 'audit')
  t.deepEqual(at('a/b/c').files, [join(root, 'a/b/c/posse.toml'), join(root, 'a/posse.toml')])
  at('d')
  t.deepEqual(configurations.mistakes, [
    "d/posse.toml:1:10: no configuration is above this one in the repository, which '//' asks for",
  ])
})

test('the longest selector wins, and ignore wins a tie', t => {
  t.deepEqual(selected(t, 'select = ["B10"]\nignore = ["B1", "B105"]\n'), [
    ...['B101', 'B102', 'B103', 'B104', 'B106', 'B107', 'B108'],
  ])
  t.deepEqual(selected(t, 'select = ["B101", "B102"]\nignore = ["B101"]\n'), ['B102'])
  t.deepEqual(selected(t, 'select = ["S105"]\nignore = ["ALL"]\n'), ['B105'])
  t.deepEqual(selected(t, 'select = ["hardcoded_password_string"]\nignore = ["S1", "secrets"]\n'), ['B105'])
  t.deepEqual(selected(t, 'select = ["secrets"]\nignore = ["B10"]\n'), [])
  t.deepEqual(selected(t, 'select = ["B10"]\nignore = ["secrets"]\n').length, 8)
  t.deepEqual(selected(t, 'ignore = ["B"]\nextend-select = ["B506"]\n'), ['B506'])
})

test('selectors are ids, numbers in Ruff, names, prefixes, groups and ALL', t => {
  const only = (word: string) => selected(t, `select = ["${word}"]\n`, { rules: [...RULES, OURS] })
  t.deepEqual(only('PLE2502'), ['B613'])
  t.deepEqual(only('PLE'), ['B613'])
  t.deepEqual(only('S61'), ['B610', 'B611', 'B612'])
  t.deepEqual(only('B61'), ['B610', 'B611', 'B612', 'B613', 'B614', 'B615'])
  t.deepEqual(only('P'), ['P101'])
  t.deepEqual(only('P1'), ['P101'])
  t.deepEqual(only('sql_from_request'), ['P101'])
  t.true(only('injection').includes('P101'))
  t.deepEqual(only('ai'), ['B614', 'B615'])
  t.deepEqual(only('pickle'), ['B301'])
  t.deepEqual(only('hashlib'), ['B324'])
  t.is(only('S').length, RULES.length - 4)
  t.is(only('B').length, RULES.length)
  t.is(only('ALL').length, RULES.length + 1)
  t.is(selected(t, 'profile = "bandit"\n', { rules: [...RULES, OURS] }).length, RULES.length)
})

test("the selectors for Bandit's tables are those of its B001", t => {
  const only = selected(t, `select = ${JSON.stringify(BLACKLIST.selectors)}\n`)
  const tables = RULES.filter(({ testName }) => testName === 'blacklist').map(({ id }) => id)
  t.deepEqual(only, tables.toSorted())
})

test('every rule has a group, and no group is called like a rule', t => {
  t.deepEqual(
    RULES.filter(({ id }) => groupOf(id) === undefined).map(({ id }) => id),
    [],
  )
  const names = RULES.flatMap(({ id, name, testName }) => [id, name, testName])
  t.deepEqual(
    Object.keys(GROUPS).filter(group => names.includes(group)),
    [],
  )
  t.is(groupOf('P012'), 'suppressions')
  t.is(groupOf('P800'), 'system')
})

test('the most precise severity counts, and off turns a rule off', t => {
  const { at } = read(t, {
    'posse.toml': '[severity]\nB101 = "high"\nB1 = "low"\nsecrets = "medium"\nALL = "off"\nS602 = "medium"\n',
  })
  const { severity, rules } = at('.')
  t.is(severity.get('B101'), 'HIGH')
  t.is(severity.get('B105'), 'LOW')
  t.is(severity.get('B602'), 'MEDIUM')
  t.false(rules.has('B506'))
  t.false(severity.has('B506'))
  t.true(rules.has('B105'))
})

test('after a hundred mistakes, the rest of a file is not checked', t => {
  const lines = Array.from({ length: 150 }, (_, at) => `key${at} = 1\n`)
  const all = mistakes(t, lines.join(''))
  t.is(all.length, 101)
  t.is(all[0], 'posse.toml: has more than 100 mistakes')
  t.is(all[100], "posse.toml:100:1: unknown key 'key99'")
})

test('the command line applies on top of every configuration', t => {
  const files = {
    'posse.toml': `profile = "bandit"
ignore = ["B404"]
extend-select = ["B101"]
exclude = ["a"]
extend-exclude = ["b"]
fail-on = "low"
[severity]
B602 = "low"
B603 = "low"
`,
    'x/posse.toml': '',
  }
  const { root, configurations, at } = read(t, files, {
    overrides: {
      profile: 'audit',
      select: ['B4', 'S603'],
      extendIgnore: ['B401'],
      severity: ['B603=off', 'B411=high'],
      failOn: 'high',
      exclude: ['c', 'd/e', '/f'],
      extendExclude: ['g'],
      forceExclude: false,
      respectGitignore: false,
      settings: ['honor-noqa = false', 'per-file-ignores = { "tests/" = ["B4"] }'],
    },
  })
  t.deepEqual(configurations.mistakes, [])
  const found = at('.')
  t.is(found.profile, 'audit')
  t.deepEqual(
    [...found.rules].toSorted(),
    RULES.map(({ id }) => id)
      .filter(id => id.startsWith('B4') && id !== 'B401')
      .toSorted(),
  )
  t.deepEqual(
    [...found.severity],
    [
      ['B602', 'LOW'],
      ['B411', 'HIGH'],
    ],
  )
  t.deepEqual([found.failOn.severity, found.forceExclude, found.respectGitignore], [3, false, false])
  t.false(found.honorNoqa)
  t.true(found.ignoredIn(join(root, 'tests/a.py')).has('B404'))
  t.deepEqual(rooted(found), [
    { glob: 'c', root },
    { glob: 'd/e', root },
    { glob: '/f', root },
    { glob: 'b', root },
    { glob: 'g', root },
  ])
  // Names are for each configuration, paths start in the working directory.
  t.deepEqual(
    rooted(at('x')).map(each => each.root),
    [join(root, 'x'), root, root, join(root, 'x')],
  )
  t.deepEqual(found.origins.get('select'), { file: '--select', line: 0, column: 0 })
})

test('extend-select and ignore of the command line change the selection, whatever the files say', t => {
  const content = 'select = ["B1"]\nignore = ["B101", "B105"]\n'
  t.deepEqual(selected(t, content, { overrides: { extendSelect: ['B101'], ignore: ['B11'] } }), [
    ...['B101', 'B102', 'B103', 'B104', 'B106', 'B107', 'B108'],
  ])
  t.deepEqual(
    selected(t, 'extend-select = ["B404"]\nignore = ["ALL"]\n', { overrides: { ignore: ['B4'] } }),
    [],
  )
})

test('mistakes on the command line name the flag', t => {
  const { configurations } = read(
    t,
    {},
    {
      overrides: {
        select: ['S999'],
        severity: ['B404', 'B4x=low'],
        profile: 'strict',
        failOn: 'hi',
        exclude: ['a{b}'],
        settings: ['honor-noqa = 1', 'x', 'selct = []'],
      },
    },
  )
  t.deepEqual(configurations.mistakes, [
    "--severity: 'B404' must be a rule and a level, such as B404=off",
    "--profile: 'profile' must be one of 'recommended', 'audit', 'bandit', not 'strict'",
    "--select: unknown rule, prefix or group 'S999'",
    "--fail-on: 'fail-on' must be 'low', 'medium' or 'high', or two of them as in 'medium:high', not 'hi'",
    "--exclude: 'a{b}': braces are not part of the globs of .gitignore: write one glob for each case, or '\\{'",
    "--severity: unknown rule, prefix or group 'B4x' (did you mean 'B4'?)",
    "--config:1:14: 'honor-noqa' must be true or false, not 1",
    '--config:1:2: invalid TOML: key with no value, expected `=`',
    "--config:1:1: unknown key 'selct' (did you mean 'select'?)",
  ])
})

test('the default excludes can be left out, and those of a file stay', t => {
  const overrides = { defaultExcludes: false }
  t.deepEqual(rooted(read(t, {}, { overrides }).at('.')), [])
  const { root, at } = read(t, { 'posse.toml': 'exclude = ["x"]\n' }, { overrides })
  t.deepEqual(rooted(at('.')), [{ glob: 'x', root }])
})

test('isolated, no file is read; a named file counts for all, relative to the working directory', t => {
  const files = {
    'posse.toml': 'profile = "audit"\n',
    'a/posse.toml': 'profile = "audit"\n',
    'ci/strict.toml': 'profile = "bandit"\n[per-file-ignores]\n"tests/" = ["B101"]\n"/x.py" = ["B102"]\n',
    'ci/pyproject.toml': '[project]\n',
  }
  const isolated = read(t, files, { isolated: true })
  t.is(isolated.at('a').profile, 'recommended')
  t.is(isolated.configurations.in(join(isolated.root, 'a')), undefined)

  const named = read(t, files)
  const configurations = new Configurations({ cwd: named.root, rules: RULES, file: 'ci/strict.toml' })
  const found = configurations.at(join(named.root, 'a'))
  t.is(found, configurations.at('/elsewhere'))
  t.is(found.profile, 'bandit')
  t.is(found.root, named.root)
  t.deepEqual([...found.ignoredIn(join(named.root, 'tests/a.py'))], ['B101'])
  t.deepEqual([...found.ignoredIn(join(named.root, 'ci/x.py'))], ['B102'])
  t.deepEqual([...found.ignoredIn(join(named.root, 'x.py'))], [])
  t.is(configurations.in(join(named.root, 'a')), undefined)
  t.deepEqual(configurations.mistakes, [])

  const wrong = (file: string) => new Configurations({ cwd: named.root, rules: RULES, file }).mistakes
  t.deepEqual(wrong('ci/strct.toml'), ['ci/strct.toml: no such file'])
  t.deepEqual(wrong('ci/pyproject.toml'), ["ci/pyproject.toml: has no table 'tool.posse'"])
  t.deepEqual(wrong('ci'), ['ci: is a folder'])
})

test('outside of the working directory, relative globs start in the repository, or in the folder itself', t => {
  const elsewhere = folder(t, { 'repo/.git/HEAD': '', 'repo/a/x.py': '', 'plain/b/x.py': '' })
  const { configurations } = read(t, {})
  t.is(configurations.at(join(elsewhere, 'repo/a')).root, join(elsewhere, 'repo'))
  t.is(configurations.at(join(elsewhere, 'plain/b')).root, join(elsewhere, 'plain/b'))
  t.is(configurations.at(join(elsewhere, 'plain/b/c')).root, join(elsewhere, 'plain/b'))
  t.is(configurations.at(join(elsewhere, 'plain')).root, join(elsewhere, 'plain'))
})

test('warnings name selectors that select nothing, and globs that match nothing in folders that were walked', t => {
  const { root, configurations, at } = read(t, {
    'posse.toml':
      'select = ["B404", "B1"]\nignore = ["B404"]\n[per-file-ignores]\n"tests/" = ["B101"]\n"test/" = ["B101"]\n',
    'a/posse.toml': '[per-file-ignores]\n"nothing/" = ["B101"]\n',
  })
  const idle =
    "posse.toml:1:11: 'B404' selects nothing: its rules are ignored, or not in the profile 'recommended'"
  const inner = "a/posse.toml:2:1: 'nothing/' in 'per-file-ignores' matches no file"
  const files = ['tests/x.py', 'a/x.py'].map(
    name => [join(root, name), at(name.startsWith('a/') ? 'a' : '.')] as const,
  )
  const warnings = (...folders: string[]) => configurations.warnings({ folders, files: () => files })
  t.deepEqual(configurations.warnings(), [idle])
  t.deepEqual(warnings(), [idle])
  t.deepEqual(warnings(join(root, 'a')), [idle, inner])
  t.deepEqual(warnings(root), [idle, "posse.toml:5:1: 'test/' in 'per-file-ignores' matches no file", inner])
})

test('the version comes from target-version, or else from requires-python', t => {
  const version = (project: string, content = '') =>
    read(t, { 'posse.toml': content, 'pyproject.toml': project }).at('.').targetVersion
  const required = (text: string) => version(`[project]\nrequires-python = "${text}"\n`)
  t.is(version('[project]\nrequires-python = ">=3.9"\n', 'target-version = "py312"'), 'py312')
  t.is(required('>=3.9'), 'py39')
  t.is(required('>=3.9,<4'), 'py39')
  t.is(required('>3.8'), 'py39')
  t.is(required('>3.8.1'), 'py38')
  t.is(required('~=3.10'), 'py310')
  t.is(required('~=3.10.2'), 'py310')
  t.is(required('==3.11.*'), 'py311')
  t.is(required('>=2.7, !=3.0.*, !=3.1.*, !=3.2.*'), 'py33')
  t.is(required('>=3.8,!=3.8.1'), 'py38')
  t.is(required('>=3.13rc1'), 'py313')
  t.is(required('>=4'), undefined)
  t.is(required('<3'), undefined)
  t.is(required('nonsense'), undefined)
  t.is(version('[project]\n'), undefined)
  t.is(version('[project\nrequires-python = ">=3.9"\n'), undefined)
})

test('windows paths in globs are mistakes that say what to write', t => {
  t.deepEqual(mistakes(t, "exclude = ['tests\\data', 'a\\*']\n"), [
    "posse.toml:1:12: 'tests\\data': a backslash makes the next character an ordinary one: write '/' between folders",
  ])
})

test('a text of --config cannot extend a file', t => {
  const { configurations } = read(t, {}, { overrides: { settings: ['extend = "x.toml"'] } })
  t.deepEqual(configurations.mistakes, [
    "--config:1:1: 'extend' counts in files only: name one, as in --config posse.toml",
  ])
})

test('a run without any rule is odd, and a folder without them is not', t => {
  const { configurations, at } = read(t, {
    'posse.toml': '# nothing\n[severity]\nALL = "off"\n',
    'a/posse.toml': 'ignore = ["ALL"]\n',
    'b/posse.toml': 'extend = "//"\n[severity]\nB101 = "low"\n',
  })
  for (const path of ['.', 'a']) at(path)
  t.deepEqual(configurations.warnings(), [
    'posse.toml:2:2: no rule is selected: nothing is checked',
    'a/posse.toml:1:1: no rule is selected: nothing is checked',
  ])
  at('b')
  t.deepEqual(configurations.warnings(), [])
})

test('the table of a pyproject.toml has a place of its own, whatever it is written as', t => {
  t.deepEqual(mistakes(t, '[tool.posse]\nprofile = "audit"\n'), [
    "posse.toml:1:2: unknown key 'tool': only pyproject.toml has [tool.posse]; here, its keys stand without it",
  ])
  const { configurations, at } = read(t, { 'pyproject.toml': '[tool]\nposse = 3\n' })
  at('.')
  t.deepEqual(configurations.mistakes, ["pyproject.toml:2:9: 'tool.posse' must be a table, not a number"])
})
