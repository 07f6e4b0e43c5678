import { spawnSync } from 'node:child_process'
import test from 'ava'
import { readDetection } from '../benchmarks/detection/arguments.js'
import { cweNumber, familiesOfCwe, familiesOfFinding } from '../benchmarks/detection/families.js'
import type { Item, LabelledSet } from '../benchmarks/detection/item.js'
import { readNoise, sampleOf } from '../benchmarks/detection/noise.js'
import { excerpt, missesText, ruleTable, scoreTable } from '../benchmarks/detection/report.js'
import { judge, scoreOf } from '../benchmarks/detection/score.js'
import { owaspOf } from '../benchmarks/detection/sets/owasp.js'
import { secCodePltOf, setupsOf } from '../benchmarks/detection/sets/seccodeplt.js'
import { securityEvalOf } from '../benchmarks/detection/sets/security-eval.js'
import { labelledLines, semgrepRulesOf } from '../benchmarks/detection/sets/semgrep-rules.js'

test('related weaknesses are of one family, others are not', t => {
  const related = (one: number, other: number) =>
    familiesOfCwe(one).some(family => familiesOfCwe(other).includes(family))
  for (const [one, other] of [
    [78, 77],
    [95, 94],
    [96, 1336],
    [79, 80],
    [327, 328],
    [327, 916],
    [330, 338],
    [798, 259],
    [1333, 400],
    [434, 22],
    [20, 601],
    [74, 89],
  ] as const) {
    t.true(related(one, other), `${one} and ${other}`)
  }
  for (const [one, other] of [
    [78, 94],
    [89, 79],
    [22, 918],
    [601, 918],
    [327, 330],
    [611, 643],
  ] as const) {
    t.false(related(one, other), `${one} and ${other}`)
  }
  t.deepEqual(familiesOfCwe(193), ['cwe-193'])
  t.false(related(193, 194))
})

test('the number of a weakness is read from the names of answers and from the metadata of rules', t => {
  t.is(cweNumber('CWE-079_author_1.py'), 79)
  t.is(
    cweNumber(
      "CWE-78: Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
    ),
    78,
  )
  t.is(cweNumber('none'), undefined)
})

test('a rule of Bandit whose CWE says something else is judged by its message', t => {
  t.deepEqual(familiesOfFinding({ rule: 'B307', cwes: [78] }), ['code'])
  t.deepEqual(familiesOfFinding({ rule: 'B314', cwes: [20] }), ['xml'])
  t.deepEqual(familiesOfFinding({ rule: 'B602', cwes: [78] }), ['command'])
})

test('an answer of SecurityEval is a file with the flaw in its name', t => {
  const text = `${JSON.stringify({ ID: 'CWE-502_author_1.py', Prompt: 'x', Insecure_code: 'import yaml' })}\n\n`
  const { files, items } = securityEvalOf(text)
  t.deepEqual([...files], [['CWE-502_author_1.py', 'import yaml\n']])
  t.deepEqual(items, [
    {
      set: 'security-eval',
      id: 'CWE-502_author_1',
      file: 'CWE-502_author_1.py',
      families: ['deserialisation'],
      flawed: true,
    },
  ])
})

test('a file of the Benchmark of OWASP is labelled by a line of its list', t => {
  const expected =
    '# test name, category, real vulnerability, cwe\nBenchmarkTest00001,pathtraver,true,22\nBenchmarkTest00002,hash,false,328\nBenchmarkTest00003,xss,true,79\n'
  const files = new Map([
    ['BenchmarkTest00001.py', 'open(x)\n'],
    ['BenchmarkTest00002.py', 'hash(x)\n'],
  ])
  t.deepEqual(
    owaspOf(expected, files).items.map(({ id, families, flawed }) => [id, families, flawed]),
    [
      ['BenchmarkTest00001', ['path'], true],
      ['BenchmarkTest00002', ['crypto'], false],
    ],
  )
})

const TASK = {
  CWE_ID: '94',
  ground_truth: {
    code_before: '\ndef run(x):',
    vulnerable_code: '\n    return eval(x)',
    patched_code: '\n    return ast.literal_eval(x)',
    code_after: '\n',
  },
  unittest: { setup: 'import re' },
}

