import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { GivenOption } from '../index.js'
import { UserError } from '../src/errors.js'
import { silent } from '../src/log.js'
import { loadConfig } from '../src/plan/config/index.js'
import { builtinRules } from '../src/rules/builtin.js'
import { folder } from './posse.js'

function load(t: ExecutionContext, name: string, content: string | Uint8Array) {
  return loadConfig(join(folder(t, { [name]: content }), name), '/', builtinRules(), silent)
}

/** The options of rules that it gives; null where the check finds nothing because it is missing. */
function given(config: { rules: readonly GivenOption[] }) {
  return Object.fromEntries(config.rules.map(({ section, key, value }) => [`${section}.${key}`, value]))
}

/** The error about the file, without its name. */
async function complaint(t: ExecutionContext, name: string, content: string | Uint8Array) {
  const error = await t.throwsAsync(load(t, name, content), { instanceOf: UserError })
  const [file, ...rest] = (error?.message ?? '').split(' : ')
  t.true(file?.endsWith(name))
  return rest.join(' : ')
}

test('TOML settings are read from the table tool.bandit', async t => {
  const config = await load(
    t,
    'pyproject.toml',
    `[tool.bandit]
exclude_dirs = ["venv", "build"]
tests = ["B101"]
skips = ["B404"]
[tool.bandit.assert_used]
skips = ["**/test_*.py"]
[tool.other]
tests = 1
`,
  )
  t.deepEqual(config.tests, ['B101'])
  t.deepEqual(config.skips, ['B404'])
  t.deepEqual(config.excludeDirs, ['venv', 'build'])
  t.deepEqual(config.include, ['*.py'])
  t.deepEqual(given(config), { 'assert_used.skips': ['**/test_*.py'] })
})

test('a TOML file without the table sets nothing, but limits the scan to *.py', async t => {
  const config = await load(t, 'pyproject.toml', '[project]\nname = "x"\n')
  t.deepEqual([config.tests, config.skips, config.include], [[], [], ['*.py']])
  t.deepEqual((await loadConfig(undefined, '/', builtinRules(), silent)).include, ['*.py', '*.pyw'])
})

test('a TOML number can have any size', async t => {
  const config = await load(
    t,
    'pyproject.toml',
    'large = 9223372036854775808\n[tool.bandit]\nskips = ["B101"]\n[tool.bandit.weak_cryptographic_key]\n' +
      'weak_key_size_dsa_high = 9223372036854775808\n',
  )
  t.deepEqual(config.skips, ['B101'])
  t.is(given(config)['weak_cryptographic_key.weak_key_size_dsa_high'], 2 ** 63)
  t.is(
    await complaint(t, 'x.toml', 'tool.bandit.tests = 9223372036854775808'),
    'Error parsing file: tests: expected a list of strings, found a number',
  )
  t.regex(
    await complaint(t, 'x.yaml', 'weak_cryptographic_key: {weak_key_size_dsa_high: .nan}'),
    /expected a number, found NaN/,
  )
})

test('every rule option is read', async t => {
  const config = await load(
    t,
    'bandit.yaml',
    `
include: ['*.py', '*.wsgi']
hardcoded_tmp_directory: { tmp_dirs: [/scratch] }
shell_injection: { subprocess: [a.run], shell: [a.sh], no_shell: [a.exec] }
ssl_with_bad_version: { bad_protocol_versions: [PROTOCOL_SSLv2] }
try_except_pass: { check_typed_exception: yes }
try_except_continue: { check_typed_exception: False }
weak_cryptographic_key:
  weak_key_size_dsa_high: 1024
  weak_key_size_dsa_medium: 2048
  weak_key_size_rsa_high: 1024.5
  weak_key_size_rsa_medium: 4096
  weak_key_size_ec_high: 160
  weak_key_size_ec_medium: 0x100
markupsafe_xss: { extend_markup_names: [my.Markup], allowed_calls: [clean] }
`,
  )
  t.deepEqual(config.include, ['*.py', '*.wsgi'])
  t.deepEqual(given(config), {
    'hardcoded_tmp_directory.tmp_dirs': ['/scratch'],
    'shell_injection.subprocess': ['a.run'],
    'shell_injection.shell': ['a.sh'],
    'shell_injection.no_shell': ['a.exec'],
    'ssl_with_bad_version.bad_protocol_versions': ['PROTOCOL_SSLv2'],
    'try_except_pass.check_typed_exception': true,
    'try_except_continue.check_typed_exception': false,
    'weak_cryptographic_key.weak_key_size_dsa_high': 1024,
    'weak_cryptographic_key.weak_key_size_dsa_medium': 2048,
    'weak_cryptographic_key.weak_key_size_rsa_high': 1024.5,
    'weak_cryptographic_key.weak_key_size_rsa_medium': 4096,
    'weak_cryptographic_key.weak_key_size_ec_high': 160,
    'weak_cryptographic_key.weak_key_size_ec_medium': 256,
    'markupsafe_xss.extend_markup_names': ['my.Markup'],
    'markupsafe_xss.allowed_calls': ['clean'],
  })
})

