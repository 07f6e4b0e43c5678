import test from 'ava'
import { type Report, scan } from '../src/api.js'
import type { FormatOptions } from '../src/formats/format.js'
import { agent } from '../src/formats/people/agent.js'
import { concise } from '../src/formats/people/concise.js'

const OPTIONS: FormatOptions = {
  aggregate: 'file',
  verbose: false,
  quiet: false,
  time: new Date(0),
  cwd: '/',
  elapsed: 34.5,
  exitCode: 1,
}

const scanned = (files: Record<string, string>): Promise<Report> =>
  scan({ sources: Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })) })

const lines = (format: typeof concise, report: Report, options: Partial<FormatOptions> = {}): string[] =>
  [...format(report, { ...OPTIONS, ...options })].join('').split('\n')

const FILES = {
  'a.py': 'assert a\nx = yaml.load(b) if eval(c) else 1\n',
  'b.py': 'import subprocess\nsubprocess.call(\n  x,\n  shell=True)\n',
  'c.py': '(',
}

test('concise: one line a finding, by file and place, then the problems and the counts', async t => {
  t.deepEqual(lines(concise, await scanned(FILES)), [
    'a.py:1:1: B101 assert_used: Use of assert detected. The enclosed code will be removed when compiling to optimised byte code. [low/high]',
    'a.py:2:21: B307 eval: Use of possibly insecure function - consider using safer ast.literal_eval. [medium/high]',
    'b.py:1:1: B404 import_subprocess: Consider possible security implications associated with the subprocess module. [low/high]',
    'b.py:2:1: B602 subprocess_popen_with_shell_equals_true: subprocess call with shell=True identified, security issue. [high/high]',
    'c.py: not scanned: syntax error while parsing AST from file',
    '4 findings in 2 files: 1 high, 1 medium, 2 low; 2 files scanned in 35 ms, 1 not scanned',
    '',
  ])
})

test('agent: the most severe first, each with what to do, then the counts and the exit code', async t => {
  t.deepEqual(lines(agent, await scanned(FILES)), [
    'c.py: not scanned: syntax error while parsing AST from file',
    'b.py:2:1: high B602: subprocess call with shell=True identified, security issue. Fix: Pass the program and its arguments as a list, without a shell.',
    'a.py:2:21: medium B307: Use of possibly insecure function - consider using safer ast.literal_eval. Fix: To read literals, use `ast.literal_eval`. To evaluate formulas, use a parser made for them.',
    'a.py:1:1: low B101: Use of assert detected. The enclosed code will be removed when compiling to optimised byte code. Fix: Raise an exception where a condition must hold.',
    'b.py:1:1: low B404: Consider possible security implications associated with the subprocess module. Fix: B602 to B607 find the calls: if you review those, you can skip this rule.',
    '4 findings in 2 files: 1 high, 1 medium, 2 low; 2 files scanned in 35 ms, 1 not scanned; exit code 1',
    '',
  ])
})

test('agent: at most 200 lines, which say how to get the others', async t => {
  const all = lines(agent, await scanned({ 'a.py': 'exec(a)\n'.repeat(199) }))
  t.is(all.length, 201)
  t.true(all[198]?.startsWith('a.py:199:1: medium B102: '), all[198])
  const code = `${'exec(a)\n'.repeat(199)}import subprocess\nsubprocess.call(a, shell=True)\n`
  const some = lines(agent, await scanned({ 'a.py': code }))
  t.is(some.length, 201)
  t.true(some[0]?.startsWith('a.py:201:1: high B602: '), some[0])
  t.deepEqual(some.slice(198), [
    '3 more lines: use -f concise for all of them, or name fewer files',
    '201 findings in 1 file: 1 high, 199 medium, 1 low; 1 file scanned in 35 ms; exit code 1',
    '',
  ])
})

test('names and messages stay in one line, and begin no command of a CI system', async t => {
  const name = '::error::x\n##[error]\x1b[2J\u202e.py'
  const report = await scanned({ [name]: 'password = "a\\n::error::b##vso[x]\\t\\x1b"\n' })
  const shown = '\\x3a:error::x\\n\\x23#[error]\\x1b[2J\\u202e.py:1:12: '
  for (const format of [concise, agent]) {
    const [first = '', last = '', ...rest] = lines(format, report)
    t.true(first.startsWith(shown), first)
    t.true(first.includes("'a\\n::error::b\\x23#vso[x]\\t\\x1b'"), first)
    t.regex(last, /^1 finding in 1 file: 1 low; /)
    t.deepEqual(rest, [''])
  }
})

test('a message is cut where a text of the code makes it long', async t => {
  const [line = ''] = lines(concise, await scanned({ 'a.py': `password = "${'x'.repeat(5000)}"\n` }))
  t.true(line.length < 400)
  t.true(line.endsWith('x… [low/medium]'), line)
})

test('a clean run is one line, and with quiet it is none but for agents', async t => {
  const report = await scanned({ 'a.py': 'x = 1\n' })
  t.deepEqual(lines(concise, report), ['No findings; 1 file scanned in 35 ms', ''])
  t.deepEqual(lines(agent, report, { exitCode: 0 }), [
    'No findings; 1 file scanned in 35 ms; exit code 0',
    '',
  ])
  t.deepEqual(lines(concise, report, { quiet: true }), [''])
  t.is(lines(agent, report, { quiet: true }).length, 2)
})