test('a task of SecCodePLT is two twins with their imports in front', t => {
  t.deepEqual(setupsOf([TASK]), [
    ['import re', '\ndef run(x):\n    return eval(x)\n'],
    ['import re', '\ndef run(x):\n    return ast.literal_eval(x)\n'],
  ])
  const { files, items } = secCodePltOf([TASK], [['import re'], ['import re', 'import ast']])
  t.deepEqual(
    [...files],
    [
      ['0000-cwe-94-vulnerable.py', 'import re\n\ndef run(x):\n    return eval(x)\n'],
      ['0000-cwe-94-patched.py', 'import re\nimport ast\n\ndef run(x):\n    return ast.literal_eval(x)\n'],
    ],
  )
  t.deepEqual(
    items.map(({ id, pair, flawed }) => [id, pair, flawed]),
    [
      ['0000-cwe-94-vulnerable', '0000-cwe-94', true],
      ['0000-cwe-94-patched', '0000-cwe-94', false],
    ],
  )
})

test('a pair of which one side is no Python is left out, and the others keep their numbers', t => {
  const { items } = secCodePltOf([TASK, TASK], [[], null, [], []])
  t.deepEqual(
    items.map(({ id }) => id),
    ['0001-cwe-94-vulnerable', '0001-cwe-94-patched'],
  )
})

test('the comments of a test of Semgrep are about the next line of code', t => {
  const lines = [
    '# ruleid: a, b',
    '# ok:c',
    '',
    '# an explanation',
    'first()',
    'second()',
    '    #ok: a',
    '    third()',
    '# todoruleid: a',
    'fourth()',
    'text = "# ruleid: a"',
  ]
  t.deepEqual(labelledLines(lines.join('\n')), [
    { line: 5, found: ['a', 'b'], left: ['c'] },
    { line: 8, found: [], left: ['a'] },
  ])
})

const HELPER = 'benchmarks/detection/python.py'

function answerOf(task: string, question: unknown): unknown {
  const { stdout } = spawnSync('python3', [HELPER, task], {
    input: JSON.stringify(question),
    encoding: 'utf8',
  })
  return JSON.parse(stdout)
}

test('code gets the imports of its setup, and of standard modules that nothing binds', t => {
  const setup = 'import re\nfrom urllib.parse import quote\nqueue = make()\n'
  const code =
    'def f(token, secrets):\n    import json\n    queue.put(os.getcwd(), time.time(), secrets, request)\n'
  const noPython = 'def f(:'
  t.deepEqual(
    answerOf('imports', [
      [setup, code],
      ['', 'x = 1'],
      ['', noPython],
    ]),
    [['import re', 'from urllib.parse import quote', 'import os', 'import time'], [], null],
  )
})

test('a statement reaches over its decorators and its body, or only to its head if it has a block', t => {
  const code = '@a\n@b\ndef f():\n    return g(\n        1)\nif x:\n    y()\n'
  t.deepEqual(answerOf('statements', { 'a.py': code, 'b.py': 'print 1' }), {
    'a.py': [
      [1, 5],
      [6, 6],
      [4, 5],
      [7, 7],
    ],
    'b.py': null,
  })
})

const RULES = [
  { path: 'flask/security/run.yaml', rule: { id: 'run', metadata: { cwe: ['CWE-78: command'] } } },
  { path: 'django/security/run.yaml', rule: { id: 'run', metadata: { cwe: 'CWE-89: SQL' } } },
  { path: 'lang/security/other.yaml', rule: { id: 'other', metadata: { cwe: 'CWE-78: command' } } },
]

test('a labelled line of Semgrep is a statement, with the families of the rule beside the test', t => {
  const text = [
    '# ruleid: run',
    'call(',
    '  a)',
    '# ok: run, style',
    'safe(a)',
    '# ruleid: style',
    'x = 1',
  ].join('\n')
  const extents = [
    [2, 3],
    [5, 5],
    [7, 7],
  ] as const
  const path = 'django/security/run.py'
  const { files, items } = semgrepRulesOf({ [path]: text }, { [path]: extents }, RULES)
  t.deepEqual([...files.keys()], ['django__security__run.py'])
  t.deepEqual(
    items.map(({ id, families, flawed, lines }) => ({ id, families, flawed, lines })),
    [
      { id: `${path}:2`, families: ['sql'], flawed: true, lines: [2, 3] },
      { id: `${path}:5:ok`, families: ['sql'], flawed: false, lines: [5, 5] },
    ],
  )
})

