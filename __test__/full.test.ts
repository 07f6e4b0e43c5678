import test from 'ava'
import stringWidth from 'string-width'
import { Random } from '../fuzz/random.js'
import { check } from '../src/api.js'
import type { FormatOptions } from '../src/formats/format.js'
import { full } from '../src/formats/people/full.js'
import type { Terminal } from '../src/output/screen.js'
import { hostOf } from '../src/plan/host.js'
import type { Options } from '../src/plan/options.js'
import { planScan } from '../src/plan/plan.js'
import type { Report } from '../src/report/report.js'
import { adviceOf } from '../src/rules/advice.js'
import { docOf } from '../src/rules/doc.js'
import { documentedRules } from '../src/rules/documented.js'
import { execute } from '../src/scan/execute.js'

const OPTIONS: FormatOptions = {
  aggregate: 'file',
  verbose: false,
  quiet: false,
  time: new Date(0),
  cwd: '/',
}

/** Scans sources as `posse check` does, with excerpts of the whole range. */
async function scanned(files: Record<string, string | Uint8Array>, options: Options = {}): Promise<Report> {
  const sources = Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) }))
  const wanted = { excerptsAroundSpan: true }
  return execute(await planScan({ ...options, sources }, hostOf(process), { wanted }))
}

function shown(report: Report, options: Partial<FormatOptions> = {}): string {
  return [...full(report, { ...OPTIONS, ...options })].join('')
}

const terminal = (width: number, more: Partial<Terminal> = {}): Terminal => ({
  width,
  colours: false,
  links: false,
  ...more,
})

test('a finding has its place, its code with the range underlined, the reason and what to do instead', async t => {
  const report = await scanned(
    { 'app/run.py': 'import subprocess\n\ndef run(c):\n    subprocess.call(c, shell=True)\n' },
    { tests: ['B602'] },
  )
  t.is(
    shown(report, { elapsed: 12.3 }),
    `HIGH B602 subprocess call with shell=True identified, security issue.
 --> app/run.py:4:5
  |
3 | def run(c):
4 |     subprocess.call(c, shell=True)
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = rule: subprocess_popen_with_shell_equals_true, high confidence
  = why: With \`shell=True\`, a shell interprets the command, so input inside it can add commands.
  = fix: Pass the program and its arguments as a list, without a shell.

1 finding in 1 file: 1 high
1 file scanned in 12 ms
More about a rule: posse explain B602
`,
  )
})

/** The rows of code in a report, without numbers and notes. */
const code = (text: string) =>
  text
    .split('\n')
    .filter(line => /^[ .\d]+ [|]/.test(line) || line.startsWith('...'))
    .join('\n')

test('a range of several lines has a bracket on the left', async t => {
  const content = 'x = 1\nrun(subprocess.call(\n    c,\n    shell=True,\n))\n'
  t.is(
    code(shown(await scanned({ 'a.py': `import subprocess\n${content}` }, { tests: ['B602'] }))),
    `  |
2 |   x = 1
3 |   run(subprocess.call(
  |  _____^
4 | |     c,
5 | |     shell=True,
6 | | ))
  | |_^
  |`,
  )
})

test('a range that starts its line has the bracket at that line, and a long one is cut in the middle', async t => {
  const lines = Array.from({ length: 20 }, (_, at) => `    a${at},`)
  const content = `import subprocess\nsubprocess.call(\n${lines.join('\n')}\n    shell=True,\n    b=1\n)\n`
  t.is(
    code(shown(await scanned({ 'a.py': content }, { tests: ['B602'] }))),
    `   |
 1 |   import subprocess
 2 | / subprocess.call(
 3 | |     a0,
 4 | |     a1,
 5 | |     a2,
...  |
23 | |     shell=True,
24 | |     b=1
25 | | )
   | |_^
   |`,
  )
})

test('no gap is just one line', async t => {
  const args = Array.from({ length: 7 }, (_, at) =>
    at === 4 ? '    shell=True,' : `    a${at}${at > 4 ? '=1' : ''},`,
  )
  const content = `import subprocess\nsubprocess.call(\n${args.join('\n')}\n)\n`
  t.is(
    code(shown(await scanned({ 'a.py': content }, { tests: ['B602'] }))),
    `   |
 1 |   import subprocess
 2 | / subprocess.call(
 3 | |     a0,
 4 | |     a1,
 5 | |     a2,
 6 | |     a3,
 7 | |     shell=True,
 8 | |     a5=1,
 9 | |     a6=1,
10 | | )
   | |_^
   |`,
  )
})

