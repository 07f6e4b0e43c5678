import { join } from 'node:path'
import test from 'ava'
import { scan } from '../src/api.js'
import { folder, posse } from './posse.js'

const IMPORTS = `import datasets, hashlib, importlib, subprocess, tarfile, torch, yaml
import flask
from crypt import crypt
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from django.db.models import RawSQL
from django.utils.safestring import mark_safe
`
const LONG = `0x${'f'.repeat(4000)}`
const DIGITS =
  'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit'

/** Lines of code, and what Bandit 1.9.4 on CPython 3.13 says of each check that raises there and could find something. */
const RAISING: readonly [code: string, ...errors: [id: string, testName: string, reason: string][]][] = [
  [
    'tarfile.open("x").extractall(members=self.safe(x))',
    ['B202', 'tarfile_unsafe_members', "'Attribute' object has no attribute 'id'"],
  ],
  ['RawSQL(**options)', ['B611', 'django_rawsql_used', "'sql'"]],
  ['mark_safe(s=text)', ['B703', 'django_mark_safe', 'list index out of range']],
  ['def pair():'],
  ['    one, self.two = "a", "b"'],
  ['    mark_safe(three)', ['B703', 'django_mark_safe', "'Attribute' object has no attribute 'id'"]],
  ['def short():'],
  ['    one, two = ("a",)'],
  ['    mark_safe(two)', ['B703', 'django_mark_safe', 'list index out of range']],
  [
    'subprocess.run({[1]}, shell=True)',
    ['B609', 'linux_commands_wildcard_injection', "unhashable type: 'list'"],
    ['B607', 'start_process_with_partial_path', "unhashable type: 'list'"],
    ['B602', 'subprocess_popen_with_shell_equals_true', "unhashable type: 'list'"],
  ],
  ['other(shell={({},)})', ['B604', 'any_other_function_with_shell_equals_true', "unhashable type: 'dict'"]],
  ['os.chmod({[1]}, 0o777)', ['B103', 'set_bad_file_permissions', "unhashable type: 'list'"]],
  [
    'connect(**"text", password="a")',
    ['B106', 'hardcoded_password_funcarg', "expected string or bytes-like object, got 'NoneType'"],
  ],
  ['importlib.import_module(**options)', ['B001', 'blacklist', "'name'"]],
  [
    'dsa.generate_private_key(key_size=[1])',
    ['B505', 'weak_cryptographic_key', "'<' not supported between instances of 'list' and 'int'"],
  ],
  [
    'rsa.generate_private_key(65537, 1j)',
    ['B505', 'weak_cryptographic_key', "'<' not supported between instances of 'complex' and 'int'"],
  ],
  ['ec.generate_private_key({1})', ['B505', 'weak_cryptographic_key', "unhashable type: 'set'"]],
  ['hashlib.md5(a={[1]})', ['B324', 'hashlib', "unhashable type: 'list'"]],
  ['crypt("a", {[1]})', ['B324', 'hashlib', "unhashable type: 'list'"]],
  ['yaml.load(x, {[1]})', ['B506', 'yaml_load', "unhashable type: 'list'"]],
  ['flask.app.run(a={{1}})', ['B201', 'flask_debug_true', "unhashable type: 'set'"]],
  [
    'requests.get(a={[1]})',
    ['B501', 'request_with_no_cert_validation', "unhashable type: 'list'"],
    ['B113', 'request_without_timeout', "unhashable type: 'list'"],
  ],
  ['f(method={[1]})', ['B502', 'ssl_with_bad_version', "unhashable type: 'list'"]],
  ['ssl.wrap_socket(a={[1]})', ['B504', 'ssl_with_no_version', "unhashable type: 'list'"]],
  ['torch.load(a={[1]})', ['B614', 'pytorch_load', "unhashable type: 'list'"]],
  ['datasets.load_dataset({[1]})', ['B615', 'huggingface_unsafe_download', "unhashable type: 'list'"]],
  ['logging.config.listen(a={[1]})', ['B612', 'logging_config_insecure_listen', "unhashable type: 'list'"]],
  [`password = {'password': ${LONG}}`, ['B105', 'hardcoded_password_string', DIGITS]],
  [`os.chmod(${LONG}, 0o777)`, ['B103', 'set_bad_file_permissions', DIGITS]],
  [`os.system(['tar *', ${LONG}])`, ['B609', 'linux_commands_wildcard_injection', DIGITS]],
]

test('a check on which Bandit raises an exception is a warning in the words of Bandit', async t => {
  const code = `${IMPORTS}${RAISING.map(([line]) => `${line}\n`).join('')}`
  const first = IMPORTS.split('\n').length
  const expected = RAISING.flatMap(([, ...errors], index) =>
    errors.map(
      ([id, testName, reason]) =>
        `Bandit internal error running: ${testName} on file ./a.py at line ${first + index}: ${reason}; ${id} may miss a finding there`,
    ),
  )
  const { stderr } = await posse(['a.py', '-q', '-f', 'json'], { cwd: folder(t, { 'a.py': code }) })
  t.deepEqual(
    stderr
      .trimEnd()
      .split('\n')
      .map(line => line.replace('[main]\tWARNING\t', '')),
    expected,
  )
})

