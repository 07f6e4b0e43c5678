import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, places, posse, report, shell } from './posse.js'

const FOUND = { 'found.py': 'import pickle\nexec("1")\n', 'clean.py': 'x = 1\n' }

test('the exit code is 1 with findings, 0 without, and 0 with --exit-zero', async t => {
  const cwd = folder(t, FOUND)
  t.is((await posse(['found.py'], { cwd })).status, 1)
  t.is((await posse(['clean.py'], { cwd })).status, 0)
  t.is((await posse(['found.py', '--exit-zero'], { cwd })).status, 0)
  t.is((await posse(['found.py', '-lll'], { cwd })).status, 0)
})

test('an invalid command line exits with 2 and prints one line after the usage', async t => {
  const { status, stdout, stderr } = await posse(['found.py', '-r', 'clean.py'])
  t.deepEqual([status, stdout], [2, ''])
  t.regex(stderr, /^usage: posse .*\nposse: error: unrecognized arguments: clean\.py\n$/)
})

test('without a target the usage is shown, whatever else is wrong after the settings file', async t => {
  const cwd = folder(t, { 'report.txt': 'old' })
  for (const args of [['-r'], ['-b', 'none.json'], ['-p', 'none'], ['-t', 'B999'], ['-o', 'report.txt']]) {
    const { status, stdout, stderr } = await posse(args, { cwd })
    t.deepEqual([status, stderr], [2, 'posse: name what to scan, for example: posse -r .\n'])
    t.regex(stdout, /^usage: posse /)
  }
  t.is(readFileSync(join(cwd, 'report.txt'), 'utf8'), 'old')
  const settings = await posse(['-c', 'none.yaml'], { cwd })
  t.deepEqual([settings.status, settings.stdout], [2, ''])
  t.regex(settings.stderr, /none\.yaml : Could not read config file\./)
})

test('help lists every flag, and the version names the Bandit it is compatible with', async t => {
  const help = await posse(['-h'])
  t.is(help.status, 0)
  for (const flag of ['-r, --recursive', '--severity-level', '-q, --silent, --quiet', '--exit-zero']) {
    t.true(help.stdout.includes(flag), flag)
  }
  const version = await posse(['--version'])
  t.is(version.status, 0)
  t.regex(version.stdout, /^posse \d+\.\d+\.\d+\n {2}compatible with Bandit 1\.9\.4\n$/)
})

test('thresholds hide findings but not their counts', async t => {
  const cwd = folder(t, FOUND)
  const { results, metrics } = await report(['found.py', '--severity-level', 'medium'], { cwd })
  t.deepEqual(places(results), ['B102 2:0'])
  t.is(metrics['./found.py']?.['SEVERITY.LOW'], 1)
  t.deepEqual(places((await report(['found.py', '-iii'], { cwd })).results), ['B403 1:0', 'B102 2:0'])
})

test('-t and -s select rules in addition to the settings', async t => {
  const cwd = folder(t, { ...FOUND, 'bandit.yaml': 'skips: [B102]\n' })
  t.deepEqual(places((await report(['found.py', '-t', 'B102'], { cwd })).results), ['B102 2:0'])
  t.deepEqual(places((await report(['found.py', '-s', 'B001'], { cwd })).results), ['B102 2:0'])
  t.deepEqual(places((await report(['found.py', '-c', 'bandit.yaml'], { cwd })).results), ['B403 1:0'])

  const unknown = await posse(['found.py', '-t', 'B102,B999'], { cwd })
  t.is(unknown.status, 1)
  t.is(unknown.stderr, '[main]\tWARNING\tUnknown test found in profile: B999\n')
  const none = await posse(['found.py', '-t', 'assert_used'], { cwd })
  t.is(none.status, 2)
  t.true(none.stderr.endsWith('[main]\tERROR\tNo tests would be run, please check the profile.\n'))
  t.is((await posse(['found.py', '-c', 'bandit.yaml', '-t', 'B102'], { cwd })).status, 2)
})

test('folders are scanned only with -r', async t => {
  const cwd = folder(t, { 'pkg/found.py': 'exec("1")\n' })
  const flat = await report(['pkg'], { cwd })
  t.deepEqual([flat.results, flat.status], [[], 0])
  t.is(flat.stderr, '[main]\tWARNING\tSkipping directory (pkg), use -r flag to scan contents\n')
  t.deepEqual(places((await report(['-r', 'pkg'], { cwd })).results), ['B102 1:0'])
})

