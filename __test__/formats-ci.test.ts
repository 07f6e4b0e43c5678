import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { Validator } from 'jsonschema'
import { type Options, scan } from '../src/api.js'
import { FORMATS, type FormatName } from '../src/formats/index.js'
import { folder, posse } from './posse.js'

/** Everything that can trip a format: markup, commands, control characters, every severity, a skipped file. */
const NASTY = 'a,b:%|`<x>&"\'\u{1f600}é.py'
const SOURCES = [
  {
    name: NASTY,
    content: Buffer.from('é = "😀"; assert eval(\n  x)\nPASSWORD = "<|]]>&\\x01%\\n::error::`@me`"\n'),
  },
  { name: 'b.py', content: Buffer.from('import subprocess\nsubprocess.call(x, shell=True)\n') },
  { name: 'broken.py', content: Buffer.from('(') },
]

async function print(name: FormatName, options: Options = { sources: SOURCES }): Promise<string> {
  const format = await FORMATS[name]()
  const time = new Date('2026-01-01T10:20:30Z')
  const chunks = format(await scan(options), {
    aggregate: 'file',
    verbose: false,
    quiet: false,
    time,
    cwd: '/',
  })
  return Buffer.concat([...chunks].map(chunk => Buffer.from(chunk))).toString()
}

const clean = { sources: [{ name: 'clean.py', content: Buffer.from('x = 1\n') }] }
const many = (count: number, code = 'exec(a)\n') => ({
  sources: [{ name: 'many.py', content: Buffer.from(code.repeat(count)) }],
})

test('github: commands that annotate lines, the most severe first, escaped', async t => {
  const lines = (await print('github')).split('\n')
  const name = 'a%2Cb%3A%25|`<x>&"\'\u{1f600}é.py'
  t.deepEqual(lines, [
    '::error file=b.py,line=2,endLine=2,col=1,endColumn=31,title=B602 subprocess_popen_with_shell_equals_true' +
      '::b.py:2:1: subprocess call with shell=True identified, security issue.',
    `::warning file=${name},line=1,endLine=2,title=B307 eval` +
      `::a,b:%25|\`<x>&"'\u{1f600}é.py:1:18: Use of possibly insecure function - consider using safer ast.literal_eval.`,
    `::notice file=${name},line=1,endLine=2,title=B101 assert_used` +
      `::a,b:%25|\`<x>&"'\u{1f600}é.py:1:11: ` +
      'Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.',
    '::notice file=b.py,line=1,endLine=1,col=1,endColumn=18,title=B404 import_subprocess' +
      '::b.py:1:1: Consider possible security implications associated with the subprocess module.',
    `::notice file=${name},line=3,endLine=3,col=12,endColumn=41,title=B105 hardcoded_password_string` +
      `::a,b:%25|\`<x>&"'\u{1f600}é.py:3:12: Possible hardcoded password: '<|]]>&\\x01%25%0A::error::\`@me\`'`,
    '::warning file=broken.py,title=skipped::broken.py was skipped: syntax error while parsing AST from file',
    '',
  ])
  t.is(await print('github', clean), '')
})

test('github: no more than ten of a kind, which is all that GitHub shows', async t => {
  const lines = (await print('github', many(12, 'exec(a)\nassert a\n'))).trimEnd().split('\n')
  t.is(lines.filter(line => line.startsWith('::warning ')).length, 10)
  t.is(lines.filter(line => line.startsWith('::notice ')).length, 10)
  t.is(lines.at(-1), '4 more of 24 findings: GitHub shows ten annotations of a kind for a step')
})

test('github: a table is appended to the step summary', async t => {
  const cwd = folder(t, { 'x.py': 'exec(a)\n', summary: '# before\n' })
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary') }
  await posse(['x.py', '-f', 'json'], { cwd, env })
  t.is(readFileSync(join(cwd, 'summary'), 'utf8'), '# before\n')
  await posse(['x.py', '-f', 'github'], { cwd, env })
  const summary = readFileSync(join(cwd, 'summary'), 'utf8')
  t.true(summary.startsWith('# before\n### posse: 1 finding\n'), summary)
  t.true(summary.includes('| MEDIUM | HIGH | <code>x.py:1</code> | [B102]('), summary)
  const unwritable = await posse(['x.py', '-q', '-f', 'github'], { cwd, env: { GITHUB_STEP_SUMMARY: cwd } })
  t.is(unwritable.status, 2)
  t.true(unwritable.stdout.startsWith('::warning '))
  t.is(unwritable.stderr, `[main]\tERROR\tcannot write '${cwd}': illegal operation on a directory\n`)
})

