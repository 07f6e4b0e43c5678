import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { makeTree } from '../conformance/cli/tree.js'
import { FORMATS, type FormatName, WITHOUT_BASELINE } from '../src/formats/index.js'
import { partOf } from '../src/shard/part.js'
import { notebookOf } from './notebook-file.js'
import { type Files, folder, type JsonReport, posse } from './posse.js'
import { repository } from './repository.js'

const ALL = Object.keys(FORMATS) as FormatName[]
const WITH_BASELINE = ALL.filter(format => !WITHOUT_BASELINE.has(format))
const SNIPPETS = fileURLToPath(new URL('../conformance/snippets', import.meta.url))

/** The output and the files of a run, without log messages. */
interface Answer {
  status: number | null
  stdout: string
  reports: Record<string, string>
}

interface Case {
  cwd: string
  /** The arguments of the scan, and those of the reports. */
  scan: string[]
  report?: string[]
  formats?: FormatName[]
}

/** Runs with every format at once. */
async function answer(t: ExecutionContext, words: string[], { cwd, formats = ALL }: Case): Promise<Answer> {
  const out = folder(t)
  const also = formats.flatMap(format => ['--also', `${format}=${join(out, format)}`])
  const run = await posse([...words, ...also], { cwd, env: { GITHUB_STEP_SUMMARY: '' } })
  const reports = readdirSync(out).map(name => [name, readFileSync(join(out, name), 'utf8')])
  return { status: run.status, stdout: run.stdout, reports: Object.fromEntries(reports) }
}

/** Scans in parts. Returns the folder with the records. */
async function scanParts(t: ExecutionContext, { cwd, scan }: Case, total: number): Promise<string> {
  const parts = folder(t)
  for (let index = 1; index <= total; index++) {
    const words = ['--shard', `${index}/${total}`, '-o', join(parts, `${index}.record`), ...scan]
    const { status, stdout, stderr } = await posse(words, { cwd })
    t.is(status, 0, stderr)
    t.is(stdout, '')
  }
  return parts
}

const same = test.macro({
  title: (title = '') => `a merge equals a single run: ${title}`,
  async exec(
    t: ExecutionContext,
    make: (t: ExecutionContext) => Case | Promise<Case>,
    totals: number[] = [2],
  ) {
    const each = await make(t)
    const { report = [] } = each
    const whole = await answer(t, [...each.scan, ...report], each)
    t.not(whole.status, 2)
    t.deepEqual(Object.keys(whole.reports).sort(), (each.formats ?? ALL).toSorted())
    for (const total of totals) {
      const parts = await scanParts(t, each, total)
      const merged = await answer(t, ['merge', ...report, parts], each)
      for (const [format, text] of Object.entries(whole.reports))
        t.true(merged.reports[format] === text, `${format} of ${total} parts differs`)
      t.is(merged.stdout, whole.stdout)
      t.is(merged.status, whole.status)
    }
  },
})

/** Folders of that tree. Others have several `.bandit` files. */
const AWKWARD = ['-r', 'code', 'odd', 'bytes', 'links', 'newer']

function awkward(t: ExecutionContext): string {
  const cwd = folder(t)
  makeTree(cwd)
  return cwd
}