test('-x replaces the default excludes', async t => {
  const cwd = folder(t, { 'p/.tox/a.py': 'exec("1")\n', 'p/b.py': 'exec("1")\n', 'p/c.pyw': 'exec("1")\n' })
  const files = async (...args: string[]) =>
    (await report(['-r', 'p', ...args], { cwd })).results.map(result => result.filename)
  t.deepEqual(await files(), ['p/b.py', 'p/c.pyw'])
  t.deepEqual(await files('-x', 'b.py'), ['p/.tox/a.py', 'p/c.pyw'])
  t.deepEqual(await files('-x', ''), ['p/.tox/a.py', 'p/b.py', 'p/c.pyw'])
  t.deepEqual(await files('-x', 'p/.tox,*.pyw'), ['p/b.py'])
  t.deepEqual(await files('-x', 'a,'), [])
})

test('standard input is scanned as <stdin>', async t => {
  const { results, metrics, status } = await report(['-'], { input: 'import os\nexec("é")\n' })
  t.is(status, 1)
  t.deepEqual(places(results), ['B102 2:0'])
  t.deepEqual([results[0]?.filename, results[0]?.code], ['<stdin>', '1 import os\n2 exec("é")\n'])
  t.deepEqual(Object.keys(metrics), ['<stdin>', '_totals'])
})

test('-v lists the scanned files with their scores, and the excluded files', async t => {
  const cwd = folder(t, { ...FOUND, 'bad.py': 'x = (\n', 'skip.py': '' })
  const { stdout } = await posse(['-v', '-x', 'skip.py', 'found.py', 'clean.py', 'bad.py', 'skip.py'], {
    cwd,
  })
  t.true(
    stdout.startsWith(`Run started:2026-01-01 00:00:00+00:00
Files in scope (2):
\t./clean.py (score: {SEVERITY: 0, CONFIDENCE: 0})
\t./found.py (score: {SEVERITY: 8, CONFIDENCE: 20})
Files excluded (1):
\tskip.py

Test results:
`),
    stdout,
  )
  t.true(stdout.endsWith('Files skipped (1):\n\t./bad.py (syntax error while parsing AST from file)\n'))
})

test('-q prints nothing if nothing is found', async t => {
  const cwd = folder(t, FOUND)
  t.deepEqual(await posse(['-q', 'clean.py'], { cwd }), { status: 0, signal: null, stdout: '', stderr: '' })
  t.true((await posse(['-q', 'found.py'], { cwd })).stdout.startsWith('Run started'))
})

test('a report goes to the file named with -o', async t => {
  const cwd = folder(t, FOUND)
  const { status, stdout, stderr } = await posse(['-f', 'json', '-o', 'out.json', 'found.py'], { cwd })
  t.deepEqual([status, stdout, stderr], [1, '', '[main]\tINFO\tjson output written to file: out.json\n'])
  t.is(readFileSync(join(cwd, 'out.json'), 'utf8'), (await posse(['-f', 'json', 'found.py'], { cwd })).stdout)
  t.deepEqual(readdirSync(cwd).sort(), ['clean.py', 'found.py', 'out.json'])
})

test('the screen format goes to standard output, whatever -o says', async t => {
  const cwd = folder(t, FOUND)
  const { stdout, stderr } = await posse(['-f', 'screen', '-o', 'out.txt', 'found.py'], { cwd })
  t.true(stdout.includes('\x1b[93m>> Issue: [B102:exec_used] Use of exec detected.\n'))
  t.false(stdout.includes('specifically being disabled'))
  t.is(readFileSync(join(cwd, 'out.txt'), 'utf8'), '')
  t.regex(stderr, /Screen formatter output was not written to file: out\.txt, consider '-f txt'\n$/)
})

