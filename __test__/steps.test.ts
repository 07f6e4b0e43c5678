import { readFileSync } from 'node:fs'
import test from 'ava'
import { Validator } from 'jsonschema'
import type { Log } from 'sarif'
import { type CheckOptions, check, type Finding, type Report } from '../src/api.js'
import type { FormatOptions } from '../src/formats/format.js'
import { CHECK_FORMATS, type CheckFormatName } from '../src/formats/index.js'
import type { Terminal } from '../src/output/screen.js'
import { notebookOf } from './notebook-file.js'
import { folder, posse } from './posse.js'

/*
 * How a value gets from its source to a finding, in every report that has a place for it.
 */

const APP = `import subprocess
from flask import Flask, request

app = Flask(__name__)


def run(command):
    subprocess.call(command, shell=True)


@app.route("/")
def convert():
    name = request.args["name"]
    if not name:
        return "nothing"
    line = f"convert {name}"
    run(line)
`

/** A file that answers requests, with this code. */
const handler = (...lines: string[]) => ['from flask import request', ...lines, ''].join('\n')

async function checked(files: Record<string, string>, options: CheckOptions = {}): Promise<Report> {
  const sources = Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) }))
  return check({ sources, isolated: true, select: ['P1'], ...options })
}

async function written(
  name: CheckFormatName,
  report: Report,
  options: Partial<FormatOptions> = {},
): Promise<string> {
  const format = await CHECK_FORMATS[name]()
  const chunks = format(report, {
    aggregate: 'file',
    verbose: false,
    quiet: false,
    time: new Date(0),
    cwd: '/',
    elapsed: 5,
    exitCode: 1,
    ...options,
  })
  return Buffer.concat([...chunks].map(chunk => Buffer.from(chunk))).toString()
}

const terminal = (width: number, colours = false): { terminal: Terminal } => ({
  terminal: { width, colours, links: false },
})

/** The frame of the only finding of a file, in a terminal of this width. */
async function frame(code: string, width = 60, name = 'a.py'): Promise<string[]> {
  const text = await written('full', await checked({ [name]: code }), terminal(width))
  const lines = text.split('\n')
  const start = lines.findIndex(line => /^ *-->/.test(line))
  const end = lines.findIndex(line => / = rule:/.test(line))
  return lines.slice(start, end)
}

const words = ({ steps }: Finding) => steps.map(({ kind, start, text }) => `${kind} ${start.line} ${text}`)

test('a finding has the steps of the value, with the code of each', async t => {
  const { findings } = await checked({ 'app.py': APP, 'b.py': 'eval(x)\n' }, { select: ['P1', 'B307'] })
  const [finding, other] = findings as [Finding, Finding]
  t.deepEqual(words(finding), [
    'source 13 request.args["name"]',
    'assigned 13 name = …',
    'assigned 16 line = …',
    'passed 17 into run()',
    'sink 8 subprocess.call(command, shell=True)',
  ])
  t.deepEqual(finding.steps[0], {
    kind: 'source',
    cell: 0,
    start: { line: 13, column: 12 },
    end: { line: 13, column: 32 },
    text: 'request.args["name"]',
    code: '    name = request.args["name"]',
    codeColumn: 1,
  })
  t.is(finding.steps, finding.steps)
  t.deepEqual(JSON.parse(JSON.stringify(finding)).steps, finding.steps)
  t.deepEqual([other.id, other.hasSteps, other.steps, 'steps' in other.toJSON()], ['B307', false, [], false])
})

test('full: the lines of the steps are in the frame, in the order of the file', async t => {
  t.deepEqual(await frame(APP), [
    '  --> a.py:8:5',
    '   |',
    ' 7 | def run(command):',
    ' 8 |     subprocess.call(command, shell=True)',
    '   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sink',
    '...',
    '13 |     name = request.args["name"]',
    '   |     ----   -------------------- source, assigned',
    '...',
    '16 |     line = f"convert {name}"',
    '   |     ---- assigned',
    '17 |     run(line)',
    '   |     --------- passed into run()',
    '   |',
  ])
})

