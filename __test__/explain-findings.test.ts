import test from 'ava'
import { folder, posse } from './posse.js'

const RUN =
  'import subprocess\n\n\ndef run(command):\n    subprocess.call(\n        command,\n        shell=True,\n    )\n'

const EXPLAINED = `HIGH B602 subprocess call with shell=True identified, security issue.
 --> app/run.py:5:5
  |
4 |   def run(command):
5 | /     subprocess.call(
6 | |         command,
7 | |         shell=True,
8 | |     )
  | |_____^
  |
  = rule: subprocess_popen_with_shell_equals_true, high confidence
  = why: With \`shell=True\`, a shell interprets the command, so input inside it can add commands.
  = fix: Pass the program and its arguments as a list, without a shell.
  = hidden: the command is made elsewhere

Why it matched
- The rule looked at a call, from 5:5 to 8:6.
- Bandit reports it on line 7.
- The weakness is CWE-78: https://cwe.mitre.org/data/definitions/78.html
- The fingerprint is FINGERPRINT.
- \`posse explain B602\` has examples. See also https://bandit.readthedocs.io/en/1.9.4/plugins/b602_subprocess_popen_with_shell_equals_true.html

What makes it go away
- A comment on line 8:
    # nosec: B602 -- the reason
- In \`posse.toml\`, for this file:
    [per-file-ignores]
    "app/run.py" = ["B602"]
- In \`posse.toml\`, for all files:
    ignore = ["B602"]
`

test('a finding is explained by any of its lines, and by its fingerprint in a report', async t => {
  const cwd = folder(t, { 'app/run.py': RUN, 'other.py': 'exec(a)\n' })
  const quality = await posse(['-r', '.', '-f', 'codequality', '-t', 'B602'], { cwd })
  const [{ fingerprint }] = JSON.parse(quality.stdout) as [{ fingerprint: string }]
  t.regex(fingerprint, /^[0-9a-f]{32}$/)
  const wanted = EXPLAINED.replace('FINGERPRINT', fingerprint)
  for (const word of ['app/run.py:5', 'app/run.py:7', 'app/run.py:6:9', 'app/run.py:8:5']) {
    const { status, stdout, stderr } = await posse(['explain', word], { cwd })
    t.deepEqual([status, stdout, stderr], [0, wanted, ''], word)
  }
  const { status, stdout, stderr } = await posse(['explain', fingerprint], { cwd })
  t.deepEqual([status, stdout, stderr], [0, wanted, ''])
})

test('all findings on a line are explained, or the one at a column, with the names that matched', async t => {
  const cwd = folder(t, { 'a.py': 'import pickle\npickle.loads(eval(a))\n' })
  const both = await posse(['explain', 'a.py:2'], { cwd })
  t.deepEqual(both.stdout.match(/^[A-Z]+ B\d+/gm), ['MEDIUM B301', 'MEDIUM B307'])
  t.true(both.stdout.includes('- It looks for `pickle.loads`.\n'), both.stdout)
  t.true(both.stdout.includes('- It looks for `eval`.\n'))
  const one = await posse(['explain', 'a.py:2:1'], { cwd })
  t.deepEqual(one.stdout.match(/^[A-Z]+ B\d+/gm), ['MEDIUM B301'])
})

test('a comment goes where the statement ends: a line of a text has no room for one', async t => {
  const cwd = folder(t, { 'a.py': 'HELP = """connect\npostgresql://app:Quasar8841@db/x\n"""\n' })
  const { stdout } = await posse(['explain', 'a.py:2'], { cwd })
  t.true(stdout.includes('- A comment on line 3:\n    # nosec: P603 -- the reason\n'), stdout)
})

test('a finding outside any statement goes away with a comment for the whole file', async t => {
  const cwd = folder(t, { 'a.py': 'x = 1\n', 'b.py': '# \u202e\nx = 1\n' })
  const { stdout } = await posse(['explain', 'b.py:1'], { cwd })
  t.regex(stdout, /^ {4}# nosec-file: B613 -- the reason$/m)
})

test('a suppressed finding shows the comment', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)  # nosec B102\n' })
  const { status, stdout } = await posse(['explain', 'a.py:1'], { cwd })
  t.is(status, 0)
  t.true(stdout.includes('  = suppressed: # nosec B102\n'), stdout)
})

test('a place without a finding, and a file that cannot be scanned, are errors after the other words', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\nx = 1\n', 'b.py': '(' })
  const none = await posse(['explain', 'a.py:2', 'b.py:1', 'B506', 'a.py:1'], { cwd })
  t.is(none.status, 2)
  t.is(
    none.stderr,
    "posse explain: error: no finding: 'a.py:2'; cannot scan 'b.py': syntax error in line 1\n",
  )
  t.regex(none.stdout, /^B506: yaml_load\n/)
  t.regex(none.stdout, /^MEDIUM B102 Use of exec detected\.$/m)
  const missing = await posse(['explain', 'c.py:1'], { cwd })
  t.is(missing.status, 2)
  t.regex(missing.stderr, /c\.py/)
  const unknown = await posse(['explain', 'f'.repeat(32)], { cwd })
  t.is(unknown.stderr, `posse explain: error: no finding: '${'f'.repeat(32)}'\n`)
})

test('a file without a line is told how to name one', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n' })
  const errors: string[] = []
  for (const word of ['a.py', 'a.py:x', 'src/none']) {
    const { status, stderr } = await posse(['explain', word], { cwd })
    t.is(status, 2)
    errors.push(stderr)
  }
  t.deepEqual(errors, [
    "posse explain: error: 'a.py' names no finding: add a line, such as a.py:12\n",
    "posse explain: error: 'a.py:x' names no finding: add a line, such as a.py:12\n",
    "posse explain: error: 'src/none' names no finding: add a line, such as src/none:12\n",
  ])
})

test('names of files are shown, not sent, and match only themselves in a configuration', async t => {
  const name = '[a]*\x1b[2J.py'
  const cwd = folder(t, { [name]: 'exec(a)\n' })
  const { stdout } = await posse(['explain', `${name}:1`], { cwd })
  t.notRegex(stdout, /\x1b/)
  t.true(stdout.includes('    "\\\\[a\\\\]\\\\*\\u001b\\\\[2J.py" = ["B102"]\n'), stdout)
})