test('a report that cannot be written exits with 2 and prints one line', async t => {
  const cwd = folder(t, FOUND)
  const missing = await posse(['-o', 'none/out.txt', 'found.py'], { cwd })
  t.is(missing.status, 2)
  t.regex(missing.stderr, /\nposse: error: argument -o\/--output: can't open 'none\/out\.txt': no such .*\n$/)
  const full = await posse(['-o', '/dev/full', 'found.py'], { cwd })
  t.deepEqual(
    [full.status, full.stderr],
    [2, "[main]\tERROR\tcannot write '/dev/full': no space left on device\n"],
  )
  const stdout = await shell('$POSSE found.py > /dev/full', { cwd })
  t.is(stdout.status, 2)
  t.regex(stdout.stderr, /^\[main\]\tERROR\tcannot write standard output: no space left on device\n$/)
})

test('/dev/stdout is written to directly, even if it is a file', async t => {
  const cwd = folder(t, FOUND)
  t.true((await shell('$POSSE -o /dev/stdout found.py | cat', { cwd })).stdout.startsWith('Run started'))
  await shell('exec > log; echo before; $POSSE -qo /dev/stdout found.py; echo after', { cwd })
  t.true(readFileSync(join(cwd, 'log'), 'utf8').includes('after'))
  t.true(existsSync('/dev/stdout'))
})

test('a closed pipe ends the run quietly', async t => {
  const cwd = folder(t, { 'many.py': 'exec("1")\n'.repeat(5000) })
  const { stdout, stderr } = await shell('$POSSE -f json many.py | head -c 20', { cwd })
  t.deepEqual([stdout, stderr], ['{\n  "errors": [],\n  ', ''])
})

test('a settings file that cannot be read exits with 2 and prints one line', async t => {
  const cwd = folder(t, { ...FOUND, 'bandit.toml': '[tool.bandit]\nskips = 5\n' })
  const { status, stdout, stderr } = await posse(['-c', 'bandit.toml', 'found.py'], { cwd })
  t.deepEqual([status, stdout], [2, ''])
  t.is(
    stderr,
    '[main]\tERROR\tbandit.toml : Error parsing file: skips: expected a list of strings, found a number\n',
  )
})

test('a target of which nothing is scanned is named on standard error, with what was probably meant', async t => {
  const cwd = folder(t, { 'src/a.py': 'x = 1\n', 'empty/x.txt': '', 'a.py': 'exec("1")\n' })
  for (const [words, ...lines] of [
    ['scan src', 'scan: no such file or folder; scanning needs no command: posse -r src'],
    ['lint', 'lint: no such file or folder; scanning needs no command: posse -r .'],
    ['help', 'help: no such file or folder; posse -h lists the options'],
    ['explian B101', "explian: no such file or folder (did you mean the command 'explain'?)"],
    ['srcc -r', "srcc: no such file or folder (did you mean 'src'?)"],
    ['src/aa.py', "src/aa.py: no such file or folder (did you mean 'src/a.py'?)"],
    ['-r empty', 'empty: nothing to scan: no Python files were found, or all are excluded'],
    ['-r src a.py'],
    ['-r src -x src,a.py', 'src: nothing to scan: no Python files were found, or all are excluded'],
  ] as const) {
    const { stderr } = await posse(words.split(' '), { cwd })
    for (const line of lines) t.true(stderr.includes(`[main]\tWARNING\t${line}\n`), stderr)
    if (lines.length === 0) t.is(stderr, '')
  }
})

test('--fail-on-error fails if a target was not scanned, and SARIF says so', async t => {
  const cwd = folder(t, { 'src/a.py': 'x = 1\n', 'empty/x.txt': '' })
  for (const [words, successful] of [
    ['-r src', true],
    ['-r src empty', true],
    ['src', false],
    ['-r srcc', false],
    ['-r src srcc', false],
    ['-r empty', false],
  ] as const) {
    const { stdout, status } = await posse([...words.split(' '), '-f', 'sarif', '--fail-on-error'], { cwd })
    t.is(JSON.parse(stdout).runs[0].invocations[0].executionSuccessful, successful, words)
    t.is(status, successful ? 0 : 1, words)
  }
})

test('the nearest flag, format and rule are suggested', async t => {
  for (const [words, hint] of [
    [['--recusive', '.'], "unrecognized arguments: --recusive (did you mean '--recursive'?)"],
    [['-f', 'sarfi', '.'], "(did you mean 'sarif'?)"],
    [['--also', 'jsn', '.'], "(did you mean 'json'?)"],
    [['-t', 'S602', '.'], "Unknown test found in profile: S602 (did you mean 'B602'?)"],
    [['-s', 'exec_used', '.'], "Unknown test found in profile: exec_used (did you mean 'B102'?)"],
  ] as const)
    t.true((await posse(words, { cwd: folder(t, {}) })).stderr.includes(hint), hint)
})

test('settings that nothing names are hinted at', async t => {
  const cwd = folder(t, { 'a.py': 'x = 1\n', 'pyproject.toml': '[tool.bandit.assert_used]\nskips = []\n' })
  const hint = '[main]\tINFO\tpyproject.toml has settings in [tool.bandit]; to use them: -c pyproject.toml\n'
  t.is((await posse(['a.py'], { cwd })).stderr, hint)
  t.is((await posse(['a.py', '-q'], { cwd })).stderr, '')
  t.false((await posse(['a.py', '-c', 'pyproject.toml'], { cwd })).stderr.includes('to use them'))
})

test('words of a nosec comment that are no rule are named', async t => {
  const cwd = folder(t, {
    'a.py': 'exec(a)  # nosec S102\nexec(b)  # nosec: B102 because\nexec(c)  # nosec B102\n',
  })
  const { stderr } = await posse(['a.py'], { cwd })
  t.is(
    stderr,
    "[main]\tWARNING\t./a.py:1: Test in comment: S102 is not a test name or id, ignoring (did you mean 'B102'?); the comment silences everything\n" +
      '[main]\tWARNING\t./a.py:2: Test in comment: because is not a test name or id, ignoring\n',
  )
})