test('an excerpt that lacks the start of the range says so', async t => {
  const content = `import subprocess\nsubprocess.call(\n    a,\n    b,\n    c,\n    shell=True,\n)\n`
  const source = { name: 'a.py', content: Buffer.from(content) }
  const report = await execute(await planScan({ sources: [source], tests: ['B602'] }, hostOf(process)))
  t.is(
    code(shown(report)),
    `  |
... |
5 | |     c,
6 | |     shell=True,
7 | | )
  | |_^
  |`,
  )
})

test('two findings on one line are underlined at their own ranges', async t => {
  const report = await scanned({ 'a.py': 'eval(a) + eval(b)\n' }, { tests: ['B307'] })
  t.is(
    code(shown(report)),
    '  |\n1 | eval(a) + eval(b)\n  | ^^^^^^^\n  |\n  |\n1 | eval(a) + eval(b)\n  |           ^^^^^^^\n  |',
  )
})

test('tabs, wide characters, emoji and combining marks do not move the underline', async t => {
  const report = await scanned(
    { 'a.py': 'if x:\n\tf("日本 🏳️‍🌈 e\u0301 \\t", eval(a))\n' },
    { tests: ['B307'] },
  )
  t.is(
    code(shown(report)),
    '  |\n1 | if x:\n2 |     f("日本 🏳️‍🌈 e\u0301 \\t", eval(a))\n  |                       ^^^^^^^\n  |',
  )
})

test('control and bidirectional characters of names and code are shown, and so are those without width', async t => {
  const name = 'a\x1b]0;x\x07\n::error::b\u202e.py'
  const report = await scanned(
    { [name]: 'exec("\x1b[31m\u202e\u2060##[error]") # \r\n' },
    { tests: ['B102', 'B613'] },
  )
  const text = shown(report, { terminal: terminal(120) })
  t.true(text.includes('--> a\\x1b]0;x\\x07\\n::error::b\\u202e.py:1:1\n'), text)
  t.true(text.includes('1 | exec("\\x1b[31m\\u202e\\u2060\\x23#[error]") #\n'), text)
  t.true(text.includes(`  | ${'^'.repeat(40)}\n`), text)
})

test('a long line is cut around the range, with marks where it goes on', async t => {
  const long = 'x + '.repeat(1000)
  const report = await scanned({ 'a.py': `y = ${long}eval(a) + ${long}1\n` }, { tests: ['B307'] })
  const [, row = '', marks = ''] = code(shown(report, { terminal: terminal(60) })).split('\n')
  t.is(row, '1 | … + x + x + x + x + x + eval(a) + x + x + x + x + x + x…')
  t.is(marks, `  | ${' '.repeat(row.indexOf('eval') - 4)}^^^^^^^`)
})

test('a very long line of wide characters is cut without measuring all of it', async t => {
  const long = '"日\t"; '.repeat(200_000)
  const report = await scanned({ 'a.py': `${long}eval(a); ${long}\n` }, { tests: ['B307'] })
  const start = performance.now()
  const [, row = '', marks = ''] = code(shown(report, { terminal: terminal(60) })).split('\n')
  t.true(performance.now() - start < 2000)
  t.regex(row, /^1 \| ….*; eval\(a\); .*…$/)
  t.is(marks.indexOf('^'), stringWidth(row.slice(0, row.indexOf('eval'))))
  t.is(stringWidth(row), 60)
})

test('the indentation that all lines share is left out where lines do not fit', async t => {
  const deep = ' '.repeat(12)
  const content = `if a:\n    if b:\n        if c:\n${deep}x = 1\n${deep}result = eval(first_argument, second)\n`
  const report = await scanned({ 'a.py': content }, { tests: ['B307'] })
  t.is(
    code(shown(report, { terminal: terminal(44) })),
    '  |\n4 | x = 1\n5 | result = eval(first_argument, second)\n  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |',
  )
})

