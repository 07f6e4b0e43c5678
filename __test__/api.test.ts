import { spawnSync } from 'node:child_process'
import { linkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import test from 'ava'
import {
  type Finding,
  type FormatName,
  format,
  type Options,
  type Report,
  type ReportOptions,
  scan,
  UserError,
} from '../src/api.js'
import { json } from '../src/formats/bandit/json.js'
import { FORMATS, resultTemplate } from '../src/formats/index.js'
import { hostOf } from '../src/plan/host.js'
import { planScan } from '../src/plan/plan.js'
import { execute } from '../src/scan/execute.js'
import { read } from './markdown.js'
import { CLI, folder } from './posse.js'

/** A scan whose JSON results are written by the scanning threads, or not. */
async function run(options: Options, jsonRows: boolean): Promise<Report> {
  return execute(
    await planScan(options, hostOf(process), {
      wanted: jsonRows ? { results: resultTemplate } : {},
    }),
  )
}

const content = (text: string) => Buffer.from(text)
/** The JSON report, with a fixed time. */
function bytesOf(report: Report): Buffer {
  const chunks = json(report, {
    aggregate: 'file',
    verbose: false,
    quiet: false,
    time: new Date(0),
    cwd: '/',
  })
  return Buffer.concat([...chunks].map(chunk => Buffer.from(chunk)))
}
const summary = ({ findings }: Report) => findings.map(each => `${each.id} ${each.file}:${each.line}`)

test('a finding knows the kind of its node', async t => {
  const code = `import pickle
exec(a)
b = "0.0.0.0"
def c(password="d"): pass
assert c
try: c()
except: pass
e = "\u202e"
`
  const { findings } = await scan({ sources: [{ name: 'a.py', content: content(code) }] })
  t.deepEqual(
    findings.map(({ id, kind }) => [id, kind]),
    [
      ['B403', 'Import'],
      ['B102', 'Call'],
      ['B104', 'Str'],
      ['B107', 'FunctionDef'],
      ['B101', 'Assert'],
      ['B110', 'ExceptHandler'],
      ['B613', 'File'],
    ],
  )
  for (const { kind, rule } of findings) t.true(rule.kinds.includes(kind))
})

test('content is scanned under the name it is given', async t => {
  const report = await scan({
    sources: [
      { name: 'b.py', content: content('import os\nexec("1")\n') },
      { name: 'a.py', content: content('import pickle\n') },
      { name: 'c.py', content: content('(') },
    ],
  })
  t.deepEqual(summary(report), ['B102 b.py:2', 'B403 a.py:1'])
  t.deepEqual(report.skipped, [{ name: 'c.py', reason: 'syntax error while parsing AST from file' }])
  t.is(report.totals.loc, 4)
})

test("a finding has Bandit's fields, and the span of its own node", async t => {
  const source = { name: 'a.py', content: content('import os\n"é😀"; exec(\n  "1")\n') }
  const [finding] = (await scan({ sources: [source], contextLines: 1 })).findings
  t.like(finding, {
    id: 'B102',
    testName: 'exec_used',
    severity: 'MEDIUM',
    confidence: 'HIGH',
    text: 'Use of exec detected.',
    file: 'a.py',
    line: 2,
    column: 10,
    endColumn: 6,
    lineRange: { first: 2, last: 3 },
    start: { line: 2, column: 8 },
    end: { line: 3, column: 7 },
    code: '2 "é😀"; exec(\n3   "1")\n',
  })
  t.is(finding?.rule.link, 'https://bandit.readthedocs.io/en/1.9.4/plugins/b102_exec_used.html')
})

test('metrics are sorted by name and include totals, whatever the order of the files', async t => {
  const long = `z${'0'.repeat(3_000_000)}.py`
  const names = [long, 'b.py', '\u{10000}.py', '\ufffd.py', 'A.py', '(.py', 'é "x".py']
  const sources = names.map(name => ({ name, content: content(name === '(.py' ? '(' : 'exec(1)\n') }))
  const expected = ['(.py', 'A.py', '_totals', 'b.py', long, 'é "x".py', '\ufffd.py', '\u{10000}.py']
  for (const given of [sources, sources.toReversed()]) {
    const report = await scan({ sources: given })
    const { metrics } = JSON.parse(bytesOf(report).toString())
    t.deepEqual(Object.keys(metrics), expected)
    t.deepEqual(metrics['(.py'], { loc: 1, nosec: 0, skipped_tests: 0 })
    t.deepEqual([metrics[long].loc, metrics[long]['SEVERITY.MEDIUM']], [1, 1])
    t.deepEqual([metrics._totals.loc, metrics._totals['CONFIDENCE.HIGH']], [7, 6])
    t.deepEqual(
      report.metrics.map(({ name }) => name),
      given.map(({ name }) => name),
    )
    t.deepEqual(report.metrics.find(({ name }) => name === '(.py')?.issues, undefined)
  }
})

test('findings below the thresholds are counted, even next to a comment that only seems to silence them', async t => {
  const source = { name: 'a.py', content: content('assert x\nexec(1)  # not a nosec\nexec(2)  # nosec\n') }
  for (const jsonRows of [false, true]) {
    const report = await run({ sources: [source], severity: 'MEDIUM' }, jsonRows)
    t.deepEqual(summary(report), ['B102 a.py:2'])
    t.like(report.totals, { nosec: 1, issues: { severity: [0, 1, 1, 0], confidence: [0, 0, 0, 2] } })
    t.is(JSON.parse(bytesOf(report).toString()).results.length, 1)
  }
  const unread = { name: 'b.py', content: content('assert x\n# see nosec\n') }
  const report = await run({ sources: [unread], severity: 'MEDIUM' }, true)
  t.deepEqual(summary(report), [])
  t.is(report.totals.issues.severity[1], 1)
})

test('invalid options are an error', async t => {
  const sources = [{ name: 'a.py', content: content('') }]
  await t.throwsAsync(scan({}), { instanceOf: UserError })
  await t.throwsAsync(scan({ sources, configFile: '/none.toml' }), { instanceOf: UserError })
})

test('log messages go to the given log, or nowhere', async t => {
  const warnings: string[] = []
  const ignore = () => undefined
  const log = { debug: ignore, info: ignore, error: ignore, warning: (text: string) => warnings.push(text) }
  const configFile = join(folder(t, { 'bandit.yaml': 'skips: [B999]\n' }), 'bandit.yaml')
  await scan({ sources: [{ name: 'a.py', content: content('') }], configFile, log })
  t.deepEqual(warnings, ['Unknown test found in profile: B999'])
})

/** A folder of links to one large file: quick to create, slow to scan. */
function largeFolder(t: Parameters<typeof folder>[0], files: number): string {
  const path = folder(t, { 'file0.py': `x = [\n${'  (1, "two", three(4)),\n'.repeat(50_000)}]\nexec(x)\n` })
  for (let n = 1; n < files; n++) linkSync(join(path, 'file0.py'), join(path, `file${n}.py`))
  return path
}

test('an abort rejects with its reason, and the signal can be used again', async t => {
  const path = largeFolder(t, 200)
  const controller = new AbortController()
  const { signal } = controller
  const first = scan({ sources: [{ name: 'a.py', content: content('exec("1")') }], signal })
  t.is((await first).findings.length, 1)
  let last = 0
  const onProgress = (done: number) => {
    last = done
    controller.abort(new Error('enough'))
  }
  await t.throwsAsync(scan({ targets: [path], recursive: true, onProgress, signal }), { message: 'enough' })
  t.true(last < 200)
  await t.throwsAsync(scan({ targets: [path], recursive: true, signal }), { message: 'enough' })
})

test('progress reports the number of files', async t => {
  const told: [number, number][] = []
  const onProgress = (done: number, total: number) => told.push([done, total])
  await scan({ targets: [largeFolder(t, 60)], recursive: true, onProgress, threads: 1 })
  t.true(told.length > 0)
  t.true(told.every(([done, total]) => done >= 1 && done <= 60 && total === 60))
})

test('the addon outlives the worker thread that loaded it first', async t => {
  const index = new URL('../index.js', import.meta.url).href
  const script = `
    const { Worker, isMainThread } = require('node:worker_threads')
    async function scanHere() {
      const { Selection, scan } = await import(${JSON.stringify(index)})
      const sources = Array.from({ length: 50 }, () => ({ name: 'a.py', content: Buffer.from('exec(1)') }))
      const options = { rules: ['B102'], severity: 0, confidence: 0, contextLines: 3, ignoreNosec: false }
      await scan(Selection.of(sources), { ...options, settings: [] })
    }
    async function start() {
      for (let n = 0; n < 3; n++) {
        await new Promise(resolve => new Worker(__filename).on('exit', resolve))
      }
    }
    isMainThread ? start() : scanHere()
  `
  const path = folder(t, { 'workers.cjs': script })
  const run = spawnSync(process.execPath, [join(path, 'workers.cjs')])
  t.deepEqual([run.status, run.signal, run.stderr.toString()], [0, null, ''])
})

test('a report is the same bytes whatever the number of threads, and whichever side writes its results', async t => {
  const files: Record<string, string> = {}
  for (let n = 0; n < 300; n++) {
    const lines = Array.from({ length: 1 + ((n * 7) % 40) }, (_, line) => `exec("${n}.${line}")  # ${line}\n`)
    files[`d${n % 7}/f${n}.py`] = `${lines.join('')}x = "${n}"${n % 9 ? '' : '('}\n`
  }
  const path = folder(t, files)
  writeFileSync(join(path, 'nosec.py'), 'exec("1")  # nosec\nexec("2")  # nosec B102\n')
  const bytes = async (options: Options, jsonRows = false) => {
    return bytesOf(await run({ targets: [path], recursive: true, ...options }, jsonRows))
  }
  const expected = await bytes({ threads: 1 })
  t.true(expected.length > 1_000_000)
  for (const threads of [2, 3, 16, 0]) {
    t.true(expected.equals(await bytes({ threads })), `${threads}`)
    t.true(expected.equals(await bytes({ threads }, true)), `${threads}, made in the scan`)
  }
})

test('options that would silently scan nothing are an error that names them', async t => {
  const sources = [{ name: 'a.py', content: content('') }]
  for (const [options, message] of [
    [undefined, 'options: expected an object'],
    ['src', 'options: expected an object'],
    [{ targets: ['src'], recusive: true }, "recusive: unknown option (did you mean 'recursive'?)"],
    [{ targets: ['src'], constructor: true }, 'constructor: unknown option'],
    [{ targets: ['src', 3] }, 'targets[1]: expected a string'],
    [{ targets: ['src'], recursive: 'yes' }, 'recursive: expected true or false'],
    [{ sources: [{ content: 'text' }] }, 'sources[0].content: expected bytes, as a Uint8Array'],
    [{ sources: [...sources, { path: 'a.py' }] }, 'sources[1].name: expected a string'],
    [{ sources: ['a.py'] }, 'sources[0]: expected an object'],
    [{ sources: [{ name: 'a.py', text: '' }] }, 'sources[0].text: unknown option'],
    [{ sources, tests: ['B101', 'B999'] }, "tests[1]: there is no rule 'B999'"],
    [{ sources, skips: ['exec_used'] }, "skips[0]: there is no rule 'exec_used' (did you mean 'B102'?)"],
    [{ sources, contextLines: '3' }, 'contextLines: expected a whole number'],
    [{ sources, threads: -1 }, 'threads: expected a whole number, 0 or more'],
    [{ sources, threads: 1.5 }, 'threads: expected a whole number, 0 or more'],
    [{ sources, known: [{ id: 'B101' }] }, 'known[0]: expected a finding of a report'],
    [{ sources, baselineMatch: 'fuzzy' }, 'baselineMatch: expected one of bandit, exact'],
    [{ targets: ['src'], changes: { staged: 'yes' } }, 'changes.staged: expected true or false'],
    [{ targets: ['src'], changes: 'main' }, 'changes: expected an object'],
    [{ sources, onProgress: true }, 'onProgress: expected a function'],
    [{ sources, signal: {} }, 'signal: expected an AbortSignal'],
    [{ sources, log: {} }, 'log: expected an object with the functions debug, info, warning and error'],
    [{ targets: 'src' }, 'targets: expected a list'],
    [{ targets: ['src'], tests: 'B101' }, 'tests: expected a list'],
    [{ sources: 'a.py' }, 'sources: expected a list'],
    [{ targets: ['src'], severity: 'high' }, 'severity: expected one of UNDEFINED, LOW, MEDIUM, HIGH'],
    [{ targets: ['src'], confidence: 3 }, 'confidence: expected one of UNDEFINED, LOW, MEDIUM, HIGH'],
  ] as const) {
    await t.throwsAsync(scan(options as unknown as Options), { instanceOf: UserError, message })
  }
})

test('a UserError has its name, whatever the bundler calls its class', async t => {
  const error = await t.throwsAsync(scan({}), { instanceOf: UserError })
  t.is(error?.name, 'UserError')
  t.regex(String(error), /^UserError: nothing to scan/)
})

/** The fields of a finding in the table of the documentation, in order. */
const documentedFields = () =>
  [...read('docs/api.md').matchAll(/^\| `finding\.(\w+)`/gm)].map(([, name]) => String(name))

test('a finding can be looked at: as JSON, as a copy and in the console', async t => {
  const { findings } = await scan({ sources: [{ name: 'a.py', content: content('exec(1)\n'.repeat(1000)) }] })
  const finding = findings[0] as Finding
  const plain = JSON.parse(JSON.stringify(finding))
  t.deepEqual(plain, {
    file: 'a.py',
    line: 1,
    column: 0,
    endColumn: 7,
    id: 'B102',
    testName: 'exec_used',
    cwe: 78,
    severity: 'MEDIUM',
    confidence: 'HIGH',
    text: 'Use of exec detected.',
    kind: 'Call',
    lineRange: { first: 1, last: 1 },
    start: { line: 1, column: 1 },
    end: { line: 1, column: 8 },
    code: '1 exec(1)\n2 exec(1)\n3 exec(1)\n',
  })
  t.deepEqual(finding.toJSON(), plain)
  t.is(inspect(finding), `Finding ${inspect(plain)}`)
  // Each costs the same, whatever else was found.
  t.true(JSON.stringify(findings).length < 1000 * 500)
})

test('the documentation lists every field of a finding', async t => {
  const { findings } = await scan({ sources: [{ name: 'a.py', content: content('exec(1)\n') }] })
  const finding = findings[0] as Finding
  const fields = documentedFields()
  t.deepEqual(
    Object.keys(finding.toJSON()).filter(key => !fields.includes(key)),
    [],
  )
  for (const field of fields) t.not(Reflect.get(finding, field), undefined, field)
})

test('every format is written as on the command line', async t => {
  const path = folder(t, { 'a.py': 'import pickle\nexec(1)\n' })
  const report = await scan({ targets: [path], recursive: true, lineHashes: true })
  const env = { ...process.env, SOURCE_DATE_EPOCH: '0', GITHUB_STEP_SUMMARY: '' }
  for (const name of Object.keys(FORMATS) as FormatName[]) {
    const { stdout } = spawnSync(process.execPath, [CLI, '-r', path, '-f', name], { env })
    // The program's page has a minified script, and its hash.
    const withoutScript = (text: string) => text.replace(/<script>.*<\/script>|'sha256-[^']*'/gs, '')
    const text = await format(report, name, { time: new Date(0) })
    t.is(withoutScript(text), withoutScript(stdout.toString()), name)
  }
  const bySeverity = await format(report, 'custom', { template: '{severity} {line}' })
  t.is(bySeverity, 'LOW 1\nMEDIUM 2\n')
  const sarif = JSON.parse(await format(report, 'sarif', { sarif: { maxResults: 1, category: 'nightly' } }))
  t.is(sarif.runs[0].results.length, 1)
})

test('options of a format that are wrong are an error that names them', async t => {
  const report = await scan({ sources: [{ name: 'a.py', content: content('') }] })
  for (const [name, options, message] of [
    ['pdf', {}, /^format: expected one of checkstyle, .*, yaml$/],
    ['toString', {}, /^format: expected one of /],
    ['json', { time: '2026-01-01' }, /^time: expected a date$/],
    ['json', { aggregate: 'line' }, /^aggregate: expected one of file, vuln$/],
    ['sarif', { category: 'x' }, /^category: unknown option$/],
    [
      'sarif',
      { sarif: { root: '/src' } },
      /^sarif\.root: expected an absolute URI, such as file:\/\/\/src\/repo\/$/,
    ],
    ['sarif', { sarif: { maxResults: '5' } }, /^sarif\.maxResults: expected a whole number, 0 or more$/],
    ['custom', { template: 'no tag' }, /^No tags were found in the template/],
  ] as const) {
    const formatting = format(report, name as FormatName, options as ReportOptions)
    await t.throwsAsync(formatting, { instanceOf: UserError, message })
  }
})

test('a target of which nothing was scanned is listed as skipped once', async t => {
  const src = folder(t, { 'a.py': '' })
  const { skipped } = await scan({ targets: [src, 'no-such-file', '/no-such-file'] })
  t.deepEqual(skipped.map(({ name }) => name).sort(), ['./no-such-file', src, '/no-such-file'].sort())
})
