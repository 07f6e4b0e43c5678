import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { scan as scanOf } from '../src/api.js'
import { silent } from '../src/log.js'
import { Selection, scan } from '../src/native.js'
import { builtinRules } from '../src/rules/builtin.js'
import { banditsOf } from '../src/rules/rule-info.js'
import { assembleReport } from '../src/scan/assemble.js'
import { notebookOf } from './notebook-file.js'
import { folder, posse, posseBaseline } from './posse.js'
import { repository } from './repository.js'

const OPTIONS = {
  severity: 0,
  confidence: 0,
  contextLines: 3,
  ignoreNosec: false,
  settings: [],
  notebooks: true,
}

/** Scans notebooks by name, as `scan/` does. */
async function scanned(files: Record<string, string>) {
  const rules = builtinRules()
  const sources = Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) }))
  const selection = Selection.of(sources)
  const batches = await scan(selection, { ...OPTIONS, rules: banditsOf(rules).map(({ id }) => id) })
  const names = selection.names()
  const levels = { severity: 0, confidence: 0 }
  return assembleReport(rules, [], { names, excluded: () => [], batches }, levels, true, silent)
}

test('findings of a notebook have places in their cells and in the file', async t => {
  const content = notebookOf(['import subprocess as sp', 'if x:\n    sp.call(x, shell=True)\n'])
  const { findings, notebooks } = await scanned({ 'a.ipynb': content })
  t.deepEqual(
    findings.map(({ id, cell, line, column, start }) => ({ id, cell, line, column, start })),
    [
      { id: 'B404', cell: 1, line: 1, column: 0, start: { line: 1, column: 1 } },
      { id: 'B602', cell: 2, line: 2, column: 4, start: { line: 2, column: 5 } },
    ],
  )
  const lines = content.split('\n')
  t.deepEqual(
    findings.map(({ fileLine }) => lines[fileLine - 1]?.trim()),
    ['"import subprocess as sp"', '"    sp.call(x, shell=True)\\n"'],
  )
  t.is(findings[1]?.code, '1 if x:\n2     sp.call(x, shell=True)\n3 \n')
  t.is(notebooks, undefined)
})

test('a finding has the id of its cell', async t => {
  const cell = (source: string, id?: string) => ({
    cell_type: 'code',
    source,
    ...(id !== undefined && { id }),
  })
  const content = JSON.stringify({ cells: [cell('exec(1)', 'é"1'), cell('exec(2)')], nbformat: 4 })
  const { findings } = await scanned({ 'a.ipynb': content, 'b.py': 'exec(3)' })
  t.deepEqual(
    findings.map(({ cell, cellId }) => [cell, cellId]),
    [
      [1, 'é"1'],
      [2, ''],
      [0, ''],
    ],
  )
})

test('a nosec comment silences findings of its own cell only', async t => {
  const { findings, suppressed } = await scanned({
    'a.ipynb': notebookOf(['exec(1)', 'exec(2)  # nosec: B102', 'exec(3)']),
  })
  t.deepEqual(
    findings.map(({ cell, line }) => [cell, line]),
    [
      [1, 1],
      [3, 1],
    ],
  )
  t.deepEqual(
    suppressed?.map(({ finding, comment }) => [finding.cell, comment]),
    [[2, '# nosec: B102']],
  )
})

test('a report says what of notebooks was not scanned', async t => {
  const { findings, notebooks, skipped, metrics } = await scanned({
    'a.ipynb': notebookOf(['%%bash\nls', 'def f(:', 'exec(1)']),
    'b.ipynb': notebookOf(['exec(1)'], 'julia'),
    'c.ipynb': notebookOf(['exec(1)']).slice(0, -10),
    'd.ipynb': notebookOf(['exec(1)']),
  })
  t.deepEqual(
    findings.map(({ file, cell }) => [file, cell]),
    [
      ['a.ipynb', 3],
      ['d.ipynb', 1],
    ],
  )
  t.deepEqual(notebooks, [
    { name: 'a.ipynb', refusedCells: [2], foreignCells: 1 },
    { name: 'b.ipynb', language: 'julia', refusedCells: [], foreignCells: 0 },
  ])
  t.is(skipped.length, 1)
  t.is(skipped[0]?.name, 'c.ipynb')
  t.regex(skipped[0]?.reason ?? '', /^not a whole notebook: its JSON ends in the middle, in line \d+$/)
  t.deepEqual(
    metrics.map(({ name }) => name),
    ['a.ipynb', 'c.ipynb', 'd.ipynb'],
  )
})