test('markdown: a table in which text from scanned files is plain text', async t => {
  const text = await print('markdown')
  t.true(
    text.startsWith(
      '### posse: 5 findings\n\n1 HIGH, 1 MEDIUM, 3 LOW, 6 lines of code scanned, 1 file skipped.\n\n',
    ),
  )
  const rows = text
    .split('\n')
    .filter(line => line.startsWith('| '))
    .slice(2)
  t.is(rows.length, 5)
  t.deepEqual(
    rows.map(row => row.match(/\[B\d+\]/)?.[0]),
    ['[B602]', '[B307]', '[B101]', '[B404]', '[B105]'],
  )
  for (const row of rows) {
    t.is(row.split('|').length, 6, row)
    t.notRegex(row.replace(/<\/?code>/g, ''), /[<>`$]|@(?!\u200b)/, row)
  }
  t.is(await print('markdown', clean), '### posse: 0 findings\n\n1 line of code scanned.\n')
})

test('markdown: the report fits in a comment, and says what is left out', async t => {
  const text = await print('markdown', many(5000))
  t.true(Buffer.byteLength(text) <= 65_536 && text.length > 60_000)
  const shown = text.split('\n| MEDIUM ').length - 1
  t.true(
    text.endsWith(
      `\n${new Intl.NumberFormat('en-US').format(5000 - shown)} findings of least severity not shown.\n`,
    ),
  )
})

/** What GitLab's report schema requires, and its documentation of identifiers and lengths. */
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' }
const url = { type: 'string', pattern: '^https?://.+' }
const object = (properties: Record<string, object>, ...optional: string[]) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  additionalProperties: false,
})
const tool = object({ id: text(99), name: text(99), version: text(99), vendor: object({ name: text(99) }) })
const GITLAB = object({
  version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
  schema: url,
  scan: object(
    {
      analyzer: tool,
      scanner: tool,
      type: { enum: ['sast'] },
      start_time: time,
      end_time: time,
      status: { enum: ['success', 'failure'] },
      messages: {
        type: 'array',
        items: object({ level: { enum: ['info', 'warn', 'fatal'] }, value: text(9999) }),
      },
    },
    'messages',
  ),
  vulnerabilities: {
    type: 'array',
    items: object({
      id: {
        type: 'string',
        pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      },
      category: { enum: ['sast'] },
      name: text(255),
      description: text(1_048_576),
      severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
      identifiers: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: object({ type: text(255), name: text(255), value: text(255), url }),
      },
      location: object({ file: text(9999), start_line: { type: 'integer' }, end_line: { type: 'integer' } }),
      links: { type: 'array', items: object({ url }) },
    }),
  },
})

test('gitlab: the report is valid against its schema', async t => {
  for (const options of [undefined, clean]) {
    const report = JSON.parse(await print('gitlab', options))
    t.deepEqual(new Validator().validate(report, GITLAB).errors.map(String), [])
  }
  const { scan, vulnerabilities } = JSON.parse(await print('gitlab'))
  t.is(scan.start_time, '2026-01-01T10:20:30')
  t.deepEqual(scan.messages, [
    { level: 'warn', value: 'broken.py was skipped: syntax error while parsing AST from file' },
  ])
  t.like(vulnerabilities[0], {
    name: 'B101 assert_used',
    severity: 'Low',
    location: { file: NASTY, start_line: 1, end_line: 2 },
  })
  t.deepEqual(vulnerabilities[1].identifiers, [
    {
      type: 'bandit_test_id',
      name: 'Bandit Test ID B307',
      value: 'B307',
      url: 'https://bandit.readthedocs.io/en/1.9.4/blacklists/blacklist_calls.html#b307-eval',
    },
    { type: 'cwe', name: 'CWE-78', value: '78', url: 'https://cwe.mitre.org/data/definitions/78.html' },
  ])
})

test('codequality: the fields that GitLab reads', async t => {
  const issues = JSON.parse(await print('codequality'))
  const schema = {
    type: 'array',
    items: object({
      type: { enum: ['issue'] },
      description: text(9999),
      check_name: text(99),
      categories: { type: 'array', items: { enum: ['Security'] } },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: object({
        path: text(9999),
        lines: object({ begin: { type: 'integer' }, end: { type: 'integer' } }),
      }),
    }),
  }
  t.deepEqual(new Validator().validate(issues, schema).errors.map(String), [])
  t.like(issues[3], {
    check_name: 'B404',
    severity: 'minor',
    location: { path: 'b.py', lines: { begin: 1 } },
  })
  t.is(await print('codequality', clean), '[]\n')
})

test('ids are unique, and do not change when lines are added above', async t => {
  const ids = async (format: 'gitlab' | 'codequality', content: string) => {
    const report = JSON.parse(
      await print(format, { sources: [{ name: 'x.py', content: Buffer.from(content) }] }),
    )
    return format === 'gitlab'
      ? report.vulnerabilities.map(({ id }: { id: string }) => id)
      : report.map(({ fingerprint }: { fingerprint: string }) => fingerprint)
  }
  for (const format of ['gitlab', 'codequality'] as const) {
    const before: string[] = await ids(format, 'exec(a); exec(a)\nexec(a)\n  \nexec(a)\n')
    t.is(new Set(before).size, 4)
    const after = await ids(format, '# more\n\nexec(a);  exec(a)\nexec(a)\nexec(a)\nexec(b)\n')
    t.deepEqual(after.slice(0, 4), before)
    t.false(before.includes(after[4]))
  }
})

/** The elements and texts of XML, one per line. Throws if the XML is not well-formed. */
function outline(xml: string): string[] {
  const open: string[] = []
  const lines: string[] = []
  const token = /<\?.*?\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const [all, closing, name = '', attributes = '', alone, text] = token.exec(xml) ?? []
    if (all === undefined) throw new Error(`not well-formed: ${xml.slice(at, at + 50)}`)
    if (/&(?!(amp|lt|gt|quot|#\d+);)|[^\t\n\r -\ufffd\u{10000}-\u{10ffff}]/u.test(all)) throw new Error(all)
    if (text?.trim()) lines.push(text.trim())
    if (closing && open.pop() !== name) throw new Error(all)
    if (name && !closing) lines.push(name + attributes)
    if (name && !closing && !alone) open.push(name)
  }
  if (open.length > 0) throw new Error(`not closed: ${open}`)
  return lines
}

const XML_NAME = "a,b:%|`&lt;x&gt;&amp;&quot;'\u{1f600}é.py"

test('junit: a failed case for each finding, or a single passing case', async t => {
  const lines = outline(await print('junit'))
  t.is(lines[0], 'testsuites name="posse" tests="6" failures="5" skipped="1" errors="0"')
  t.is(lines[1], `testsuite name="${XML_NAME}" tests="3" failures="3" skipped="0" errors="0"`)
  t.is(lines[2], `testcase name="B101 assert_used 1:11" classname="${XML_NAME}" file="${XML_NAME}" line="1"`)
  t.true(
    lines.some(line =>
      line.includes('message="Possible hardcoded password: \'&lt;|]]&gt;&amp;\ufffd%&#10;::error'),
    ),
  )
  t.deepEqual(lines.slice(-3), [
    'testsuite name="broken.py" tests="1" failures="0" skipped="1" errors="0"',
    'testcase name="scan" classname="broken.py" file="broken.py"',
    'skipped message="syntax error while parsing AST from file"',
  ])
  t.deepEqual(outline(await print('junit', clean)), [
    'testsuites name="posse" tests="1" failures="0" skipped="0" errors="0"',
    'testsuite name="posse" tests="1" failures="0" skipped="0" errors="0"',
    'testcase name="No findings" classname="posse"',
  ])
})

test('checkstyle: files with their errors', async t => {
  const lines = outline(await print('checkstyle'))
  t.deepEqual(lines.slice(0, 2), ['checkstyle version="4.3"', `file name="${XML_NAME}"`])
  t.deepEqual(lines.slice(-3), [
    'file name="b.py"',
    'error line="1" column="1" severity="info" message="Consider possible security implications associated ' +
      'with the subprocess module." source="posse.B404"',
    'error line="2" column="1" severity="error" message="subprocess call with shell=True identified, ' +
      'security issue." source="posse.B602"',
  ])
  t.deepEqual(outline(await print('checkstyle', clean)), ['checkstyle version="4.3"'])
})

test('rdjson: diagnostics with columns in bytes', async t => {
  const { source, diagnostics } = JSON.parse(await print('rdjson'))
  t.deepEqual(source, { name: 'posse' })
  t.is(diagnostics.length, 5)
  t.deepEqual(diagnostics[1], {
    message: 'Use of possibly insecure function - consider using safer ast.literal_eval.',
    location: { path: NASTY, range: { start: { line: 1, column: 21 }, end: { line: 2, column: 5 } } },
    severity: 'WARNING',
    code: {
      value: 'B307',
      url: 'https://bandit.readthedocs.io/en/1.9.4/blacklists/blacklist_calls.html#b307-eval',
    },
  })
  t.deepEqual(JSON.parse(await print('rdjson', clean)), { source, diagnostics: [] })
})

test('jsonl: the results of the JSON report, one per line, then its errors', async t => {
  const report = JSON.parse(await print('json'))
  const byFile = (a: { filename: string }, b: { filename: string }) => Number(a.filename > b.filename)
  const lines = (await print('jsonl')).trimEnd().split('\n')
  const objects = lines.map(line => JSON.parse(line))
  t.deepEqual(objects.slice(0, -1).sort(byFile), report.results)
  t.deepEqual(objects.slice(-1), report.errors)
  t.is(await print('jsonl', clean), '')
})

test('a rule without a CWE has none in any format', async t => {
  const rows = (name: string, kind: string) => `{${name}: {${kind}: [${name}], message: "Do not {name}"}}`
  const config = `profiles: {own: {include: [blacklist_imports]}}
blacklist_calls: {bad_name_sets: [${rows('foo', 'qualnames')}]}
blacklist_imports: {bad_import_sets: [${rows('os', 'imports')}]}
`
  const cwd = folder(t, { 'x.py': 'foo()\n', 'c.yaml': config })
  const names = Object.keys(FORMATS).filter(name => !['custom', 'screen'].includes(name))
  const also = names.flatMap(name => ['--also', `${name}=${name}`])
  const { status } = await posse(['x.py', '-c', 'c.yaml', '-p', 'own', ...also], { cwd })
  t.is(status, 1)
  for (const name of names) {
    const text = readFileSync(join(cwd, name), 'utf8')
    t.true(text.includes('Do not foo'), name)
    t.notRegex(text, /CWE-0+(?!\d)|definitions\/0|"id": ?0\b/i, name)
  }
  t.deepEqual(JSON.parse(readFileSync(join(cwd, 'jsonl'), 'utf8')).issue_cwe, {})
})

test('all of these formats accept a baseline', async t => {
  const cwd = folder(t, { 'x.py': 'exec(a)\n' })
  const baseline = join(cwd, 'known.json')
  writeFileSync(baseline, (await posse(['-f', 'json', 'x.py'], { cwd })).stdout)
  const formats = [
    'github',
    'gitlab',
    'codequality',
    'junit',
    'checkstyle',
    'rdjson',
    'jsonl',
    'markdown',
    'sarif',
  ]
  const also = formats.flatMap(format => ['--also', `${format}=${format}`])
  const { status } = await posse(['x.py', '-b', baseline, ...also], { cwd })
  t.is(status, 0)
  for (const format of formats) t.notRegex(readFileSync(join(cwd, format), 'utf8'), /Use of exec/, format)
})