test('a line that one rule finds and another leaves is not one to leave if the weakness is the same', t => {
  const path = 'flask/security/run.py'
  const text = '# ruleid: run\n# ok: other\ncall(a)\n'
  const { items } = semgrepRulesOf({ [path]: text }, { [path]: [[3, 3]] }, RULES)
  t.deepEqual(
    items.map(({ id }) => id),
    [`${path}:3`],
  )
})

test('labelled lines of one statement are told apart by line', t => {
  const path = 'flask/security/run.py'
  const text = ['call(', '  # ruleid: run', '  a,', '  # ok: run', '  b)'].join('\n')
  const { items } = semgrepRulesOf({ [path]: text }, { [path]: [[1, 5]] }, RULES)
  t.deepEqual(
    items.map(({ lines }) => lines),
    [
      [3, 3],
      [5, 5],
    ],
  )
})

test('a file that is no Python of today has no items', t => {
  const path = 'flask/security/run.py'
  const { files, items } = semgrepRulesOf({ [path]: '# ruleid: run\nprint 1\n' }, { [path]: null }, RULES)
  t.is(files.size + items.length, 0)
})

const ITEMS: Item[] = [
  { set: 'seccodeplt', id: 'a-bad', file: 'a-bad.py', families: ['code'], flawed: true, pair: 'a' },
  { set: 'seccodeplt', id: 'a-good', file: 'a-good.py', families: ['code'], flawed: false, pair: 'a' },
  { set: 'seccodeplt', id: 'b-bad', file: 'b-bad.py', families: ['xml'], flawed: true, pair: 'b' },
  { set: 'seccodeplt', id: 'b-good', file: 'b-good.py', families: ['xml'], flawed: false, pair: 'b' },
  { set: 'semgrep-rules', id: 'c:4', file: 'c.py', families: ['sql'], flawed: true, lines: [4, 6] },
]

const JUDGED = judge(
  ITEMS,
  new Map([
    [
      'audit',
      [
        { file: 'seccodeplt/a-bad.py', line: 9, rule: 'B307', cwes: [78] },
        { file: 'seccodeplt/b-bad.py', line: 1, rule: 'B314', cwes: [20] },
        { file: 'seccodeplt/b-good.py', line: 1, rule: 'B314', cwes: [20] },
        // Of another family, and beside the lines.
        { file: 'seccodeplt/a-good.py', line: 1, rule: 'B602', cwes: [78] },
        { file: 'semgrep-rules/c.py', line: 3, rule: 'B608', cwes: [89] },
      ],
    ],
    ['recommended', [{ file: 'semgrep-rules/c.py', line: 5, rule: 'B608', cwes: [89] }]],
    ['imports', [{ file: 'seccodeplt/b-bad.py', line: 1, rule: 'B405', cwes: [611] }]],
  ]),
)

test('a finding counts if it is in the lines of an item and of its family', t => {
  t.deepEqual(JUDGED.found.get('audit'), [['B307'], [], ['B314'], ['B314'], []])
  t.deepEqual(JUDGED.found.get('recommended'), [[], [], [], [], ['B608']])
  t.deepEqual(scoreOf(JUDGED, 'seccodeplt', 'audit'), {
    found: 2,
    flawed: 2,
    flagged: 1,
    sound: 2,
    apart: 1,
    pairs: 2,
  })
})

test('findings about imports do not count', t => {
  t.is(scoreOf(JUDGED, 'seccodeplt', 'imports').found, 0)
})