test('missing options of a section are recorded, because the rule then finds nothing', async t => {
  const config = await load(
    t,
    'bandit.yaml',
    `
shell_injection: { no_shell: [a.exec] }
try_except_pass: {}
ssl_with_bad_version: { other: 1 }
weak_cryptographic_key: { weak_key_size_dsa_high: 1 }
assert_used: { skips: }
hardcoded_tmp_directory: {}
markupsafe_xss: { allowed_calls: }
try_except_continue: { check_typed_exception: }
`,
  )
  t.deepEqual(given(config), {
    'shell_injection.subprocess': null,
    'shell_injection.shell': null,
    'shell_injection.no_shell': ['a.exec'],
    'try_except_pass.check_typed_exception': null,
    'try_except_continue.check_typed_exception': false,
    'ssl_with_bad_version.bad_protocol_versions': null,
    'weak_cryptographic_key.weak_key_size_dsa_high': 1,
    'weak_cryptographic_key.weak_key_size_dsa_medium': null,
    'weak_cryptographic_key.weak_key_size_rsa_high': null,
    'weak_cryptographic_key.weak_key_size_rsa_medium': null,
    'weak_cryptographic_key.weak_key_size_ec_high': null,
    'weak_cryptographic_key.weak_key_size_ec_medium': null,
    'assert_used.skips': null,
  })
})

test('a string in place of a list is an error, unless it is empty', async t => {
  for (const key of ['skips', 'tests', 'include', 'exclude_dirs', 'try_except_pass']) {
    const expected = key === 'try_except_pass' ? 'a mapping' : 'a list of strings'
    const message = `Error parsing file: ${key}: expected ${expected}, found a string`
    t.is(await complaint(t, 'bandit.yaml', `${key}: B404\n`), message)
    t.is(await complaint(t, 'x.toml', `[tool.bandit]\n${key} = "B404"\n`), message)
  }
  t.deepEqual((await load(t, 'bandit.yaml', 'tests: ""\n')).tests, [])
})

test('unknown keys, and keys that a section lacks, are named with what was probably meant', async t => {
  const warnings: string[] = []
  const log = { ...silent, warning: (message: string) => warnings.push(message) }
  const text = `skip: [B101]
exclude: [a]
assert_use: {skips: [x]}
assert_used: {skip: [x]}
shell_injection: {no_shell: [], shell: [os.system]}
tests: [B101]
`
  const file = join(folder(t, { 'b.yaml': text }), 'b.yaml')
  await loadConfig(file, '/', builtinRules(), log)
  t.deepEqual(
    warnings.map(line => line.replace(`${file}: `, '')),
    [
      "unknown key 'skip' (did you mean 'skips'?)",
      "unknown key 'exclude' (did you mean 'exclude_dirs'?)",
      "unknown key 'assert_use' (did you mean 'assert_used'?)",
      "unknown key 'assert_used.skip' (did you mean 'skips'?)",
      "'shell_injection' lacks 'subprocess': checks that need it find nothing",
    ],
  )
})

test('YAML is read as PyYAML reads it', async t => {
  const config = await load(
    t,
    'bandit.yaml',
    `%YAML 1.1
---
base: &base { tests: [B101] }
<<: *base
skips: [B1]
skips: &twice [y, n, B404]
exclude_dirs: *twice
`,
  )
  t.deepEqual(
    [config.tests, config.skips, config.excludeDirs],
    [['B101'], ['y', 'n', 'B404'], ['y', 'n', 'B404']],
  )
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('skips: [B101]\n', 'utf16le')])
  t.deepEqual((await load(t, 'utf16.yaml', utf16)).skips, ['B101'])
})

