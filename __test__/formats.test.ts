import test from 'ava'
import { scan } from '../src/api.js'
import type { FormatOptions } from '../src/formats/format.js'
import { FORMATS } from '../src/formats/index.js'
import type { Report } from '../src/report/report.js'

const OPTIONS: FormatOptions = {
  cwd: '/',
  aggregate: 'file',
  verbose: false,
  quiet: false,
  time: new Date('2026-01-01T00:00:00Z'),
}

const SOURCES = [
  { name: 'b.py', content: Buffer.from('import hashlib\nexec(\n  "é")\nhashlib.md5(b"")\n') },
  { name: 'a.py', content: Buffer.from('assert 1\nexec("1")  # nosec\nexec("2")  # nosec B102\n(') },
  { name: '\u{1f600}.py', content: Buffer.from('exec("1")  # nosec\n') },
  { name: '\uffee.py', content: Buffer.from('assert 1\nexec("2")  # nosec B102\n') },
]

async function print(name: keyof typeof FORMATS, report: Report, options: Partial<FormatOptions> = {}) {
  const format = await FORMATS[name]()
  const chunks = [...format(report, { ...OPTIONS, ...options })]
  return Buffer.concat(chunks.map(chunk => Buffer.from(chunk))).toString()
}

test('JSON is what Python prints of the same report', async t => {
  const report = await scan({ sources: SOURCES.slice(0, 2), tests: ['B102'], contextLines: 1 })
  t.is(
    await print('json', report),
    `{
  "errors": [
    {
      "filename": "a.py",
      "reason": "syntax error while parsing AST from file"
    }
  ],
  "generated_at": "2026-01-01T00:00:00Z",
  "metrics": {
    "_totals": {
      "CONFIDENCE.HIGH": 1,
      "CONFIDENCE.LOW": 0,
      "CONFIDENCE.MEDIUM": 0,
      "CONFIDENCE.UNDEFINED": 0,
      "SEVERITY.HIGH": 0,
      "SEVERITY.LOW": 0,
      "SEVERITY.MEDIUM": 1,
      "SEVERITY.UNDEFINED": 0,
      "loc": 8,
      "nosec": 0,
      "skipped_tests": 0
    },
    "a.py": {
      "loc": 4,
      "nosec": 0,
      "skipped_tests": 0
    },
    "b.py": {
      "CONFIDENCE.HIGH": 1,
      "CONFIDENCE.LOW": 0,
      "CONFIDENCE.MEDIUM": 0,
      "CONFIDENCE.UNDEFINED": 0,
      "SEVERITY.HIGH": 0,
      "SEVERITY.LOW": 0,
      "SEVERITY.MEDIUM": 1,
      "SEVERITY.UNDEFINED": 0,
      "loc": 4,
      "nosec": 0,
      "skipped_tests": 0
    }
  },
  "results": [
    {
      "code": "2 exec(\\n3   \\"\\u00e9\\")\\n",
      "col_offset": 0,
      "end_col_offset": 7,
      "filename": "b.py",
      "issue_confidence": "HIGH",
      "issue_cwe": {
        "id": 78,
        "link": "https://cwe.mitre.org/data/definitions/78.html"
      },
      "issue_severity": "MEDIUM",
      "issue_text": "Use of exec detected.",
      "line_number": 2,
      "line_range": [
        2,
        3
      ],
      "more_info": "https://bandit.readthedocs.io/en/1.9.4/plugins/b102_exec_used.html",
      "test_id": "B102",
      "test_name": "exec_used"
    }
  ]
}`,
  )
})

test('JSON without findings has empty lists', async t => {
  const text = await print('json', await scan({ sources: [] }))
  t.true(text.startsWith('{\n  "errors": [],\n'))
  t.true(text.endsWith('\n  },\n  "results": []\n}'))
})

test('JSON sorts by file name or rule, by code point, and otherwise keeps the scan order', async t => {
  const report = await scan({ sources: SOURCES, ignoreNosec: true })
  const rows = async (aggregate: 'file' | 'vuln') =>
    JSON.parse(await print('json', report, { aggregate })).results.map(
      (each: { filename: string; test_name: string }) => `${each.filename} ${each.test_name}`,
    )
  t.deepEqual(await rows('file'), [
    'b.py exec_used',
    'b.py hashlib',
    '\uffee.py assert_used',
    '\uffee.py exec_used',
    '\u{1f600}.py exec_used',
  ])
  t.deepEqual(await rows('vuln'), [
    '\uffee.py assert_used',
    'b.py exec_used',
    '\u{1f600}.py exec_used',
    '\uffee.py exec_used',
    'b.py hashlib',
  ])
})