test('problems with files are named before the summary, and a clean run is one line', async t => {
  const report = await scanned({ 'a.py': 'x = 1\n', 'b.py': '(' })
  t.is(
    shown(report, { elapsed: 1234 }),
    'b.py: not scanned: syntax error while parsing AST from file\n\nNo findings; 1 file scanned in 1.2 s, 1 not scanned\n',
  )
  t.is(shown(await scanned({ 'a.py': 'x = 1\n' }), { elapsed: 0 }), 'No findings; 1 file scanned in 0 ms\n')
  t.is(shown(report, { quiet: true }), '')
})

test('hidden and suppressed findings are counted, and shown on request', async t => {
  const report = await scanned(
    { 'a.py': 'exec(a)\nexec(b)  # nosec: B102 reviewed\nassert c\n' },
    { tests: ['B101', 'B102'], keepSuppressed: true },
  )
  const [hidden] = report.findings.splice(1, 1)
  if (!hidden) return t.fail()
  report.hidden = [{ finding: hidden, reason: 'asserts are fine in tests' }]
  t.true(
    shown(report).endsWith(
      '1 finding in 1 file: 1 medium\n1 file scanned; 1 finding hidden, 1 suppressed (--show-hidden shows them)\nMore about a rule: posse explain B102\n',
    ),
    shown(report),
  )
  const all = shown(report, { showHidden: true, showSuppressed: true })
  t.true(all.includes('  = hidden: asserts are fine in tests\n'), all)
  t.true(all.includes('  = suppressed: # nosec: B102 reviewed\n'), all)
  t.true(all.includes('\n1 file scanned; 1 finding hidden, 1 suppressed\n'))
})

test('colours and links appear only where the terminal has them', async t => {
  const report = await scanned({ 'a.py': 'exec(a)\n' })
  const colours = shown(report, { terminal: terminal(80, { colours: true, links: true }) })
  const link = 'https://bandit.readthedocs.io/en/1.9.4/plugins/b102_exec_used.html'
  t.true(colours.includes(`\x1b[1;33mMEDIUM \x1b]8;;${link}\x1b\\B102\x1b]8;;\x1b\\\x1b[0m`), colours)
  t.true(colours.includes(`\x1b]8;;${link}\x1b\\exec_used\x1b]8;;\x1b\\`))
  const plain = shown(report, { terminal: terminal(80) })
  t.notRegex(plain, /\x1b/)
  t.is(stripped(colours), plain)
  t.is(stripped(shown(report, { terminal: terminal(80, { colours: true }) })), plain)
})

/** Removes the colours and links that the format itself writes. */
const stripped = (text: string) => text.replace(/\x1b\[[\d;]+m|\x1b\]8;;[\x21-\x7e]*\x1b\\/g, '')

test('a name that is too long for the line is cut, but no escape sequence is', async t => {
  const report = await scanned(
    { 'a.py': 'import subprocess\nsubprocess.call(a, shell=True)\n' },
    { tests: ['B602'] },
  )
  const narrow = { colours: true, links: true }
  t.is(stripped(shown(report, { terminal: terminal(30, narrow) })), shown(report, { terminal: terminal(30) }))
  t.true(
    shown(report, { terminal: terminal(30) }).includes(
      '  = rule: subprocess_popen_wit\n          h_shell_equals_true,\n',
    ),
  )
})

test('every rule says why and what to do instead', t => {
  for (const rule of documentedRules()) {
    const { why, fix } = adviceOf(docOf(rule))
    t.regex(why ?? '', /^\S.*\.$/, rule.id)
    t.regex(fix ?? '', /^\S.*\.$/, rule.id)
  }
})

/** The cells of a text. Terminals give these two vowels a cell of their own; the library counts them as marks. */
const cells = (text: string) => stringWidth(text.replace(/[\u0e33\u0eb3]/g, 'x'))