test('a file that cannot be read', async t => {
  const missing = join(folder(t), 'none.toml')
  await t.throwsAsync(loadConfig(missing, '/', builtinRules(), silent), {
    instanceOf: UserError,
    message: `${missing} : Could not read config file. (no such file or directory)`,
  })
  await t.throwsAsync(loadConfig(folder(t), '/', builtinRules(), silent), {
    message: /Could not read config file. \(illegal operation/,
  })
})

test('broken TOML is an error with its place', async t => {
  t.is(
    await complaint(t, 'pyproject.toml', '[tool.bandit]\nskips = ["B101"\n'),
    'Error parsing file: line 2, column 16: unclosed array, expected `]`',
  )
  t.is(
    await complaint(t, 'x.toml', Buffer.from('a = "\xe9"', 'latin1')),
    'Error parsing file: byte 5 is not valid UTF-8',
  )
})

test('broken YAML is an error with its place', async t => {
  t.regex(
    await complaint(t, 'x.yaml', 'skips: [B101\ntests: x'),
    /^Error parsing file: .* at line \d+, column \d+$/,
  )
  t.regex(
    await complaint(t, 'x.yaml', 'a: 1\n---\nb: 2\n'),
    /expected a single document at line 2, column 1$/,
  )
  t.regex(await complaint(t, 'x.yaml', 'a: *nowhere\n'), /nowhere/)
  t.regex(
    await complaint(t, 'x.yaml', 'a: !!python/name:os.system\n'),
    /unknown tag .*os\.system at line 1, column 4/,
  )
  t.is(
    await complaint(t, 'x.yaml', Buffer.from('a: \xff', 'latin1')),
    'Error parsing file: byte 3 is not valid UTF-8',
  )
})

test('a value of the wrong type is an error that names the key', async t => {
  const cases: [name: string, content: string, message: string][] = [
    ['x.yaml', '', 'expected a mapping, found nothing'],
    ['x.yaml', 'text', 'expected a mapping, found a string'],
    ['x.yaml', '[1]', 'expected a mapping, found a list'],
    ['x.yaml', 'tests: 5', 'tests: expected a list of strings, found a number'],
    ['x.yaml', 'skips: [B101, 102]', 'skips[1]: expected a string, found a number'],
    ['x.yaml', 'skips: {1: B101}', 'skips[0]: expected a string, found a key that is not a string'],
    ['x.yaml', 'exclude_dirs: a', 'exclude_dirs: expected a list of strings, found a string'],
    ['x.yaml', 'assert_used: 5', 'assert_used: expected a mapping, found a number'],
    ['x.yaml', 'assert_used: {skips: 5}', 'assert_used.skips: expected a list of strings, found a number'],
    ['x.yaml', 'assert_used: {skips: 0}', 'assert_used.skips: expected a list of strings, found a number'],
    ['x.toml', 'tool = 5', 'tool: expected a table, found a number'],
    ['x.toml', 'tool.bandit = "x"', 'expected a mapping, found a string'],
    [
      'x.toml',
      'tool.bandit.weak_cryptographic_key.weak_key_size_dsa_high = "x"',
      'weak_cryptographic_key.weak_key_size_dsa_high: expected a number, found a string',
    ],
    [
      'x.toml',
      'tool.bandit.shell_injection.shell = "os.system"',
      'shell_injection.shell: expected a list of strings, found a string',
    ],
  ]
  for (const [name, content, message] of cases) {
    t.is(await complaint(t, name, content), `Error parsing file: ${message}`, content)
  }
})

test('an alias bomb is read quickly, because an alias is not copied', async t => {
  const layers = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}*a${n}]`)
  const bomb = `a0: &a0 [x]\n${layers.join('\n')}\n`
  t.deepEqual((await load(t, 'bomb.yaml', bomb)).skips, [])
  t.regex(await complaint(t, 'bomb.yaml', `${bomb}skips: *a30\n`), /skips.*expected/)
})