/** Cells with findings, a broken one, a comment with an unknown id, and a check that fails. */
const CELLS = [
  'import tarfile\nexec(1)',
  'exec(1)\nx = 1',
  'def (',
  'assert x  # nosec: B999\ntarfile.open(x).extractall(members=self.safe(x))',
  'exec(2)  # nosec',
]

test("Bandit's mode scans notebooks only with --notebooks", async t => {
  const cwd = folder(t, {
    'p/a.ipynb': notebookOf(CELLS),
    'p/b.py': 'exec(1)\n',
    'p/c.txt': notebookOf(CELLS),
  })
  const placesOf = async (...words: string[]) => {
    const { stdout } = await posse(['-q', '-f', 'json', ...words], { cwd })
    const { results } = JSON.parse(stdout)
    return results.map((each: Record<string, unknown>) => [
      each.filename,
      each.cell,
      each.cell_id,
      each.line_number,
      each.test_id,
    ])
  }
  const own = (file: string) => [
    [file, 1, 'c1', 2, 'B102'],
    [file, 2, 'c2', 1, 'B102'],
  ]
  const other = ['p/b.py', undefined, undefined, 1, 'B102']
  t.deepEqual(await placesOf('-r', 'p'), [other])
  t.deepEqual(await placesOf('-r', 'p', '--notebooks'), [...own('p/a.ipynb'), other])
  t.deepEqual(await placesOf('p/a.ipynb', '--notebooks'), own('./p/a.ipynb'))
  t.deepEqual(await placesOf('p/a.ipynb'), [])
  const report = await scanOf({ targets: [cwd], recursive: true, notebooks: true })
  t.deepEqual(
    report.findings.map(({ cell, line }) => [cell, line]),
    [
      [1, 2],
      [2, 1],
      [0, 1],
    ],
  )
})

test('what a notebook lacks is said on standard error, and fails only with --fail-on-error', async t => {
  const cwd = folder(t, { 'a.ipynb': notebookOf(CELLS), 'b.ipynb': notebookOf(['x'], 'julia') })
  const words = ['--notebooks', '-q', '-s', 'B101,B102', '-r', '.']
  const { stdout, stderr, status } = await posse(words, { cwd })
  t.is(stdout, '')
  t.is(status, 0)
  t.deepEqual(stderr.split('\n'), [
    '[main]\tWARNING\t./a.ipynb:cell 4:1: Test in comment: B999 is not a test name or id, ignoring; the comment silences everything',
    "[main]\tWARNING\tBandit internal error running: tarfile_unsafe_members on file ./a.ipynb at line 2 of cell 4: 'Attribute' object has no attribute 'id'; B202 may miss a finding there",
    '[main]\tWARNING\t./a.ipynb: cell 3: not scanned: it is not valid Python',
    '[main]\tWARNING\t./b.ipynb: not scanned: a notebook in julia',
    '',
  ])
  t.is((await posse(['--fail-on-error', ...words], { cwd })).status, 1)
  const foreign = await posse(['b.ipynb', '--notebooks', '-q', '--fail-on-error'], { cwd })
  t.is(foreign.status, 0, 'another language is no fault')
})

test('a nosec comment silences a check that fails in its own cell', async t => {
  const call = 'tarfile.open(x).extractall(members=self.safe(x))'
  const cwd = folder(t, { 'a.ipynb': notebookOf(['import tarfile', `${call}  # nosec`, `x\n${call}`]) })
  const { failedChecks } = await scanOf({ targets: [cwd], recursive: true, notebooks: true })
  t.deepEqual(
    failedChecks.map(({ id, cell, line }) => [id, cell, line]),
    [['B202', 3, 2]],
  )
})