test('full: a source inside the call is marked in its underline', async t => {
  t.deepEqual(await frame(handler('eval(request.args["e"])')), [
    ' --> a.py:2:1',
    '  |',
    '1 | from flask import request',
    '2 | eval(request.args["e"])',
    '  | ^^^^^-----------------^ source, sink',
    '  |',
  ])
})

test('full: steps inside and outside of a call of several lines', async t => {
  const code = handler('name = request.args["n"]', '# 1', '# 2', 'eval(', '    "1" +', '    name,', ')')
  t.deepEqual(await frame(code), [
    ' --> a.py:5:1',
    '  |',
    '2 |   name = request.args["n"]',
    '  |   ----   ----------------- source, assigned',
    '...',
    '4 |   # 2',
    '5 | / eval(',
    '6 | |     "1" +',
    '7 | |     name,',
    '8 | | )',
    '  | |_^ sink',
    '  |',
  ])
  const inside = handler('x = eval(', '    request.args["n"],', ')')
  t.deepEqual(await frame(inside), [
    ' --> a.py:2:5',
    '  |',
    '1 |   from flask import request',
    '2 |   x = eval(',
    '  |  _____^',
    '3 | |     request.args["n"],',
    '  | |     ----------------- source',
    '4 | | )',
    '  | |_^ sink',
    '  |',
  ])
})

test('full: steps in other cells of a notebook follow, with their places', async t => {
  const notebook = notebookOf(['from flask import request\nname = request.args["n"]', 'x = 1\neval(name)'])
  t.deepEqual(await frame(notebook, 60, 'n.ipynb'), [
    ' --> n.ipynb:cell 2:2:1',
    '  |',
    '1 | x = 1',
    '2 | eval(name)',
    '  | ^^^^^^^^^^ sink',
    '  |',
    ' ::: n.ipynb:cell 1:2',
    '  |',
    '2 | name = request.args["n"]',
    '  | ----   ----------------- source, assigned',
    '  |',
  ])
})

test('full: long lines are cut around the step, and a label that has no room is on the next line', async t => {
  const name = 'a_function_whose_name_takes_most_of_the_line'
  const code = handler(
    `def ${name}(value):`,
    '    eval(value)',
    '',
    `x = "${'a'.repeat(90)}" + request.args["日本"] + "${'b'.repeat(600)}"`,
    `${name}(x)`,
  )
  t.deepEqual(await frame(code, 60), [
    ' --> a.py:3:5',
    '  |',
    '2 | def a_function_whose_name_takes_most_of_the_line(value):',
    '3 |     eval(value)',
    '  |     ^^^^^^^^^^^ sink',
    '...',
    '5 | …aaaaaaaaaaaaa" + request.args["日本"] + "bbbbbbbbbbbbb…',
    '  |                   -------------------- source, assigned',
    '6 | a_function_whose_name_takes_most_of_the_line(x)',
    '  | -----------------------------------------------',
    '  | passed into',
    '  | a_function_whose_name_takes_most_of_the_line()',
    '  |',
  ])
})

test('full: the marks of steps are quieter than those of the finding', async t => {
  const report = await checked({ 'a.py': handler('x = request.args["x"]', 'eval("1" + x)') })
  const text = await written('full', report, terminal(60, true))
  t.true(
    text.includes('\x1b[94m-\x1b[0m   \x1b[94m-----------------\x1b[0m \x1b[94msource, assigned\x1b[0m\n'),
  )
  t.true(text.includes('\x1b[1;31m^^^^^^^^^^^^^\x1b[0m \x1b[1;31msink\x1b[0m\n'))
})

test('full: escape sequences and commands in the code of a step are shown, not sent', async t => {
  const code = handler('x = request.args["\x1b[2J\u202e"] # ##[error] ::error::a', 'eval(x)')
  t.deepEqual((await frame(code, 80)).slice(2, 4), [
    '2 | x = request.args["\\x1b[2J\\u202e"] # \\x23#[error] ::error::a',
    '  | -   ----------------------------- source, assigned',
  ])
})