test('snippets', same, () => ({ cwd: SNIPPETS, scan: ['-r', '.'] }), [1, 2, 3, 7])
test('awkward names and sources', same, t => ({ cwd: awkward(t), scan: AWKWARD }), [1, 2, 3, 7])
test('a file that cannot be read, whose name is not UTF-8', same, t => {
  const cwd = folder(t)
  symlinkSync(Buffer.from('caf\u00e9.py', 'latin1'), Buffer.from(`${cwd}/caf\u00e9.py`, 'latin1'))
  return { cwd, scan: ['-r', '.'] }
})
test('notebooks', same, t => ({
  cwd: folder(t, {
    ...FILES,
    'a.ipynb': notebookOf([
      'exec(1)',
      'def (',
      'tarfile.open(x).extractall(members=self.safe(x))',
      '%%bash\nls',
    ]),
    'b.ipynb': notebookOf([
      'import tarfile',
      'exec(1)  # nosec',
      'tarfile.open(x).extractall(members=self.safe(x))',
    ]),
    'c.ipynb': notebookOf(['x'], 'julia'),
    'd.ipynb': '{',
  }),
  scan: ['-r', '.', '--notebooks'],
  report: ['--fail-on-error', '--exit-zero', '--sarif-include-suppressed'],
}))
test('more parts than files', same, t => ({ cwd: folder(t, FILES), scan: ['-r', '.'] }), [9])
test('nothing to scan', same, t => ({ cwd: folder(t), scan: ['-r', '.'] }))
test('all files and scores', same, t => ({ cwd: awkward(t), scan: ['-r', 'code', 'odd'], report: ['-v'] }))
test('by rule', same, () => ({ cwd: SNIPPETS, scan: ['-r', 'rules'], report: ['-a', 'vuln'] }))
test('no output', same, t => ({
  cwd: folder(t, { 'x.py': 'x = 1\n' }),
  scan: ['.', '-r'],
  report: ['-q'],
}))
test('thresholds', same, t => ({ cwd: awkward(t), scan: AWKWARD, report: ['-ll', '-iii'] }))
test('levels by name', same, () => ({
  cwd: SNIPPETS,
  scan: ['-r', '.'],
  report: ['--severity-level', 'high', '--confidence-level', 'medium'],
}))
test('silenced findings', same, () => ({
  cwd: SNIPPETS,
  scan: ['-r', '.'],
  report: ['--sarif-include-suppressed', '-l'],
}))
test('comments ignored, different context', same, () => ({
  cwd: SNIPPETS,
  scan: ['-r', '.', '--ignore-nosec', '-n', '7'],
}))
test('rules and excludes', same, t => ({
  cwd: awkward(t),
  scan: [...AWKWARD, '-s', 'B101,B404', '-x', './odd,code/.git'],
  report: ['-v'],
}))
test('files named several times', same, t => ({
  cwd: folder(t, FILES),
  scan: ['-r', 'a.py', './a.py', 'a.py', 'pkg/b.py', 'pkg', 'pkg/../pkg', 'nowhere.py'],
}))
test('no fingerprint is lost', same, t => ({
  cwd: folder(t, FILES),
  scan: ['-r', '.'],
  report: ['-f', 'sarif'],
}))
test('limited SARIF results', same, () => ({
  cwd: SNIPPETS,
  scan: ['-r', '.'],
  report: ['--sarif-max-results', '5', '--sarif-category', 'x'],
}))
test('a custom template', same, t => ({
  cwd: awkward(t),
  scan: AWKWARD,
  report: [
    '-f',
    'custom',
    '--msg-template',
    '{relpath}|{abspath}|{line}:{col}-{end_col} {range} {msg!r} {cwe}',
  ],
}))
test('targets as they are', same, t => ({
  cwd: folder(t, FILES),
  scan: ['--no-discovery', 'pkg/b.py', 'a.py', 'broken.py', 'nowhere.py'],
}))
for (const match of ['bandit', 'exact']) {
  test(`a baseline with --baseline-match ${match}`, same, async t => {
    const cwd = folder(t, FILES)
    const { stdout } = await posse(['-r', '.', '-f', 'json', '-q', '-t', 'B101'], { cwd })
    const json: JsonReport = JSON.parse(stdout)
    writeFileSync(join(cwd, 'known.json'), JSON.stringify({ ...json, results: json.results.slice(0, 1) }))
    return {
      cwd,
      scan: ['-r', '.'],
      report: ['-b', 'known.json', '--baseline-match', match, '-f', 'json'],
      formats: WITH_BASELINE,
    }
  })
}
for (const [flags, status] of [
  [['--fail-on', 'high'], 0],
  [['--fail-on', 'low:high'], 1],
  [['--exit-zero'], 0],
  [['--exit-zero', '--fail-on-error'], 1],
] as const) {
  test(`exit code ${status} with ${flags.join(' ')}`, async t => {
    const cwd = folder(t, FILES)
    const parts = await scanParts(t, { cwd, scan: ['-r', '.'] }, 3)
    const merged = await posse(['merge', parts, ...flags], { cwd })
    const whole = await posse(['-r', '.', ...flags], { cwd })
    t.is(merged.status, status)
    t.is(whole.status, status)
  })
}
test('a .bandit file', same, t => ({
  cwd: folder(t, {
    ...FILES,
    '.bandit':
      '[bandit]\nskips: B404\nlevel: 2\nformat: json\nnumber: 1\naggregate: vuln\nexclude: ./pkg/c.py\n',
  }),
  scan: ['-r', '.'],
}))
test('settings with tables of names', same, t => ({
  cwd: folder(t, { ...FILES, 'old.yaml': OLD }),
  scan: ['-r', '.', '-c', 'old.yaml', '-p', 'Mine'],
}))
test('truncated excerpts', same, t => ({
  cwd: folder(t, {
    'a.py': 'eval(x)\n',
    'long.py': `[\n${'x, \n'.repeat(9000)}${'assert_(eval(x)),\n'.repeat(400)}]\n`,
  }),
  scan: ['-r', '.', '-n', '99999'],
  formats: ['json', 'sarif', 'txt'],
}))
test('changed files', same, t => {
  const { path, commit } = repository(t)
  commit(FILES)
  writeFileSync(join(path, 'pkg/b.py'), 'exec(b)\nassert b\n')
  writeFileSync(join(path, 'new.py'), 'exec(n)\n')
  return { cwd: path, scan: ['-r', '.', '--since', 'HEAD'] }
})
test('paths below the top of a repository', same, t => {
  const { path, commit } = repository(t)
  commit(FILES)
  return { cwd: join(path, 'pkg'), scan: ['-r', '.', '../a.py'], report: ['-f', 'sarif'] }
})

