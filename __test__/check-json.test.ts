import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type CheckOptions, check, type Finding, type Report, type Step } from '../src/api.js'
import { checkJson } from '../src/formats/ci/check-json.js'
import { jsonText } from '../src/formats/ci/json-text.js'
import { HIDDEN } from '../src/output/visible.js'
import { repositoryPaths } from '../src/plan/repository-paths.js'
import { groupOf } from '../src/rules/group.js'
import { folder } from './posse.js'

const PATHS = (name: string) => `top/${name}`

/** What the core writes. */
function written(report: Report): string {
  const options = { aggregate: 'file', verbose: false, quiet: false, time: new Date(0), cwd: '/' } as const
  const chunks = [...checkJson(report, { ...options, pathOf: PATHS })]
  return Buffer.concat(chunks.map(chunk => Buffer.from(chunk))).toString()
}

/** The same document, made of objects. */
function expected({ findings, hidden = [], suppressed = [], metrics, totals, skipped }: Report): string {
  const numbers = new Map<string, number>()
  const result = (finding: Finding) => {
    const { rule, cwe, start, end } = finding
    const [, line = ''] = new RegExp(`(?:^|\\n)${finding.line} ([^\\n]*)`).exec(finding.code) ?? []
    const key = `${PATHS(finding.file)}\0${rule.id}\0${line.trim().replace(/\s+/g, ' ')}`
    const number = (numbers.get(key) ?? 0) + 1
    numbers.set(key, number)
    const fingerprint = createHash('sha256').update(`${key}\0${number}`).digest('hex').slice(0, 32)
    return {
      ...(finding.cell > 0 && { cell: finding.cell, cell_id: finding.cellId }),
      code: finding.code,
      col_offset: finding.column,
      end_col_offset: finding.endColumn,
      end_line_number: Math.max(start.line, end.line),
      filename: finding.file,
      fingerprint,
      ...(finding.steps.length > 0 && { flow: finding.steps.map(flowStep) }),
      group: groupOf(rule.id) ?? null,
      ...(finding.hiddenInRecommended !== '' && { hidden_in_recommended: finding.hiddenInRecommended }),
      issue_confidence: finding.confidence,
      issue_cwe: cwe === 0 ? {} : { id: cwe, link: finding.cweLink },
      issue_severity: finding.severity,
      issue_text: finding.text,
      line_number: finding.line,
      line_range: finding.lines,
      more_info: rule.link,
      test_id: rule.id,
      test_name: rule.testName,
    }
  }
  const LEVELS = ['UNDEFINED', 'LOW', 'MEDIUM', 'HIGH']
  const counters = ({ loc, nosec, skippedTests, issues }: Omit<Report['metrics'][0], 'name'>) => ({
    ...Object.fromEntries(LEVELS.map((level, at) => [`CONFIDENCE.${level}`, issues?.confidence[at]])),
    ...Object.fromEntries(LEVELS.map((level, at) => [`SEVERITY.${level}`, issues?.severity[at]])),
    loc,
    nosec,
    skipped_tests: skippedTests,
  })
  const list = (items: object[]) =>
    items.length > 0 ? `[\n${items.map(item => jsonText(item)).join(',\n')}\n]` : '[]'
  const all = [...metrics, { name: '_totals', ...totals }].map(each => [each.name, counters(each)])
  return [
    `{"errors": ${jsonText(skipped.map(({ name, reason }) => ({ filename: name, reason })))}`,
    '"generated_at": "1970-01-01T00:00:00Z"',
    `"metrics": ${jsonText(Object.fromEntries(all))}`,
    `"results": ${list(findings.map(result))}`,
    `"hidden": ${list(hidden.map(({ finding, reason }) => ({ ...result(finding), reason })))}`,
    `"suppressed": ${list(suppressed.map(({ finding, comment }) => ({ ...result(finding), comment })))}}\n`,
  ].join(',\n')
}

/** A step as it is written. */
const flowStep = ({ kind, cell, start, end, text, code, codeColumn }: Step) => ({
  kind,
  ...(cell > 0 && { cell }),
  line: start.line,
  column: start.column,
  end_line: end.line,
  end_column: end.column,
  text,
  code,
  ...(codeColumn !== 1 && { code_column: codeColumn }),
})

/** Where two texts first differ. To show all of two very long lines takes minutes. */
function firstDifference(text: string, other: string): string | undefined {
  if (text === other) return undefined
  let at = 0
  while (text[at] === other[at]) at++
  const around = (each: string) => JSON.stringify(each.slice(Math.max(0, at - 40), at + 40))
  return `${around(text)} is not ${around(other)}`
}

async function equal(t: ExecutionContext, options: CheckOptions): Promise<Report> {
  const report = await check({ isolated: true, ...options })
  t.is(firstDifference(written(report), expected(report)), undefined)
  return report
}

const source = (name: string, text: string) => ({ name, content: Buffer.from(text) })