test('json: a message of a notebook names the cell of the source, or its line in the same cell', async t => {
  const notebook = notebookOf([
    'from flask import request\nname = request.args["n"]',
    'x = request.args["x"]\neval(name)\neval(x)',
  ])
  const { findings } = await checked({ 'n.ipynb': notebook })
  t.deepEqual(
    findings.map(({ text }) => text),
    [
      '`request.args["n"]` (cell 1:2) is executed as Python here',
      '`request.args["x"]` (line 1) is executed as Python here',
    ],
  )
  const { results } = JSON.parse(await written('json', { ...(await checked({ 'n.ipynb': notebook })) }))
  t.deepEqual(results[0].flow, [
    {
      kind: 'source',
      cell: 1,
      line: 2,
      column: 8,
      end_line: 2,
      end_column: 25,
      text: 'request.args["n"]',
      code: 'name = request.args["n"]',
    },
    {
      kind: 'assigned',
      cell: 1,
      line: 2,
      column: 1,
      end_line: 2,
      end_column: 25,
      text: 'name = …',
      code: 'name = request.args["n"]',
    },
    {
      kind: 'sink',
      cell: 2,
      line: 2,
      column: 1,
      end_line: 2,
      end_column: 11,
      text: 'eval(name)',
      code: 'eval(name)',
    },
  ])
  t.false(
    'flow' in
      JSON.parse(await written('json', await checked({ 'a.py': 'eval(x)\n' }, { select: ['B307'] })))
        .results[0],
  )
})

test('sarif: the steps are a code flow, and the source is a related location', async t => {
  const report = await checked({ 'app.py': APP, 'n.ipynb': notebookOf([handler('eval(request.args["n"])')]) })
  const log: Log = JSON.parse(await written('sarif', report))
  const schema = new URL(
    `../node_modules/@microsoft/sarif-multitool-${process.platform}/sarif-2.1.0.json`,
    import.meta.url,
  )
  const { errors } = new Validator().validate(log, JSON.parse(readFileSync(schema, 'utf8')))
  t.deepEqual(errors.filter(({ name }) => name !== 'format').map(String), [])
  const [result, inCell] = log.runs[0]?.results ?? []
  const artifactLocation = { uri: 'app.py', uriBaseId: '%SRCROOT%' }
  const source = {
    physicalLocation: {
      artifactLocation,
      region: { startLine: 13, startColumn: 12, endLine: 13, endColumn: 32 },
    },
    message: { text: 'source: `request.args\\["name"\\]`' },
  }
  t.deepEqual(result?.relatedLocations, [{ id: 1, ...source }])
  const locations = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
  t.deepEqual(locations[0], { executionOrder: 1, kinds: ['acquire', 'taint'], location: source })
  t.deepEqual(
    locations.map(({ executionOrder, kinds, location }) => [
      executionOrder,
      kinds?.[0],
      location?.physicalLocation?.region?.startLine,
      location?.message?.text,
    ]),
    [
      [1, 'acquire', 13, 'source: `request.args\\["name"\\]`'],
      [2, 'value', 13, 'assigned: `name = …`'],
      [3, 'value', 16, 'assigned: `line = …`'],
      [4, 'call', 17, 'passed into `run()`'],
      [5, 'danger', 8, 'sink: `subprocess.call(command, shell=True)`'],
    ],
  )
  t.deepEqual(inCell?.relatedLocations?.[0], {
    id: 1,
    physicalLocation: { artifactLocation: { uri: 'n.ipynb', uriBaseId: '%SRCROOT%' } },
    logicalLocations: [{ name: 'cell 1', fullyQualifiedName: 'cell 1:2:6' }],
    message: { text: 'source: `request.args\\["n"\\]`' },
  })
})

test('sarif and codequality: the fingerprint is that of the line of the sink', async t => {
  const fingerprints = async (code: string) => {
    const report = await checked({ 'a.py': code })
    const [issue] = JSON.parse(await written('codequality', report))
    const log: Log = JSON.parse(await written('sarif', report))
    return [issue.fingerprint, log.runs[0]?.results?.[0]?.fingerprints?.['posse/v1']]
  }
  const first = await fingerprints(handler('x = request.args["x"]', 'eval(x)'))
  t.deepEqual(await fingerprints(handler('', 'y = request.form["y"]', 'x = y', 'eval(x)')), first)
  t.is(first[0], first[1])
})

