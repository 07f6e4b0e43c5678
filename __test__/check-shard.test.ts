import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { CHECK_FORMATS } from '../src/formats/index.js'
import { notebookOf } from './notebook-file.js'
import { type Files, folder, posse } from './posse.js'
import { repository } from './repository.js'

const FORMATS = Object.keys(CHECK_FORMATS)

/** Findings of all fates, configurations that differ, and files with problems. */
const PROJECT: Files = {
  'posse.toml': 'fail-on = "high"\n[options.try_except_pass]\ncheck_typed_exception = true\n',
  'a.py': 'import pickle\nexec(a)\nassert a  # nosec: B101 -- why\neval(b)  # nosec\n',
  'b.py': 'def f(:\n',
  'c.ipynb': notebookOf(['exec(1)', 'def (', 'import subprocess\nsubprocess.run(x, shell=True)']),
  'd.ipynb': notebookOf(['x'], 'julia'),
  'strict/posse.toml': 'fail-on = "low"\nselect = ["B1"]\n',
  'strict/a.ipynb': notebookOf(['def (', 'assert x']),
  'strict/e.py': 'try:\n    f()\nexcept E:\n    pass\nassert e\n',
  'tests/test_a.py': 'assert a\nexec(b)  # nosec: B999\n',
  'gen/x.py': 'exec(x)\n',
  '.gitignore': 'gen/\n',
  'flow.py': 'from flask import request\n\nx = request.args["é ##[error]"]\ny = "a" + x\n\neval(y)\n',
  'tests/test_flow.py': 'from flask import request\nx = request.args["é"]\neval(x)\n',
  '.git/HEAD': '',
}

/** The reports of a run in every format, without how long it took. */
async function reports(t: ExecutionContext, cwd: string, words: readonly string[]) {
  const out = folder(t)
  const also = FORMATS.flatMap(format => ['--also', `${format}=${join(out, format)}`])
  const { status, stdout, stderr } = await posse([...words, ...also], {
    cwd,
    env: { GITHUB_STEP_SUMMARY: '' },
  })
  const read = (name: string) =>
    readFileSync(join(out, name), 'utf8').replace(/ in [\d.]+ (?:ms|s)\b/, ' in TIME')
  return {
    status,
    stdout: stdout.replace(/ in [\d.]+ (?:ms|s)\b/, ' in TIME'),
    stderr: stderr.split('\n').filter(line => !line.includes("'per-file-ignores'")),
    reports: Object.fromEntries(readdirSync(out).map(name => [name, read(name)])),
  }
}

async function writeParts(t: ExecutionContext, cwd: string, total: number, words: readonly string[] = []) {
  const parts = folder(t)
  for (let index = 1; index <= total; index++) {
    const file = join(parts, `${index}.record`)
    const { status, stdout, stderr } = await posse(
      ['check', ...words, '--shard', `${index}/${total}`, '-o', file],
      { cwd },
    )
    t.is(status, 0, stderr)
    t.is(stdout, '')
  }
  return parts
}

const same = test.macro({
  title: (title = '') => `a merge of a check equals a single run: ${title}`,
  async exec(t: ExecutionContext, files: Files, scan: string[] = [], report: string[] = []) {
    const cwd = folder(t, files)
    const whole = await reports(t, cwd, ['check', ...scan, ...report])
    t.deepEqual(Object.keys(whole.reports).sort(), FORMATS.toSorted())
    for (const total of [1, 3]) {
      const parts = await writeParts(t, cwd, total, scan)
      const merged = await reports(t, cwd, ['merge', ...report, parts])
      for (const [format, text] of Object.entries(whole.reports))
        t.is(merged.reports[format], text, `${format} of ${total} parts differs`)
      t.is(merged.stdout, whole.stdout)
      t.is(merged.status, whole.status)
    }
  },
})

test('all fates of findings', same, PROJECT)
test(
  'hidden and suppressed findings',
  same,
  PROJECT,
  [],
  ['--show-hidden', '--show-suppressed', '-f', 'concise'],
)
test('flags of the command line', same, PROJECT, [
  'a.py',
  'tests',
  'nowhere.py',
  '--profile',
  'audit',
  '--fail-on',
  'high',
])
test('nothing fails', same, { 'posse.toml': 'fail-on = "high"\n', 'a.py': 'assert a\n', 'b.py': 'exec(b)\n' })
test('only a problem fails', same, { 'a.py': 'x = 1\n', 'b.py': 'def (\n' })
test('a problem that the configuration lets pass', same, {
  'posse.toml': 'fail-on-error = false\n',
  'a.py': 'x = 1\n',
  'b.py': 'def (\n',
})
test('no findings, and nothing to check', same, { 'a.txt': '' })

test('a baseline applies in the merge, and decides what fails', async t => {
  const cwd = folder(t, { 'posse.toml': 'profile = "audit"\n', 'a.py': 'exec(a)\n', 'b.py': 'exec(b)\n' })
  await posse(['check', '-f', 'json', '-o', 'base.json'], { cwd })
  const parts = await writeParts(t, cwd, 2)
  t.is((await posse(['merge', parts], { cwd })).status, 1)
  const { status, stdout } = await posse(['merge', '-b', 'base.json', '-f', 'concise', parts], { cwd })
  t.is(status, 0)
  t.regex(stdout, /^No findings/)
  t.is((await posse(['merge', '--exit-zero', parts], { cwd })).status, 0)
})