/** Characters by what makes them difficult. An emoji, a selector or a joiner gets a dot, where libraries agree on the width. */
const CHARACTERS = [
  ...['a', 'Z', '0', ' ', '.', '#', '…', '\t', '\t'],
  ...[
    'é',
    'e\u0301',
    '\u0301',
    'ß',
    'Ω',
    'д',
    'א',
    'ﷺ',
    'ก',
    'ำ',
    'क्षि',
    'ो',
    '한',
    '\u1112\u1161\u11ab',
    'ｶﾞ',
  ],
  ...['日', '本', '，', 'Ａ', '🎉', '👩‍👩‍👧.', '🏳️‍🌈.', '👍🏽.', '🇩🇪.', '1️⃣.', '☺️.', '☺', '𝒳', '𠮷'],
  ...[
    '\x01',
    '\x08',
    '\x0b',
    '\x0c',
    '\x1b',
    '\x7f',
    '\x85',
    '\x9b',
    '\u200b',
    '.\u200d',
    '.\ufe0f',
    '\u202e',
    '\u2066',
  ],
  ...['\u2028', '\u2029', '\u2060', '\u00ad', '\ufeff', '\u{e0041}', '\u3164', '\ud7b0'],
]

test('the underline is below the range, and lines fit the terminal, for 1,000 random lines', async t => {
  const random = new Random(20_260_101)
  const text = (length: number) =>
    Array.from({ length: random.below(length) }, () => random.pick(CHARACTERS)).join('')
  const lines = Array.from({ length: 1000 }, () => {
    const indent = random.pick(['  ', '\t', '\t\t', '        '])
    return `if x:\n${indent}f("${text(30)}", eval("${text(20)}"), "${text(30)}")\n`
  })
  const report = await scanned({ 'a.py': lines.join('') }, { tests: ['B307'] })
  t.is(report.findings.length, 1000)
  for (const width of [40, 60, 100, 1000]) {
    const output = shown(report, { terminal: terminal(width, { colours: true, links: true }) })
    const plain = stripped(output)
    t.notRegex(
      plain,
      /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/,
    )
    for (const line of plain.split('\n')) t.true(cells(line) <= width, line)
    const rows = plain.split('\n')
    const marked = rows.flatMap((row, at) =>
      /^ +\| +\^/.test(row) ? [[rows[at - 1] ?? '', row] as const] : [],
    )
    t.is(marked.length, 1000)
    let whole = 0
    for (const [row, marks] of marked) {
      const start = row.indexOf('eval("')
      const end = row.indexOf('")', start) + 2
      if (start >= 0) t.is(marks.indexOf('^'), cells(row.slice(0, start)), row)
      if (start < 0 || end < 2) continue
      t.is(marks.length, cells(row.slice(0, end)), row)
      whole++
    }
    t.true(whole >= (width === 1000 ? 1000 : 1), String(width))
  }
})

test('the marks of steps are below their code, and lines fit the terminal, for 300 random flows', async t => {
  const random = new Random(20_260_102)
  const text = (length: number) =>
    Array.from({ length: random.below(length) }, () => random.pick(CHARACTERS)).join('')
  const functions = Array.from({ length: 300 }, (_, at) => {
    const [a, b] = [`"${text(40)}"`, `"${text(40)}"`]
    const blank = random.pick(['', '\n', '\n\n\n'])
    return `def f${at}():\n\tvalue = ${a} + request.args["${text(8)}"] + ${b}\n${blank}\texec(${a} + value)\n`
  })
  const sources = [0, 100, 200].map(first => ({
    name: `a${first}.py`,
    content: Buffer.from(`from flask import request\n${functions.slice(first, first + 100).join('')}`),
  }))
  const report = await check({ sources, isolated: true, select: ['P103'] })
  t.is(report.findings.length, 300)
  for (const width of [40, 60, 100, 1000]) {
    const output = shown(report, { terminal: terminal(width, { colours: true, links: true }) })
    const rows = stripped(output).split('\n')
    for (const row of rows) t.true(cells(row) <= width, row)
    const marked = rows.flatMap((row, at) => {
      return /^ +\| [ -]*-/.test(row) ? [[rows[at - 1] ?? '', row] as const] : []
    })
    t.true(marked.length >= 300)
    let whole = 0
    for (const [row, marks] of marked) {
      const start = row.indexOf('request.args["')
      if (start < 0) continue
      const at = cells(row.slice(0, start))
      t.is(marks[at], '-', row)
      t.is(marks[at - 1], ' ', row)
      const end = row.indexOf('"]', start) + 2
      if (end < 2) continue
      t.is(marks.slice(at, cells(row.slice(0, end))), '-'.repeat(cells(row.slice(start, end))), row)
      whole++
    }
    t.true(whole >= (width === 1000 ? 300 : 1), String(whole))
  }
})
