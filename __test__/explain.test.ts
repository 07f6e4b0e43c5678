import test from 'ava'
import { builtinRules } from '../src/rules/builtin.js'
import { showMarkdown } from '../src/rules/terminal.js'
import { read } from './markdown.js'
import { folder, posse } from './posse.js'

const YAML_LOAD = `B506: yaml_load

- Severity: MEDIUM
- Confidence: HIGH
- Weakness: CWE-20 (https://cwe.mitre.org/data/definitions/20.html)
- In Ruff: S506
- Fix: unsafe, with \`posse check --fix --unsafe-fixes\`

\`yaml.load\` can build any Python object, so a crafted document can run code. Use \`yaml.safe_load\`,
or a loader named \`SafeLoader\` or \`CSafeLoader\`: these build only plain data.

    import yaml
    yaml.load(text)                              # B506
    yaml.load(text, Loader=yaml.Loader)          # B506
    yaml.load(text, Loader=yaml.SafeLoader)
    yaml.load(text, yaml.CSafeLoader)
    yaml.safe_load(text)

Lines marked \`# B506\` are reported; the other lines are not.

How to silence it

- One finding: add a comment \`# nosec B506\` to its line, followed by the reason.
- All findings: pass \`--skip B506\`, or set \`skips = ["B506"]\` in the \`[tool.bandit]\` table of
  \`pyproject.toml\`.

See also Bandit's page (https://bandit.readthedocs.io/en/1.9.4/plugins/b506_yaml_load.html).
`

test('a rule is explained by its id, its name and its code in Ruff, in upper or lower case', async t => {
  for (const word of ['B506', 'b506', 'yaml_load', 'YAML_LOAD', 'S506', 's506']) {
    const { status, stdout, stderr } = await posse(['explain', word])
    t.deepEqual([status, stdout, stderr], [0, YAML_LOAD, ''], word)
  }
})

test('names used only by Ruff or only in reports are known', async t => {
  t.regex((await posse(['explain', 'PLE2502'])).stdout, /^B613: trojansource\n/)
  t.regex((await posse(['explain', 'hashlib'])).stdout, /^B324: hashlib_insecure_functions\n/)
  t.regex((await posse(['explain', 'xml_bad_celementtree'])).stdout, /^B313: xml_bad_cElementTree\n/)
})

test('each named rule is explained once, in the order of the words', async t => {
  const { stdout } = await posse(['explain', 'B602', 'B101', 'S602'])
  t.deepEqual(stdout.match(/^B\d+: \w+/gm), [
    'B602: subprocess_popen_with_shell_equals_true',
    'B101: assert_used',
  ])
})

test('an unknown word gets suggestions, after the other rules are explained', async t => {
  const { status, stdout, stderr } = await posse(['explain', 'yaml_lod', 'B506', 'shell', 'B5006', 'qqqqqq'])
  t.deepEqual([status, stdout], [2, YAML_LOAD])
  t.is(
    stderr,
    "posse explain: error: unknown rule 'yaml_lod' (did you mean yaml_load?); " +
      "unknown rule 'shell' (did you mean any_other_function_with_shell_equals_true or " +
      'shell_command_built or start_process_with_a_shell?); ' +
      "unknown rule 'B5006' (did you mean B506?); " +
      "unknown rule 'qqqqqq' (posse rules lists them all)\n",
  )
})

test('explain without a word, or with -h, shows its usage', async t => {
  const none = await posse(['explain'])
  t.deepEqual([none.status, none.stdout], [2, ''])
  t.is(none.stderr, 'posse explain: error: name a rule, such as B506 (posse rules lists them all)\n')
  const help = await posse(['explain', '-h'])
  t.deepEqual([help.status, help.stderr], [0, ''])
  t.true(help.stdout.startsWith('usage: posse explain RULE | PATH:LINE | FINGERPRINT ...\n'))
})