test('changes in git can be checked in parts', async t => {
  const { path: cwd, commit, write } = repository(t)
  commit({ 'a.py': 'exec(a)\n', 'posse.toml': 'profile = "audit"\n' })
  write({ 'b.py': 'exec(b)\n', 'c.py': 'exec(c)\n' })
  const parts = await writeParts(t, cwd, 2, ['--since', 'HEAD'])
  const { stdout } = await posse(['merge', '-f', 'concise', parts], { cwd })
  t.deepEqual(
    stdout
      .split('\n')
      .slice(0, 2)
      .map(line => line.split(' ', 2).join(' ')),
    ['b.py:1:1: B102', 'c.py:1:1: B102'],
  )
})

test('records of other configurations, other modes and other files do not merge', async t => {
  const cwd = folder(t, { 'posse.toml': 'profile = "audit"\n', 'a.py': 'exec(a)\n', 'sub/b.py': 'exec(b)\n' })
  const first = join(await writeParts(t, cwd, 2), '1.record')
  const second = async (change: Files, words = ['check']) => {
    for (const [name, content] of Object.entries(change)) {
      mkdirSync(join(cwd, name, '..'), { recursive: true })
      writeFileSync(join(cwd, name), content)
    }
    const file = join(folder(t), '2.record')
    await posse([...words, '--shard', '2/2', '-o', file], { cwd })
    const { status, stderr } = await posse(['merge', first, file], { cwd })
    return [status, stderr.includes('different settings'), stderr.includes('different lists')]
  }
  t.deepEqual(await second({}), [1, false, false])
  t.deepEqual(await second({}, ['-r', '.']), [2, true, false])
  t.deepEqual(await second({ 'posse.toml': 'profile = "bandit"\n' }), [2, true, false])
  t.deepEqual(
    await second({ 'posse.toml': 'profile = "audit"\n', 'sub/posse.toml': 'ignore = ["B102"]\n' }),
    [2, true, false],
  )
  t.deepEqual(await second({ 'sub/posse.toml': 'profile = "audit"\n' }), [2, true, false])
})

test('a flag in the wrong place says where it belongs', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n' })
  const parts = await writeParts(t, cwd, 1)
  const errorOf = async (...words: string[]) => {
    const { status, stderr } = await posse(words, { cwd })
    t.is(status, 2)
    return stderr
  }
  t.regex(await errorOf('check', '--shard', '1/2'), /--shard: requires -o FILE/)
  t.regex(
    await errorOf('check', '--shard', '1/2', '-o', 'x', '--show-hidden'),
    /--show-hidden: not allowed with --shard/,
  )
  t.regex(
    await errorOf('check', '--shard', '1/2', '-o', 'x', '--new-since', 'HEAD'),
    /--new-since.* in one run/,
  )
  t.regex(await errorOf('check', '--shard', '1/2', '-o', 'x', '-'), /standard input cannot be split/)
  t.regex(await errorOf('merge', parts, '--profile', 'audit'), /--profile: not allowed with posse merge/)
  t.regex(await errorOf('merge', parts, '--msg-template', 'x'), /unrecognized arguments: --msg-template/)
  const { stdout } = await posse(['merge', '-h'], { cwd })
  const [, ofCheck = ''] = stdout.split('options for parts of posse check:')
  t.true(ofCheck.includes('--output-format') && ofCheck.includes('--show-hidden'))
  t.false(ofCheck.includes('--profile'))
})

test('a record of a check is checked before it is used', async t => {
  const flow = 'from flask import request\nx = request.args["a"]\neval(x)\n'
  const cwd = folder(t, { 'a.py': 'import pickle\ndef f(a): exec(a)\n', 'b.py': flow })
  const { createHash } = await import('node:crypto')
  const parts = await writeParts(t, cwd, 1)
  const file = join(parts, '1.record')
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -2)
  const changes: [RegExp, string][] = [
    [/"check":\{"fails":\w+\}/, '"check":{"fails":1}'],
    [/"failOn":\{"severity":\d/, '"failOn":{"severity":"x"'],
    [/"reason":"[^"]*"\}\]/, '"reason":1}]'],
    // The steps of a flow, which reports write as they are.
    [/"\[\{\\"kind\\".*?\}\]"/, '"[{}]"'],
    [/"\[\{\\"kind\\".*?\}\]"/, '"[]"'],
    [/"\[\{\\"kind\\".*?\}\]"/, '"x"'],
    [/\{\\"kind\\":\\"source\\"/, '{\\"kind\\":\\"<b>\\"'],
    [/\\"line\\":2/, '\\"line\\":-2'],
    [/\\"line\\":2/, '\\"line\\":2e99'],
    [/\\"line\\":2/, '\\"x\\":1,\\"line\\":2'],
    [/\\"line\\":2/, '\\n\\"line\\":2'],
    [/(\\"text\\":\\")request/, '$1é'],
  ]
  for (const [from, to] of changes) {
    const body = `${lines.join('\n')}\n`.replace(from, to)
    t.not(body, `${lines.join('\n')}\n`, String(from))
    writeFileSync(file, `${body}{"sha256":"${createHash('sha256').update(body).digest('hex')}"}\n`)
    const { status, stderr } = await posse(['merge', parts], { cwd })
    t.is(status, 2)
    t.regex(stderr, /is not a record of posse --shard/)
  }
})