const FILES: Files = {
  'a.py': 'import pickle\nassert a\nassert a\nexec(a)  # nosec B102\npickle.loads(a)\n',
  'pkg/b.py': 'import subprocess\nassert (\n  b\n)\nexec(b)  # nosec\n',
  'pkg/c.py': 'try:\n    c()\nexcept Exception:\n    pass\n',
  'broken.py': 'def (:\n',
  'clean.py': 'x = 1\n',
  '.git/d.py': 'assert 1\n',
}

const OLD = `profiles:
  Mine:
    include: [blacklist_calls, blacklist_imports, assert_used]
blacklist_calls:
  bad_name_sets:
    - loads: {qualnames: [pickle.loads], id: B900, message: "Never call {func}.", level: HIGH}
blacklist_imports:
  bad_import_sets:
    - pickle: {imports: [pickle], id: B404, message: "Never import {module}.", cwe: 7}
`

test("a file's part depends on its path from the top of the repository, wherever the scan runs", async t => {
  const { path, commit } = repository(t)
  commit(FILES)
  const own = async (cwd: string, target: string) => {
    const { stdout } = await posse(['--shard', '1/2', '-o', '-', '-r', target], { cwd })
    const [, ...files] = stdout.trimEnd().split('\n')
    return files.slice(0, -1).map(line => basename(JSON.parse(line).name))
  }
  const expected = ['pkg/b.py', 'pkg/c.py'].filter(name => partOf(name, 2) === 1).map(name => basename(name))
  t.deepEqual(await own(path, 'pkg'), expected)
  t.deepEqual(await own(join(path, 'pkg'), '.'), expected)
})

test('the part of a path comes from its SHA-256: it is documented and must not change', t => {
  t.deepEqual(
    ['a.py', 'pkg/b.py', 'pkg/c.py', 'src/\u00e9.py'].map(path =>
      [2, 3, 8].map(total => partOf(path, total)),
    ),
    [
      [1, 1, 5],
      [1, 3, 5],
      [1, 2, 5],
      [2, 1, 2],
    ],
  )
})

test('a record is lines of JSON without absolute paths or times, the same each time', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\nexec(b)  # nosec\n', 'b.py': '(', 'c.py': '', 'c.egg': '' })
  const record = () => posse(['--shard', '1/1', '-o', '-', '-t', 'B102', '-r', '.'], { cwd, env })
  const env = { GITHUB_WORKSPACE: '' }
  const { stdout, stderr } = await record()
  t.is(stderr, '')
  t.is((await record()).stdout, stdout)
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const sha256 = '[0-9a-f]{64}'
  const [header = '', a = '', b, c, seal = '', end] = stdout.split('\n')
  t.regex(
    header,
    new RegExp(
      `^{"posse-shard":6,"version":"${version}","part":{"index":1,"total":1},"settings":"${sha256}","list":"${sha256}","ini":{},` +
        '"columns":\\["rule",[\\w",]+\\],"rules":\\["B102"\\],"checks":1,"excluded":\\["./c.egg"\\],"unscanned":\\[\\],"unsetOptions":\\[\\]}$',
    ),
  )
  const { columns }: { columns: string[] } = JSON.parse(header)
  const {
    findings: [[reported, ...rest]],
    suppressed: [{ finding, comment }],
    ...file
  } = JSON.parse(a)
  t.deepEqual(file, {
    name: './a.py',
    loc: 2,
    nosec: 1,
    skippedTests: 0,
    issues: { severity: [0, 0, 1, 0], confidence: [0, 0, 0, 1] },
    path: 'a.py',
  })
  const named = (numbers: number[]) => Object.fromEntries(columns.map((name, at) => [name, numbers[at]]))
  const place = {
    rule: 0,
    severity: 2,
    confidence: 3,
    column: 0,
    endColumn: 7,
    spanColumn: 1,
    spanEndColumn: 8,
  }
  t.like(named(reported), { ...place, line: 1, firstLine: 1, lastLine: 1, spanLine: 1, spanEndLine: 1 })
  t.like(named(finding[0]), { ...place, line: 2, firstLine: 2, lastLine: 2, spanLine: 2, spanEndLine: 2 })
  const code = '1 exec(a)\n2 exec(b)  # nosec\n'
  t.deepEqual(rest, ['67f21399e8ef9a89:1', ['Use of exec detected.', '', '', '', ''], code, ''])
  t.deepEqual(finding.slice(1), ['d84949141b5cb4ec:1', ['Use of exec detected.', '', '', '', ''], code, ''])
  t.is(comment, '# nosec')
  t.is(
    b,
    '{"name":"./b.py","loc":1,"nosec":0,"skippedTests":0,"skipped":"syntax error while parsing AST from file","path":"b.py"}',
  )
  t.is(
    c,
    '{"name":"./c.py","loc":0,"nosec":0,"skippedTests":0,"issues":{"severity":[0,0,0,0],"confidence":[0,0,0,0]}}',
  )
  t.is(
    JSON.parse(seal).sha256,
    createHash('sha256')
      .update(stdout.slice(0, -seal.length - 1))
      .digest('hex'),
  )
  t.is(end, '')
})

