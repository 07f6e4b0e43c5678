import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { folder, places, report } from './posse.js'

const PROGRAM = fileURLToPath(new URL('../dist/config-generator.cjs', import.meta.url))

function generate(t: ExecutionContext, args: readonly string[], cwd = folder(t)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
  })
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8')
  return { status, stdout, stderr, cwd, read }
}

test("--show-defaults prints the options of every rule that has any, in PyYAML's format", t => {
  const { status, stdout } = generate(t, ['--show-defaults'])
  t.is(status, 0)
  t.deepEqual(stdout.match(/^\w+:$/gm), [
    'any_other_function_with_shell_equals_true:',
    'assert_used:',
    'hardcoded_tmp_directory:',
    'linux_commands_wildcard_injection:',
    'markupsafe_markup_xss:',
    'ssl_with_bad_defaults:',
    'ssl_with_bad_version:',
    'start_process_with_a_shell:',
    'start_process_with_no_shell:',
    'start_process_with_partial_path:',
    'subprocess_popen_with_shell_equals_true:',
    'subprocess_without_shell_equals_true:',
    'try_except_continue:',
    'try_except_pass:',
    'weak_cryptographic_key:',
  ])
  t.true(
    stdout.includes(`
assert_used:
  skips: []
hardcoded_tmp_directory:
  tmp_dirs:
  - /tmp
  - /var/tmp
  - /dev/shm
linux_commands_wildcard_injection:
  no_shell:
  - os.execl
`),
  )
  t.true(
    stdout.endsWith(`
try_except_pass:
  check_typed_exception: false
weak_cryptographic_key:
  weak_key_size_dsa_high: 1024
  weak_key_size_dsa_medium: 2048
  weak_key_size_ec_high: 160
  weak_key_size_ec_medium: 224
  weak_key_size_rsa_high: 1024
  weak_key_size_rsa_medium: 2048

`),
  )
})

test('-o writes a settings file with the selection of -t and -s that a scan can use', async t => {
  const { status, stdout, cwd, read } = generate(t, ['-o', 'made.yaml', '-t', 'B102,B001', '-s', 'B403'])
  t.deepEqual([status, stdout], [0, '[ INFO]: Successfully wrote profile: made.yaml\n'])
  const lines = read('made.yaml').split('\n')
  t.deepEqual(lines.slice(0, 2), ['', '### Bandit config file generated from:'])
  t.is(lines[2], `# '${PROGRAM} -o made.yaml -t B102,B001 -s B403'`)
  t.is(lines.filter(line => /^# B\d{3} : \w+$/.test(line)).length, 75)
  t.true(lines.includes("tests: ['B102', 'B001']"))
  t.true(lines.includes("skips: ['B403']"))

  const found = folder(t, { 'found.py': 'import pickle\nexec("1")\nassert x\neval("1")\n' })
  const { results } = await report(['-c', join(cwd, 'made.yaml'), join(found, 'found.py')])
  t.deepEqual(places(results), ['B102 2:0', 'B307 4:0'])
})

test('without ids, the lists are empty, to be filled in', t => {
  const { read } = generate(t, ['-o', 'made.yaml', '-t', ''])
  t.regex(read('made.yaml'), /\ntests:\n\n.*\nskips:\n/)
})

test('an existing file is not overwritten, exit code 2', t => {
  const cwd = folder(t, { 'made.yaml': 'mine' })
  const { status, stdout, read } = generate(t, ['-o', 'made.yaml'], cwd)
  t.deepEqual([status, stdout], [2, '[ERROR]: File made.yaml already exists, exiting\n'])
  t.is(read('made.yaml'), 'mine')
})

test('an unknown id and a missing folder are reported but do not fail, as in Bandit', t => {
  for (const [flag, key] of [
    ['-t', 'tests'],
    ['-s', 'skips'],
  ] as const) {
    const { status, stdout, cwd } = generate(t, ['-o', 'made.yaml', flag, 'B101,exec_used'])
    t.deepEqual([status, stdout], [0, `[ERROR]: Error: unknown ID in ${key}: exec_used\n`])
    t.false(existsSync(join(cwd, 'made.yaml')))
  }
  const { status, stdout } = generate(t, ['-o', 'none/made.yaml'])
  t.deepEqual([status, stdout], [0, '[ERROR]: Unable to open none/made.yaml for writing\n'])
})

test('with nothing to do it shows the help and exits with 1', t => {
  const nothing = generate(t, [])
  t.is(nothing.status, 1)
  t.true(nothing.stdout.startsWith('usage: posse-config-generator '))
  const help = generate(t, ['--help'])
  t.deepEqual([help.status, help.stdout], [0, nothing.stdout])
})

test('an invalid command line exits with 2', t => {
  for (const [args, message] of [
    [['x'], 'unrecognized arguments: x'],
    [['-o'], 'argument -o/--out: expected one argument'],
    [['--show-defaults=1'], "argument --show-defaults: ignored explicit argument '1'"],
  ] as const) {
    const { status, stdout, stderr } = generate(t, args)
    t.deepEqual([status, stdout], [2, ''])
    t.is(stderr.split('\n').at(-2), `posse-config-generator: error: ${message}`)
  }
})