test('the table shows what each tool found, and nothing for sets that it did not see', t => {
  const rows = scoreTable(JUDGED, (tool, set) => tool === 'recommended' && set === 'seccodeplt').split('\n')
  const cells = (row = '') =>
    row
      .split('|')
      .map(cell => cell.trim())
      .slice(1, -1)
  t.deepEqual(cells(rows[0]), ['set', '', 'audit', 'recommended', 'imports'])
  t.deepEqual(cells(rows[3]), ['seccodeplt', 'found, of 2', '100.0 %', '', '0.0 %'])
  t.deepEqual(cells(rows[5]), ['seccodeplt', 'pairs told apart, of 2', '1', '', '0'])
  t.deepEqual(cells(rows[6]), ['semgrep-rules', 'found, of 1', '0.0 %', '100.0 %', '0.0 %'])
})

test('rules are counted as right and wrong by set', t => {
  const [, , ...rows] = ruleTable(JUDGED, 'audit', ['seccodeplt']).split('\n')
  t.deepEqual(
    rows.map(row =>
      row
        .split('|')
        .map(cell => cell.trim())
        .slice(1, -1),
    ),
    [
      ['B307', '1', ''],
      ['B314', '1', '1'],
    ],
  )
})

test('what is missed and flagged wrongly is printed with its code, by family', t => {
  const set: LabelledSet = {
    name: 'seccodeplt',
    files: new Map([['b-good.py', 'parse(x)\n']]),
    items: ITEMS,
  }
  t.is(
    missesText(JUDGED, set, 'audit', 'xml'),
    '=== b-good: flagged wrongly by B314 (xml)\n     1  parse(x)\n\n1 of seccodeplt by audit',
  )
  t.true(missesText(JUDGED, set, 'recommended').includes('=== a-bad: missed (code)'))
})

test('an excerpt marks the lines and shows those around', t => {
  t.is(excerpt('a\nb\nc\nd\n', [2, 2], 1), '     1  a\n>    2  b\n     3  c')
})

test('a sample is spread over projects, and the same for the same seed', t => {
  const findings = [...Array(30).keys()].map(index => ({
    project: index < 28 ? 'large' : `small-${index}`,
    file: `${index}.py`,
    line: 1,
    rule: 'B101',
  }))
  const sample = sampleOf(findings, 4, 1)
  t.deepEqual(sample.map(({ project }) => project).sort(), ['large', 'large', 'small-28', 'small-29'])
  t.deepEqual(sampleOf([...findings].reverse(), 4, 1), sample)
  t.notDeepEqual(sampleOf(findings, 4, 2), sample)
  t.is(sampleOf(findings, 99, 1).length, 30)
})

test('a finding that is gone changes one place of a sample', t => {
  const findings = [...Array(50).keys()].map(line => ({ project: 'one', file: 'a.py', line, rule: 'B101' }))
  const sample = sampleOf(findings, 10, 1)
  const others = findings.filter(finding => finding !== sample[0])
  t.deepEqual(sampleOf(others, 10, 1).slice(0, 9), sample.slice(1))
})

test('the words after --detection and --noise are read, and wrong ones are one-line errors', t => {
  t.deepEqual(readDetection(['--misses', 'seccodeplt', 'audit', 'path']).misses, {
    set: 'seccodeplt',
    profile: 'audit',
    family: 'path',
  })
  t.like(readDetection(['--semgrep', '--json', 'x.json']), { semgrep: true, rules: false, json: 'x.json' })
  t.like(readNoise(['src', '--profile', 'audit', '--seed', '7']), {
    folders: ['src'],
    profile: 'audit',
    seed: 7,
    sample: 20,
  })
  const wrong: [() => unknown, string][] = [
    [() => readDetection(['path']), 'path: only --misses takes names'],
    [
      () => readDetection(['--misses']),
      'no set is called nothing: security-eval, seccodeplt, semgrep-rules, owasp',
    ],
    [
      () => readDetection(['--misses', 'seccodeplt', 'bandit']),
      'no profile is called bandit: recommended, audit',
    ],
    [
      () => readDetection(['--misses', 'seccodeplt', 'audit', 'path', 'xss']),
      '--misses takes a set, a profile and one family, not xss',
    ],
    [() => readNoise(['--sample', 'few']), '--sample few: not a whole number'],
  ]
  for (const [read, message] of wrong) t.throws(read, { message })
})