test('a page shows the levels in its examples, and the options with their defaults', async t => {
  const { stdout } = await posse(['explain', 'B602', 'B110'])
  t.true(stdout.includes('- Severity: LOW or HIGH\n- Confidence: HIGH\n'))
  t.true(
    stdout.includes(
      '- `subprocess`: Functions with a `shell` argument. Default: `subprocess.Popen`, `subprocess.call`,\n',
    ),
  )
  t.true(
    stdout.includes(
      '- `check_typed_exception`: Also report handlers of specific exceptions. Default: `false`\n',
    ),
  )
})

test('a rule of a table shows the names that it looks for, each once', async t => {
  const { stdout } = await posse(['explain', 'B302', 'B311', 'B415'])
  t.true(stdout.includes('\nNames\n\nCalls to `marshal.load`, `marshal.loads`.\n'))
  t.is(stdout.match(/`random\.randrange`/g)?.length, 1)
  t.true(stdout.includes('\nNames\n\nImports of names that start with `pyghmi`, and calls to these names.\n'))
})

test('no bidirectional control character is printed or written to a page', async t => {
  const { stdout } = await posse(['explain', 'B613'])
  t.true(stdout.includes('user = "admin<U+202E>"'))
  t.notRegex(stdout + read('docs/rules/B613.md'), /[\u202a-\u202e\u2066-\u2069]/)
})

test('a terminal gets colors, and lines that fit its width', t => {
  const page =
    '# B1: x\n\nSome `code` and\nmore [text](u).\n\n- an item of two lines\n\n```python\nf()  # B1\n```\n'
  t.is(
    showMarkdown(page, { columns: 16, colours: true }),
    '\x1b[1mB1: x\x1b[0m\n\nSome \x1b[36mcode\x1b[0m and\nmore text (u).\n\n- an item of two\n  lines\n\n    f()  \x1b[33m# B1\x1b[0m\n',
  )
})

test('rules lists all rules, one per line', async t => {
  const { status, stdout } = await posse(['rules'])
  const lines = stdout.trimEnd().split('\n')
  t.is(status, 0)
  t.deepEqual(
    lines.map(line => line.slice(0, 4)),
    builtinRules()
      .map(({ id }) => id)
      .sort(),
  )
  const wanted =
    'B506  yaml_load                                  MEDIUM  `yaml.load` can build any Python object, so a crafted document can run code.'
  t.true(lines.includes(wanted), stdout)
})

test('rules -f json prints data', async t => {
  const { stdout } = await posse(['rules', '-f', 'json'])
  const records = JSON.parse(stdout) as Record<string, unknown>[]
  t.is(records.length, builtinRules().length)
  t.is(records.filter(({ ruff }) => ruff === null).length, 3 + records.length - 75)
  const { doc, ...found } = records.find(({ id }) => id === 'B614') ?? {}
  t.deepEqual(found, {
    id: 'B614',
    name: 'pytorch_load',
    severity: 'MEDIUM',
    confidence: 'HIGH',
    cwe: 502,
    ruff: null,
    link: 'https://bandit.readthedocs.io/en/1.9.4/plugins/b614_pytorch_load.html',
    profile: 'recommended',
    replaces: [],
    names: [],
    summary: '`torch.load` unpickles its input, so a model from an untrusted source can run code.',
  })
  t.regex(String(doc), /^`torch\.load` unpickles.*\n```$/s)
})

test('rules rejects unknown arguments', async t => {
  const format = await posse(['rules', '-f', 'xml'])
  t.deepEqual([format.status, format.stdout], [2, ''])
  t.true(format.stderr.endsWith("argument -f/--format: invalid choice: 'xml' (choose from 'txt', 'json')\n"))
  const word = await posse(['rules', 'B506'])
  t.is(word.status, 2)
  t.true(word.stderr.endsWith('error: posse rules lists all rules; to describe one: posse explain B506\n'))
})

test('a command counts only as the first word', async t => {
  const cwd = folder(t, { 'rules/found.py': 'exec("1")\n', 'explain/found.py': 'exec("1")\n' })
  t.is((await posse(['-r', 'rules'], { cwd })).status, 1)
  t.is((await posse(['./explain', '-r'], { cwd })).status, 1)
})