test('every format says in which cell a finding is', async t => {
  const content = notebookOf(['x = 1', 'x\nexec(1)'])
  const inFile = content.split('\n').findIndex(line => line.includes('exec(1)')) + 1
  const cwd = folder(t, { 'a.ipynb': content })
  const shown: Record<string, string> = {
    checkstyle: `<error line="${inFile}" column="1" severity="warning" message="cell 2: Use of exec detected."`,
    codequality: '"description":"B102: cell `2`: Use of exec detected."',
    csv: 'cell 2: Use of exec detected.,2,0,7,[2],',
    custom: 'a.ipynb:2: B102[bandit]: MEDIUM: cell 2: Use of exec detected.',
    github: `::warning file=a.ipynb,line=${inFile},endLine=${inFile},title=B102 exec_used::a.ipynb:${inFile}:1: cell 2: Use`,
    gitlab: '"description":"cell `2`: Use of exec detected."',
    html: '<i>./a.ipynb:</i>cell 2:2</a>',
    json: '    {\n      "cell": 2,\n      "cell_id": "c2",\n      "code": "1 x\\n2 exec(1)\\n",',
    jsonl: '"cell":2,"cell_id":"c2","line_number":2,',
    junit: 'cell 2: Use of exec detected.',
    markdown: '<code>a.ipynb:cell 2:2</code>',
    rdjson: '"message":"cell `2`: Use of exec detected."',
    sarif: `"region":{"startLine":${inFile},"endLine":${inFile}}},"logicalLocations":[{"name":"cell 2","fullyQualifiedName":"cell 2:2:1","properties":{"cell_id":"c2"}}]`,
    txt: '   Location: ./a.ipynb:cell 2:2:0\n1\tx\n2\texec(1)\n',
    xml: 'message="cell 2: Use of exec detected."',
    yaml: '- cell: 2\n  cell_id: c2\n  code: ',
  }
  const formats = Object.keys(shown)
  const also = formats.flatMap(format => ['--also', `${format}=out/${format}`])
  mkdirSync(join(cwd, 'out'))
  await posse(['a.ipynb', '--notebooks', '-q', ...also], { cwd, env: { GITHUB_STEP_SUMMARY: '' } })
  for (const format of formats) {
    const text = readFileSync(join(cwd, 'out', format), 'utf8')
    t.true(text.includes(shown[format] ?? '?'), `${format}: ${text}`)
  }
})

test('a report with cells is a baseline', async t => {
  const cwd = folder(t, { 'a.ipynb': notebookOf(CELLS) })
  await posse(['a.ipynb', '--notebooks', '-f', 'json', '-o', 'base.json'], { cwd })
  for (const match of ['bandit', 'exact']) {
    const words = ['a.ipynb', '--notebooks', '-q', '-b', 'base.json', '--baseline-match', match]
    t.is((await posse(words, { cwd })).status, 0, match)
  }
})

test('candidates of a baseline have their cells', async t => {
  const cwd = folder(t, { 'a.ipynb': notebookOf(['exec(1)']) })
  await posse(['a.ipynb', '--notebooks', '-f', 'json', '-o', 'base.json'], { cwd })
  writeFileSync(join(cwd, 'a.ipynb'), notebookOf(['eval(x)', 'x\neval(y)']))
  const words = ['a.ipynb', '--notebooks', '-q', '-b', 'base.json', '-f', 'json']
  const { results } = JSON.parse((await posse(words, { cwd })).stdout)
  t.deepEqual(
    results.map(({ candidates }: { candidates: Record<string, unknown>[] }) =>
      candidates.map(({ cell, cell_id, line_number }) => [cell, cell_id, line_number]),
    ),
    Array(2).fill([
      [1, 'c1', 1],
      [2, 'c2', 2],
    ]),
  )
})

test('posse-baseline and changes in git read notebooks on request', async t => {
  const { path: cwd, commit, write } = repository(t)
  commit({ 'a.ipynb': notebookOf(['exec(1)']) })
  write({ 'a.ipynb': notebookOf(['exec(1)', 'eval(x)']) })
  const { stdout } = await posse(['--new-since', 'HEAD', '--notebooks', '-q', '-f', 'json'], { cwd })
  t.like(JSON.parse(stdout).results, [{ test_id: 'B307', cell: 2, line_number: 1 }])
  commit()
  const both = await posseBaseline(['-r', '.', '--notebooks'], { cwd })
  t.true(both.stdout.includes('a.ipynb:cell 2:1:0'), both.stdout)
  t.is(both.status, 1)
})

test('posse explain knows the places in notebooks', async t => {
  const cwd = folder(t, { 'a.ipynb': notebookOf(['exec(1)', 'x\nexec(1)']) })
  const { stdout, status } = await posse(['explain', 'a.ipynb:cell 2:2'], { cwd })
  t.is(status, 0)
  t.true(stdout.includes('a.ipynb:cell 2:2:1'))
  t.true(stdout.includes('A comment on line 2 of cell 2:'))
  const { stderr } = await posse(['explain', 'a.ipynb:cell 1:2'], { cwd })
  t.true(stderr.includes("no finding: 'a.ipynb:cell 1:2'"), stderr)
})