test('html: the steps follow the code, each with its line and the step marked', async t => {
  const text = await written('html', await checked({ 'app.py': APP }))
  const [, list] = /<ul class="way"[^>]*>(.*?)<\/ul>/.exec(text) ?? []
  t.deepEqual(list?.split(/(?<=<\/li>)/), [
    '<li><b>source</b> <i>13</i> <code>name = <mark>request.args[&quot;name&quot;]</mark></code></li>',
    '<li><b>assigned</b> <i>13</i> <code><mark>name = request.args[&quot;name&quot;]</mark></code></li>',
    '<li><b>assigned</b> <i>16</i> <code><mark>line = f&quot;convert {name}&quot;</mark></code></li>',
    '<li><b>passed</b> <i>17</i> <code><mark>run(line)</mark></code></li>',
    '<li><b>sink</b> <i>8</i> <code><mark>subprocess.call(command, shell=True)</mark></code></li>',
  ])
  const long = handler(`x = "${'a'.repeat(600)}" + request.args["x"] + "<b>"`, 'eval(x)')
  const cut = await written('html', await checked({ 'a.py': long }))
  t.regex(
    cut,
    /<code>…a+&quot; \+ <mark>request\.args\[&quot;x&quot;\]<\/mark> \+ &quot;&lt;b&gt;&quot;<\/code>/,
  )
  const none = await written('html', await checked({ 'a.py': 'eval(x)\n' }, { select: ['B307'] }))
  t.false(none.includes('<ul class="way"'))
})

test('agent and github: the lines between the source and the sink are in the message', async t => {
  const notebook = notebookOf([handler('x = request.args["n"]', 'y = x + "a"'), 'z = y + "b"\neval(z)'])
  const report = await checked({
    'app.py': APP,
    'n.ipynb': notebook,
    'b.py': handler('eval(request.args["e"])'),
  })
  t.deepEqual(
    (await written('agent', report))
      .split('\n')
      .slice(0, 3)
      .map(line => line.replace(/(?<= here).*?(?= Fix:)/, '$&').replace(/ Fix: .*/, '')),
    [
      'app.py:8:5: high P102: `request.args["name"]` (line 13) becomes part of the command that is run here via line 16, 17.',
      'n.ipynb:cell 2:2:1: high P103: `request.args["n"]` (cell 1:2) is executed as Python here via line cell 1:3, 1.',
      'b.py:2:1: high P103: `request.args["e"]` is executed as Python here.',
    ],
  )
  t.true(
    (await written('github', report)).includes(
      '::app.py:8:5: `request.args["name"]` (line 13) becomes part of the command that is run here via line 16, 17\n',
    ),
  )
  t.false((await written('concise', report)).includes('via'))
})

test('codequality, rdjson, gitlab and junit: the steps are where the format has a place for them', async t => {
  const report = await checked({ 'app.py': APP })
  const [issue] = JSON.parse(await written('codequality', report))
  t.is(
    issue.description,
    'P102: `request.args["name"]` (line 13) becomes part of the command that is run here',
  )
  t.deepEqual(
    issue.other_locations,
    [13, 16, 17].map(line => ({ path: 'app.py', lines: { begin: line, end: line } })),
  )

  const [diagnostic] = JSON.parse(await written('rdjson', report)).diagnostics
  t.deepEqual(
    diagnostic.related_locations,
    (
      [
        ['source', 13],
        ['assigned', 13],
        ['assigned', 16],
        ['passed', 17],
      ] as const
    ).map(([message, line]) => ({
      message,
      location: { path: 'app.py', range: { start: { line }, end: { line } } },
    })),
  )

  const [{ details }] = JSON.parse(await written('gitlab', report)).vulnerabilities
  t.is(details.flow.type, 'table')
  t.deepEqual(details.flow.rows[0], [
    { type: 'text', value: 'source' },
    { type: 'file-location', file_name: 'app.py', line_start: 13, line_end: 13 },
    { type: 'code', value: 'name = request.args["name"]', lang: 'python' },
  ])
  t.is(details.flow.rows.length, 5)

  t.true(
    (await written('junit', report)).includes(
      'is run here\nsource 13:12: name = request.args[&quot;name&quot;]\nassigned 13:5: name',
    ),
  )
})