test('what the core writes is what the objects of the report are', async t => {
  const cell = (id: string | undefined, text: string) => ({
    cell_type: 'code',
    ...(id && { id }),
    source: text,
    metadata: {},
    outputs: [],
  })
  const notebook = {
    cells: [cell('a', 'def f(x): eval(x)  # \u00e9'), cell(undefined, 'assert x'), cell('b', 'def (')],
  }
  const report = await equal(t, {
    profile: 'recommended',
    settings: ['severity.B307 = "high"'],
    sources: [
      source('a.py', 'def f(x):\n  eval(x); eval( x )\n'),
      source(
        '##\u200b \u00e9\u{1f600}.py',
        'def f(x):\n  eval(x)  # nosec: B307 -- \u00e9\u200b ##[error]\n  eval(x)\n',
      ),
      source('tests/test_a.py', 'import pickle\nassert x\n"""a\nb"""; eval(\n  x)\n'),
      source('bad.py', 'def (:'),
      source('empty.py', ''),
      source('n.ipynb', JSON.stringify({ ...notebook, metadata: {}, nbformat: 4, nbformat_minor: 5 })),
    ],
  })
  const ids = (findings: Finding[]) => findings.map(({ id, line, file }) => `${file}:${line}:${id}`)
  t.true(ids(report.findings).includes('a.py:2:B307'))
  t.true(ids((report.hidden ?? []).map(({ finding }) => finding)).includes('tests/test_a.py:2:B101'))
  t.deepEqual(
    (report.suppressed ?? []).map(({ comment }) => comment),
    ['# nosec: B307 -- \u00e9\u200b ##[error]'],
  )
  t.true(report.findings.some(({ cell }) => cell === 1))
})

test('the steps of a flow are written as JSON, with all characters that are not hidden', async t => {
  const code = (text: string) => ({ cell_type: 'code', source: text, metadata: {}, outputs: [] })
  const cells = [code('from flask import request\nx = request.args["é"]'), code('\neval(x)')]
  const long = `x = "${'é'.repeat(300)}" + request.args["a"] + "${'b'.repeat(600)}"`
  const report = await equal(t, {
    profile: 'audit',
    sources: [
      source('a.py', `from flask import request\n${long}\neval(x)\n`),
      source(
        'b.py',
        'from flask import request\ny = request.args["\\"é😀\\u200b\u200b ##[error]"]\neval(y)\n',
      ),
      source('tests/test_c.py', 'from flask import request\neval(request.args["c"])\n'),
      source('n.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })),
    ],
  })
  const flows = report.findings.filter(({ id }) => id === 'P103')
  t.deepEqual(
    flows.map(
      ({ file, steps }) => `${file} ${steps.map(({ kind, cell, start }) => [kind, cell, start.line])}`,
    ),
    [
      'a.py source,0,2,assigned,0,2,sink,0,3',
      'b.py source,0,2,assigned,0,2,sink,0,3',
      'tests/test_c.py source,0,2,sink,0,2',
      'n.ipynb source,1,2,assigned,1,2,sink,2,2',
    ],
  )
  const [{ steps: [first] = [] }] = flows as [Finding]
  t.true(first && first.codeColumn > 1 && first.code.startsWith('…é') && first.code.endsWith('b…'))
  t.is(first?.code.slice(first.start.column - first.codeColumn).slice(0, 17), 'request.args["a"]')
  t.is(flows[2]?.hiddenInRecommended, 'in test code')
  t.is(flows[1]?.hiddenInRecommended, '')
  const text = written(report)
  t.notRegex(text, /##|\u200b/)
  t.true(text.includes('é😀'))
})

test('a report of nothing is whole', async t => {
  await equal(t, { sources: [] })
  await equal(t, { sources: [source('a.py', 'x = 1\n')] })
})

test('exactly the hidden characters are escaped', async t => {
  const codes = Array.from({ length: 0x10000 }, (_, code) => code)
  for (const [first, last] of HIDDEN) codes.push(first - 1, first, last, last + 1)
  const characters = codes
    .filter(code => code >= 0x20 && (code < 0xd800 || code > 0xdfff))
    .map(code => String.fromCodePoint(code))
  const report = await equal(t, {
    profile: 'audit',
    sources: [source('a.py', `eval(x)  # ${characters.join('')}\n`)],
  })
  t.true(report.findings[0]?.code.includes('\u{1bca3}'))
})

test('a report of very many findings is written whole', async t => {
  const sources = Array.from({ length: 40 }, (_, at) => source(`f${at}.py`, 'eval(x)\n'.repeat(200)))
  t.is((await equal(t, { sources, profile: 'audit' })).findings.length, 8000)
})

test('paths are those of linked files, from the top of their repository', t => {
  const path = folder(t, { 'a/b/x.py': '', 'a/y.py': '', 'other/.git/HEAD': '', 'other/z.py': '' })
  mkdirSync(join(path, 'own/.git'), { recursive: true })
  writeFileSync(join(path, 'own/.git/HEAD'), '')
  for (const [target, link] of [
    ['a/y.py', 'a/b/link.py'],
    ['a/b', 'folder'],
    ['gone.py', 'a/b/broken.py'],
    ['other/z.py', 'own/out.py'],
  ] as const)
    symlinkSync(join(path, target), join(path, link))
  const above = repositoryPaths(path, {})
  const names = ['a/b/x.py', 'a/b/link.py', 'folder/x.py', 'a/b/broken.py', 'a/none.py', 'other/z.py']
  const paths = ['a/b/x.py', 'a/y.py', 'a/b/x.py', 'a/b/broken.py', 'a/none.py', 'z.py']
  t.deepEqual(names.map(above), paths)
  // What is known of a folder does not depend on which of its files was first.
  t.deepEqual(names.toReversed().map(repositoryPaths(path, {})), paths.toReversed())
  t.deepEqual(['out.py', '../other/z.py', '../a/y.py'].map(repositoryPaths(join(path, 'own'), {})), [
    'out.py',
    'z.py',
    '../a/y.py',
  ])
})
