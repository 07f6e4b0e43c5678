import test from 'ava'
import { silent } from '../src/log.js'
import { Selection, scan } from '../src/native.js'
import { builtinRules } from '../src/rules/builtin.js'
import { banditsOf } from '../src/rules/rule-info.js'
import { assembleReport } from '../src/scan/assemble.js'

const OPTIONS = {
  severity: 0,
  confidence: 0,
  contextLines: 3,
  ignoreNosec: false,
  settings: [],
  notebooks: true,
}

/** A notebook of code cells, written as Jupyter does. */
function notebook(sources: string[], language = 'python'): string {
  const cells = sources.map(source => ({
    cell_type: 'code',
    metadata: {},
    outputs: [],
    source: source.split(/(?<=\n)/),
  }))
  const metadata = { language_info: { name: language } }
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 2 }, undefined, 1)
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
  const content = notebook(['import subprocess as sp', 'if x:\n    sp.call(x, shell=True)\n'])
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
    'a.ipynb': notebook(['exec(1)', 'exec(2)  # nosec: B102', 'exec(3)']),
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
    'a.ipynb': notebook(['%%bash\nls', 'def f(:', 'exec(1)']),
    'b.ipynb': notebook(['exec(1)'], 'julia'),
    'c.ipynb': notebook(['exec(1)']).slice(0, -10),
    'd.ipynb': notebook(['exec(1)']),
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