const LATIN = Buffer.from('#\n#\n# caf\xe9\n', 'latin1')

test('the check of a file fails if its bytes do not decode', async t => {
  const { failedChecks } = await scan({ sources: [{ name: 'a.py', content: LATIN }] })
  t.deepEqual(failedChecks, [
    { file: 'a.py', line: 1, id: 'B613', testName: 'trojansource', reason: 'the file does not decode' },
  ])
})

const MEMBERS = 'import tarfile\n\ntarfile.open(x).extractall(\n    members=self.safe(x),\n)\n'

test('a failed check counts for --fail-on-error, until a comment silences it', async t => {
  for (const [code, status] of [
    [MEMBERS, 1],
    [MEMBERS.replace('(x),\n', '(x),  # nosec B202\n'), 0],
    [MEMBERS.replace('(x),\n', '(x),  # nosec\n'), 0],
    [MEMBERS.replace('(x),\n', '(x),  # nosec B101\n'), 1],
  ] as const) {
    const run = await posse(['a.py', '-q', '--fail-on-error'], { cwd: folder(t, { 'a.py': code }) })
    t.is(run.status, status, code)
    t.is(run.stderr.includes('B202 may miss a finding there'), status === 1, code)
  }
  const ignored = MEMBERS.replace('(x),\n', '(x),  # nosec\n')
  const cwd = folder(t, { 'a.py': ignored })
  t.is((await posse(['a.py', '-q', '--fail-on-error', '--ignore-nosec'], { cwd })).status, 1)
  t.is((await posse(['a.py', '-q'], { cwd: folder(t, { 'a.py': MEMBERS }) })).status, 0)
})

test('a cache, parts of a scan and SARIF have failed checks, too', async t => {
  const cwd = folder(t, { 'a.py': MEMBERS, 'b.py': 'exec(x)\n', 'c.py': LATIN })
  const of = (stderr: string) => stderr.split('\n').filter(line => line.includes('internal error'))
  const words = ['-r', '.', '-f', 'sarif', '-q']
  const plain = await posse(words, { cwd })
  t.is(of(plain.stderr).length, 2)
  const [{ invocations }] = JSON.parse(plain.stdout).runs
  t.true(invocations[0].executionSuccessful)
  t.deepEqual(invocations[0].toolExecutionNotifications[0], {
    level: 'warning',
    message: {
      text: "B202 may miss a finding here, because Bandit's check fails: `'Attribute' object has no attribute 'id'`.",
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a.py', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3 },
        },
      },
    ],
  })
  const cache = folder(t)
  for (let time = 0; time < 2; time++) {
    const cached = await posse([...words, '--cache-dir', cache], { cwd })
    t.deepEqual(of(cached.stderr), of(plain.stderr))
  }
  const parts = folder(t)
  for (const index of [1, 2])
    await posse(['--shard', `${index}/2`, '-o', join(parts, `${index}`), '-r', '.'], { cwd })
  const merged = await posse(['merge', parts, '-q', '-f', 'sarif', '--fail-on-error'], { cwd })
  t.deepEqual(of(merged.stderr), of(plain.stderr))
  t.is(merged.stdout, plain.stdout)
  t.is(merged.status, 1)
})

test('an option that the settings lack counts for --fail-on-error if a rule needs it', async t => {
  const shell = '[tool.bandit.shell_injection]\nsubprocess = []\nshell = []\n'
  const cwd = folder(t, { 'a.py': 'x = 1\n', 'a.toml': shell, 'null.yaml': 'assert_used: {skips: }\n' })
  for (const [words, unset] of [
    ['-c a.toml', 'shell_injection.no_shell'],
    ['-c a.toml -t B606', 'shell_injection.no_shell'],
    ['-c a.toml -t B102', undefined],
    ['-c null.yaml', 'assert_used.skips'],
    ['', undefined],
  ] as const) {
    const all = ['a.py', '-q', '-f', 'sarif', '--fail-on-error', ...words.split(' ').filter(Boolean)]
    const { status, stdout } = await posse(all, { cwd })
    t.is(status, unset ? 1 : 0, words)
    const [{ executionSuccessful, toolConfigurationNotifications: notifications = [] }] =
      JSON.parse(stdout).runs[0].invocations
    t.is(executionSuccessful, unset === undefined, words)
    t.deepEqual(
      notifications.map(({ level, message }: { level: string; message: { text: string } }) => [
        level,
        message.text,
      ]),
      unset ? [['error', `The settings lack ${unset}: rules that need it find nothing.`]] : [],
    )
  }
  const sources = [{ name: 'a.py' }]
  const { unsetOptions } = await scan({ sources, configFile: join(cwd, 'a.toml') })
  t.deepEqual(unsetOptions, ['shell_injection.no_shell'])
  await posse(['--shard', '1/1', '-o', 'part', '-c', 'a.toml', 'a.py'], { cwd })
  t.is((await posse(['merge', 'part', '-q', '--fail-on-error'], { cwd })).status, 1)
  t.is((await posse(['merge', 'part', '-q'], { cwd })).status, 0)
})