test('codequality and rdjson: lines of a cell are not taken for lines of the file', async t => {
  const report = await checked({ 'n.ipynb': notebookOf([handler('x = request.args["n"]', 'eval(x)')]) })
  const [issue] = JSON.parse(await written('codequality', report))
  t.false('other_locations' in issue)
  const [diagnostic] = JSON.parse(await written('rdjson', report)).diagnostics
  t.false('related_locations' in diagnostic)
  const [{ details }] = JSON.parse(await written('gitlab', report)).vulnerabilities
  t.deepEqual(details.flow.rows[0][1], { type: 'text', value: 'cell 1:2' })
})

test('an audit says why recommended hides a finding; the other profiles do not', async t => {
  const files = {
    'tests/test_a.py': handler('eval(request.args["a"])'),
    'b.py': handler('eval(request.args["b"])'),
  }
  const report = await checked(files, { profile: 'audit' })
  t.deepEqual(
    report.findings.map(({ file, hiddenInRecommended }) => [file, hiddenInRecommended]),
    [
      ['tests/test_a.py', 'in test code'],
      ['b.py', ''],
    ],
  )
  const text = await written('full', report)
  t.deepEqual(text.match(/^ +=\snote:.*$/gm), ['  = note: recommended hides it: in test code'])
  const { results } = JSON.parse(await written('json', report))
  t.deepEqual(
    results.map((each: Record<string, unknown>) => each.hidden_in_recommended),
    ['in test code', undefined],
  )
  for (const profile of ['recommended', 'bandit']) {
    const { findings, hidden = [] } = await checked(files, { profile, select: ['P103', 'B307'] })
    const all = [...findings, ...hidden.map(({ finding }) => finding)]
    t.deepEqual([...new Set(all.map(({ hiddenInRecommended }) => hiddenInRecommended))], [''], profile)
  }
})

test('an audit names the reason that the core has, if recommended has it, too', async t => {
  const reasons = async (code: string) => {
    const sources = [{ name: 'a.py', content: Buffer.from(code) }]
    const audit = await check({ sources, isolated: true, profile: 'audit' })
    const recommended = await check({ sources, isolated: true, profile: 'recommended' })
    return [
      audit.findings.filter(({ id }) => id === 'B605').map(each => each.hiddenInRecommended),
      (recommended.hidden ?? []).filter(({ finding }) => finding.id === 'B605').map(({ reason }) => reason),
    ]
  }
  const constant = ['the command is a constant']
  t.deepEqual(await reasons(handler('import os', 'os.system("date")')), [constant, constant])
  t.deepEqual(await reasons('import os\nos.system("date")\n'), [constant, constant])
})

test('explain: a finding at a place shows the way of the value, and says what happened to it', async t => {
  const cwd = folder(t, { 'app.py': APP })
  const { status, stdout } = await posse(['explain', 'app.py:8'], { cwd })
  t.is(status, 0)
  t.true(
    stdout.includes(
      '13 |     name = request.args["name"]\n   |     ----   -------------------- source, assigned\n',
    ),
  )
  t.true(
    stdout.includes(`Why it matched
- The rule looked at where a value goes, from 8:5 to 8:41.
- A value comes in at 13:12: \`request.args["name"]\`.
- It is assigned at 13:5: \`name = …\`.
- It is assigned at 16:5: \`line = …\`.
- It is passed into run() at 17:5.
- It arrives at 8:5: \`subprocess.call(command, shell=True)\`.
- The weakness is CWE-78`),
    stdout,
  )
  t.true(stdout.includes('  = hidden: P102 says the same, with more\n'))
})

test('explain: the page of a rule names its profiles and the rules whose place it takes', async t => {
  const { stdout } = await posse(['explain', 'P103', 'B307'])
  t.true(stdout.includes('- Profiles: `recommended` and `audit`\n- Takes the place of: B102'), stdout)
  t.is(stdout.split('- Profiles:').length, 2)
  const rules = JSON.parse((await posse(['rules', '-f', 'json'])).stdout)
  const rule = rules.find(({ id }: { id: string }) => id === 'P102')
  t.is(rule.profile, 'recommended')
  t.true(rule.replaces.includes('B602'))
})