const MORE = 'https://bandit.readthedocs.io/en/1.9.4/plugins'
const CWE = 'https://cwe.mitre.org/data/definitions'

test('plain text is laid out as in Bandit', async t => {
  const report = await scan({ sources: [...SOURCES.slice(0, 1), ...SOURCES.slice(2)], skips: ['B101'] })
  t.is(
    await print('txt', report),
    `Run started:2026-01-01 00:00:00+00:00

Test results:
>> Issue: [B102:exec_used] Use of exec detected.
   Severity: Medium   Confidence: High
   CWE: CWE-78 (${CWE}/78.html)
   More Info: ${MORE}/b102_exec_used.html
   Location: b.py:2:0
1\timport hashlib
2\texec(
3\t  "é")
4\thashlib.md5(b"")

--------------------------------------------------
>> Issue: [B324:hashlib] Use of weak MD5 hash for security. Consider usedforsecurity=False
   Severity: High   Confidence: High
   CWE: CWE-327 (${CWE}/327.html)
   More Info: ${MORE}/b324_hashlib.html
   Location: b.py:4:0
3\t  "é")
4\thashlib.md5(b"")

--------------------------------------------------

Code scanned:
\tTotal lines of code: 7
\tTotal lines skipped (#nosec): 1
\tTotal potential issues skipped due to specifically being disabled (e.g., #nosec BXXX): 1

Run metrics:
\tTotal issues (by severity):
\t\tUndefined: 0
\t\tLow: 0
\t\tMedium: 1
\t\tHigh: 1
\tTotal issues (by confidence):
\t\tUndefined: 0
\t\tLow: 0
\t\tMedium: 0
\t\tHigh: 2
Files skipped (0):
`,
  )
})

test('the screen format is colored by severity', async t => {
  const report = await scan({ sources: SOURCES.slice(3), ignoreNosec: true, tests: ['B101'] })
  t.is(
    await print('screen', report, { verbose: true }),
    `\x1b[95mRun started:2026-01-01 00:00:00+00:00\x1b[0m
\x1b[95mFiles in scope (1):\x1b[0m
\t\uffee.py (score: {SEVERITY: 3, CONFIDENCE: 10})
\x1b[95mFiles excluded (0):\x1b[0m
\x1b[95m
Test results:\x1b[0m
\x1b[94m>> Issue: [B101:assert_used] Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.
   Severity: Low   Confidence: High
   CWE: CWE-703 (${CWE}/703.html)
   More Info: ${MORE}/b101_assert_used.html
   Location: \uffee.py:1:0\x1b[0m
1\tassert 1
2\texec("2")  # nosec B102

--------------------------------------------------
\x1b[95m
Code scanned:\x1b[0m
\tTotal lines of code: 2
\tTotal lines skipped (#nosec): 0
\x1b[95m
Run metrics:\x1b[0m
\tTotal issues (by severity):
\t\tUndefined: 0
\t\tLow: 1
\t\tMedium: 0
\t\tHigh: 0
\tTotal issues (by confidence):
\t\tUndefined: 0
\t\tLow: 0
\t\tMedium: 0
\t\tHigh: 1
\x1b[95mFiles skipped (0):\x1b[0m
`,
  )
})

test('a line of code that looks like a numbered line keeps its space', async t => {
  const content = Buffer.from('# coding: latin-1\nexec("""\u2028 7 x\\\n8 y""")\n', 'latin1')
  const text = await print('txt', await scan({ sources: [{ name: 'a.py', content }] }))
  t.true(text.includes('\n3\t8 y""")\n'), text)
})

test('every format comes in chunks, however long the report', async t => {
  const content = Buffer.from('exec("a line of some length")\n'.repeat(10))
  const sources = Array.from({ length: 500 }, (_, index) => ({ name: `${index}.py`, content }))
  const report = await scan({ sources })
  for (const name of Object.keys(FORMATS) as (keyof typeof FORMATS)[]) {
    const lengths = [...(await FORMATS[name]())(report, OPTIONS)].map(chunk => chunk.length)
    t.true(lengths.length > 2, name)
    t.true(Math.max(...lengths) <= 1024 * 1024, name)
  }
})