const refused = test.macro({
  title: (title = '') => `a one-line error for ${title}`,
  async exec(t: ExecutionContext, words: string[], message: string) {
    const cwd = folder(t, { ...FILES, 'old.yaml': OLD })
    const { status, stdout, stderr } = await posse(words, { cwd })
    t.is(stderr.split('\n').at(-2), message)
    t.is(stdout, '')
    t.is(status, 2)
    t.false(readdirSync(cwd).includes('x'))
  },
})

const PART = ['--shard', '1/2', '-r', '.']
const usage = (message: string) => `posse: error: argument ${message}`
for (const value of ['', '3', '0/2', '3/2', '1/0', '-1/2', 'a/b', '1/2/3', '1.0/2', '1/100000']) {
  const message = `invalid value: '${value}' (expected INDEX/TOTAL, from 1/TOTAL to TOTAL/TOTAL)`
  test(
    `the part '${value}'`,
    refused,
    [`--shard=${value}`, '-r', '.', '-o', 'x'],
    usage(`--shard: ${message}`),
  )
}
test('no file', refused, PART, usage('--shard: requires -o FILE to write the record to'))
test(
  'standard input',
  refused,
  ['--shard', '1/2', '-o', 'x', 'a.py', '-'],
  usage('--shard: standard input cannot be split into parts'),
)
const ELSEWHERE = 'not allowed with --shard; pass it to posse merge, which writes the reports'
test('a format', refused, [...PART, '-o', 'x', '-f', 'json'], usage(`-f/--format: ${ELSEWHERE}`))
test('a threshold', refused, [...PART, '-o', 'x', '-ll'], usage(`-l/--level: ${ELSEWHERE}`))
test('a baseline', refused, [...PART, '-o', 'x', '-b', 'y'], usage(`-b/--baseline: ${ELSEWHERE}`))
test(
  'new findings',
  refused,
  [...PART, '-o', 'x', '--new-since', 'HEAD'],
  usage('--new-since: not allowed with --shard; scan the changed files in one run'),
)
test(
  'a path that cannot be written',
  refused,
  [...PART, '-o', 'no/where'],
  usage("-o/--output: can't open 'no/where': no such file or directory"),
)
test(
  'a profile that does not exist',
  refused,
  [...PART, '-o', 'x', '-p', 'Y', '-c', 'old.yaml'],
  '[main]\tERROR\tUnable to find profile (Y) in config file: old.yaml',
)
test('no targets', async t => {
  const { status, stdout } = await posse(['--shard', '1/2', '-o', 'x'], { cwd: folder(t) })
  t.is(status, 2)
  t.true(stdout.startsWith('usage: posse '))
})

test('a hundred thousand findings', async t => {
  const files: Files = {}
  for (let at = 0; at < 50; at++) files[`${at}.py`] = 'assert a  # caf\u00e9\n'.repeat(2000)
  const each: Case = { cwd: folder(t, files), scan: ['-r', '.'], formats: ['json'] }
  const whole = await answer(t, each.scan, each)
  const parts = await scanParts(t, each, 2)
  const merged = await answer(t, ['merge', parts], each)
  t.true(merged.reports.json === whole.reports.json)
  t.is(merged.stdout, whole.stdout)
})
