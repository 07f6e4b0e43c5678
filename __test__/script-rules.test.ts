import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { recordKinds } from '../src/native.js'
import { RECORD_KINDS } from '../src/scripts/nodes.js'
import { runWithin } from '../src/scripts/patience.js'
import type { Nodes, Rule, Subject } from '../src/scripts/rules.js'
import { findingsOf, testExamples } from '../src/scripts/test.js'
import { CLI, type Files, folder, posse, project, run, type Shown } from './posse.js'

/*
 * Rules in JavaScript and TypeScript.
 */

interface Errors {
  filename: string
  reason: string
}

const ONLY_OWN = 'select = ["ACME"]\n'
const CONFIGURATION = `${ONLY_OWN}rules.scripts = ["./rules.mjs"]\n`

/** A module with rules. `body` is the check. */
const module = (on: string, body: string, more = '') =>
  `export default { id: 'ACME1', message: 'found {name}', on: ${on}, ${more}\n check(node, context) { ${body} } }\n`

async function check(cwd: string, ...args: string[]) {
  const { stdout, stderr, status } = await posse(['check', '-f', 'json', ...args], { cwd })
  const { results, errors } = JSON.parse(stdout) as { results: Shown[]; errors: Errors[] }
  return { results, errors, stderr, status }
}

/** What a check finds, as `file:line:column rule message`. */
async function found(t: ExecutionContext, cwd: string, ...args: string[]): Promise<string[]> {
  const { results, errors, stderr } = await check(cwd, ...args)
  t.deepEqual([errors, stderr], [[], ''])
  return results.map(
    each => `${each.filename}:${each.line_number}:${each.col_offset + 1} ${each.test_id} ${each.issue_text}`,
  )
}

/** Gives a check what is found in code. */
async function seen<S extends Subject, T>(
  on: Rule<S>['on'],
  code: string,
  look: (node: Nodes[S]) => T,
): Promise<T[]> {
  const all: T[] = []
  await findingsOf({ id: 'ACME1', message: 'm', on, check: node => void all.push(look(node)) }, code)
  return all
}

test('a rule finds calls by their qualified name, and reports where it says', async t => {
  const rule = module(
    "{ call: ['jwt.encode', 'jose.jwt.encode'] }",
    "const key = node.argument(1) ?? node.keyword('key'); if (key?.kind === 'string') context.report(key)",
    "name: 'static_key', severity: 'high', confidence: 'medium', cwe: 798,",
  )
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': rule,
    'app.py': [
      'import jwt',
      'from jose import jwt as other',
      'KEY = "abc"',
      'jwt.encode({}, "secret")',
      'other.encode({}, key=KEY)',
      'other.encode({}, key)',
      'jwt.encode(x, "k")  # nosec: ACME1',
      'jwt.encode(x, "k")  # nosec: static_key',
      'encode(x, "k")',
      '',
    ].join('\n'),
  })
  const { results, stderr, status } = await check(cwd)
  t.deepEqual([stderr, status], ['', 1])
  const shown = results.map(each => ({ ...each, place: `${each.line_number}:${each.col_offset}` }))
  t.deepEqual(
    shown.map(({ place, issue_text }) => [place, issue_text]),
    [
      ['4:15', 'found jwt.encode'],
      ['5:21', 'found jose.jwt.encode'],
    ],
  )
  t.like(shown[0], { test_name: 'static_key', issue_severity: 'HIGH', issue_confidence: 'MEDIUM' })
})

test('a module may be TypeScript, CommonJS, have several rules, wait, and import posse/rules and other modules', async t => {
  const files = {
    'app.py': 'import a\na.f(1)\n',
    'helper.ts': 'export const isOne = (value: unknown): boolean => value === 1\n',
    'rules.ts': [
      "import { defineRule } from 'posse/rules'",
      "import { isOne } from './helper'",
      "export default [defineRule({ id: 'ACME1', message: 'one', on: { call: 'a.f' },",
      '  check(call, context) { const first = call.argument(0)',
      "    if (first?.kind === 'number' && isOne(first.value)) context.report(call) } }),",
      "  defineRule({ id: 'ACME2', message: 'two', on: { import: true },",
      '  check(node, context): void { context.report(node) } })]',
    ].join('\n'),
    'rules.cjs':
      "const { defineRule } = require('posse/rules')\n" +
      "module.exports = defineRule({ id: 'ACME3', message: 'three', on: { call: 'a.f' }, check(n, c) { c.report(n) } })",
    'rules.mjs':
      "import { defineRule } from 'posse/rules'\nawait 1\n" +
      "export default defineRule({ id: 'ACME4', message: 'four', on: { call: 'a.f' }, check(n, c) { c.report(n) } })",
    'posse.toml': `${ONLY_OWN}rules = ["rules.ts", "./rules.cjs", "rules.mjs"]\n`,
  }
  t.deepEqual(await found(t, project(t, files)), [
    'app.py:1:1 ACME2 two',
    'app.py:2:1 ACME1 one',
    'app.py:2:1 ACME3 three',
    'app.py:2:1 ACME4 four',
  ])
})

test('an ES module may be called .js where package.json says that these are CommonJS', async t => {
  const cwd = project(t, {
    'package.json': '{ "type": "commonjs" }',
    'posse.toml': `${ONLY_OWN}rules = ["rules.js"]\n`,
    'rules.js': `import { defineRule } from 'posse/rules'\n${module("{ call: 'f' }", 'context.report(node)')}`,
    'app.py': 'f()\n',
  })
  t.deepEqual(await found(t, cwd), ['app.py:1:1 ACME1 found f'])
})

test('calls, their arguments and values', async t => {
  const code = [
    'import m',
    'from m import f as g',
    'NAME = "x"',
    'OPTIONS = {"a": 1, "b": [True, None]}',
    'm.f("a", NAME, 2.5, *rest, key=b"k", **OPTIONS)',
    'g([1, (2, 3)], {"k": x.y, **z}, lambda: 1, f"{a}", m.h(1), key=-4)',
    '',
  ].join('\n')
  const [first, second] = await seen({ call: ['m.f'] }, code, call => call)
  t.like(first, { kind: 'call', name: 'm.f', isOpen: true })
  t.deepEqual(
    [first?.start, first?.end],
    [
      { line: 5, column: 1 },
      { line: 5, column: 48 },
    ],
  )
  const kinds = (values: readonly { kind: string }[] | undefined) => values?.map(({ kind }) => kind)
  t.deepEqual(kinds(first?.arguments), ['string', 'string', 'number', 'starred'])
  const name = first?.argument(1)
  t.true(name?.kind === 'string' && name.value === 'x' && name.text === 'NAME')
  t.like(first?.argument(2), { kind: 'number', value: 2.5 })
  t.is(first?.argument(3), undefined)
  t.like(first?.keyword('key'), { kind: 'bytes', value: 'k' })
  t.like(first?.keyword('a'), { kind: 'number', value: 1 })
  const list = first?.keyword('b')
  t.deepEqual(list?.kind === 'list' && kinds(list.elements), ['bool', 'none'])
  t.is(first?.keyword('c'), undefined)

  t.deepEqual(kinds(second?.arguments), ['list', 'dict', 'lambda', 'built', 'call'])
  const [nested, dict, , , call] = second?.arguments ?? []
  const tuple = nested?.kind === 'list' ? nested.elements[1] : undefined
  t.deepEqual(tuple?.kind === 'tuple' && tuple.elements.map(each => 'value' in each && each.value), [2, 3])
  t.true(dict?.kind === 'dict')
  if (dict?.kind === 'dict') {
    t.deepEqual(
      dict.entries.map(({ key, value }) => [key, value.kind]),
      [
        ['k', 'name'],
        [undefined, 'unpacked'],
      ],
    )
    t.like(dict.get('k'), { kind: 'name', name: 'x.y' })
  }
  t.like(call, { kind: 'call', name: 'm.h', text: 'm.h(1)' })
  t.like(second?.keyword('key'), { value: -4 })
  t.false(second?.isOpen)
})

test('imports, strings and assignments', async t => {
  const code = [
    'import a.b as c, d',
    'from a.b import e as f, g',
    'from ..up import h',
    'from a import *',
    'x = "tok_1"',
    'self.password = y = "tok_2"',
    'f(key="tok_3")',
    '"""tok_4"""',
    'count += 1',
    'limit: int = 3',
    '',
  ].join('\n')
  t.deepEqual(
    await seen({ import: ['a', '**.h', 'd'] }, code, ({ name, module, alias }) => [name, module, alias]),
    [
      ['a.b', undefined, 'c'],
      ['d', undefined, undefined],
      ['a.b.e', 'a.b', 'f'],
      ['a.b.g', 'a.b', undefined],
      ['..up.h', '..up', undefined],
      ['a', 'a', undefined],
    ],
  )
  t.deepEqual(await seen({ string: '^tok_' }, code, ({ value, place, target }) => [value, place, target]), [
    ['tok_1', 'assignment', 'x'],
    ['tok_2', 'assignment', 'password'],
    ['tok_3', 'keyword', 'key'],
  ])
  t.deepEqual(
    await seen({ assignment: ['*.password', 'count', 'limit'] }, code, ({ name, value, text }) => [
      name,
      value.kind,
      text,
    ]),
    [
      ['self.password', 'string', 'self.password = y = "tok_2"'],
      ['count', 'number', 'count += 1'],
      ['limit', 'number', 'limit: int = 3'],
    ],
  )
})

test('functions, classes and decorators', async t => {
  const code = [
    'from web import route, Base',
    '@route("/x", methods=["POST"])',
    'async def view(self, /, a: int, b=1, *args, c, **kw) -> str: ...',
    '@final',
    'class View(Base, metaclass=Meta):',
    '    @staticmethod',
    '    def view(): ...',
    '',
  ].join('\n')
  const functions = await seen({ function: 'view' }, code, node => node)
  t.deepEqual(
    functions.map(({ name, isAsync, start }) => [name, isAsync, start.line]),
    [
      ['view', true, 2],
      ['view', false, 6],
    ],
  )
  t.deepEqual(
    functions[0]?.parameters.map(each => [each.name, each.form, each.default?.kind, each.annotation?.text]),
    [
      ['self', 'positional', undefined, undefined],
      ['a', '', undefined, 'int'],
      ['b', '', 'number', undefined],
      ['args', '*', undefined, undefined],
      ['c', 'keyword', undefined, undefined],
      ['kw', '**', undefined, undefined],
    ],
  )
  t.like(functions[0]?.returns, { text: 'str' })
  const [decorator] = functions[0]?.decorators ?? []
  t.like(decorator, { name: 'web.route', text: '@route("/x", methods=["POST"])' })
  t.like(decorator?.argument(0), { value: '/x' })
  const [view] = await seen({ class: 'web.Base' }, code, node => node)
  t.like(view, { kind: 'class', name: 'View' })
  t.deepEqual(
    view?.bases.map(({ text }) => text),
    ['Base'],
  )
  t.like(view?.keyword('metaclass'), { text: 'Meta' })
  t.deepEqual(
    view?.decorators.map(({ name }) => name),
    ['final'],
  )
  t.deepEqual(
    await seen({ decorator: ['web.route', 'staticmethod'] }, code, ({ name, target }) => [name, target]),
    [
      ['web.route', 'view'],
      ['staticmethod', 'view'],
    ],
  )
  const [place] = await findingsOf(
    { id: 'A1', message: '{name}', on: { function: 'view' }, check: (node, context) => context.report(node) },
    code,
  )
  t.like(place, { message: 'view', text: 'view', start: { line: 3, column: 11 } })
})

test('kinds of nodes are those of the core', t => {
  t.deepEqual(RECORD_KINDS, recordKinds())
})

test('a rule may look for everything, and reports any range', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module(
      "{ call: true, class: '**', function: true }",
      'context.report({ start: node.start, end: { line: node.start.line, column: node.start.column + 1 } })',
    ),
    'app.py': 'class A:\n    def f(self):\n        é = "é"; g()(1)\n',
  })
  t.deepEqual(await found(t, cwd), [
    'app.py:1:1 ACME1 found A',
    'app.py:2:5 ACME1 found f',
    'app.py:3:20 ACME1 found g',
    'app.py:3:20 ACME1 found g()',
  ])
})

test('calls, decorators and classes are found by names that the file gives them', async t => {
  const named = (on: Partial<Rule['on']>, code: string) =>
    findingsOf({ id: 'ACME1', message: '{name}', on, check: (node, c) => c.report(node) } as Rule, code)
  const messages = async (on: Partial<Rule['on']>, code: string) =>
    (await named(on, code)).map(({ start, message }) => `${start.line} ${message}`)
  t.deepEqual(await messages({ call: 'a.f' }, 'import a\ng = a.f\ng()\ndef h(g): g()\n'), ['3 a.f'])
  t.deepEqual(await messages({ call: 'a.f' }, 'import a\nif g := a.f:\n  g()\n'), ['3 a.f'])
  t.is((await named({ decorator: 'a.f' }, 'from a import f\ng = f\n@g\ndef h(): ...\n')).length, 1)
  t.is((await named({ class: 'a.B' }, 'from a import B as C\nD = C\nclass E(D): ...\n')).length, 1)
})

test('a name may end in a wildcard', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module("{ call: 'acme.**', assignment: 'settings.*' }", 'context.report(node)'),
    'app.py': 'import acme as a\na.b.c()\na.d()\nother.e()\nsettings.debug = 1\nother.debug = 1\n',
    'other.py': 'f()\nx.y = g()\n',
  })
  t.deepEqual(await found(t, cwd), [
    'app.py:2:1 ACME1 found acme.b.c',
    'app.py:3:1 ACME1 found acme.d',
    'app.py:5:1 ACME1 found settings.debug',
  ])
})

test('a report may say something else', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module(
      "{ call: 'f' }",
      "const { report } = context; report(node, { message: 'other {name}', severity: 'low', confidence: 'low' }); context.report(node, { message: 'other {name}', severity: 'low', confidence: 'low' })",
    ),
    'app.py': 'f()\n',
  })
  const { results } = await check(cwd)
  t.is(results.length, 1)
  t.like(results[0], { issue_text: 'other f', issue_severity: 'LOW', issue_confidence: 'LOW' })
})

test('per-file ignores, severities, selectors, baselines and other formats know the rules', async t => {
  const cwd = project(t, {
    'posse.toml': `${CONFIGURATION}per-file-ignores = { "a.py" = ["ACME1"] }\nseverity = { ACME1 = "low" }\n`,
    'rules.mjs': module("{ call: 'f' }", 'context.report(node)'),
    'a.py': 'f()\n',
    'b.py': 'f()\n',
  })
  const { results } = await check(cwd)
  t.deepEqual(
    results.map(({ filename, issue_severity }) => [filename, issue_severity]),
    [['b.py', 'LOW']],
  )
  t.deepEqual((await check(cwd, '--ignore', 'acme1')).results, [])
  await posse(['check', '-f', 'json', '-o', 'base.json'], { cwd })
  t.deepEqual(await found(t, cwd, '--baseline', 'base.json'), [])
  const sarif = JSON.parse((await posse(['check', '-f', 'sarif'], { cwd })).stdout)
  t.is(sarif.runs[0].results[0].ruleId, 'ACME1/low')
  const explained = await posse(['explain', 'ACME1'], { cwd })
  t.regex(explained.stdout, /acme1/)
})

test('the order and the bytes are the same for any number of threads, with a cache, and in parts', async t => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `m${at % 7}/f${at}.py`,
      `import os\n${'g(1)\nos.system(x)\nf(2)\n'.repeat(at % 5)}`,
    ]),
  )
  const cwd = project(t, {
    ...files,
    'posse.toml': 'rules = ["rules.mjs"]\n',
    'rules.mjs': module("{ call: ['f', 'g'], import: 'os' }", 'context.report(node)'),
  })
  const run = async (...args: string[]): Promise<string> =>
    (await posse(['check', '-f', 'json', ...args], { cwd })).stdout
  const [one = '', ...others] = await Promise.all(['1', '2', '8'].map(threads => run('-j', threads)))
  t.true((one?.match(/ACME1/g) ?? []).length > 200)
  for (const other of others) t.is(other, one)
  for (let time = 0; time < 2; time++) t.is(await run('--cache', '--cache-dir', join(cwd, '.cache')), one)
  for (const part of ['1', '2']) await posse(['check', '--shard', `${part}/2`, '-o', `${part}.part`], { cwd })
  const merged = await posse(['merge', '1.part', '2.part', '-f', 'json'], { cwd })
  t.deepEqual(JSON.parse(merged.stdout).results, JSON.parse(one).results)
})

test('cells of notebooks are code like any other', async t => {
  const cell = (...source: string[]) => ({ cell_type: 'code', metadata: {}, outputs: [], source })
  const notebook = {
    nbformat: 4,
    nbformat_minor: 4,
    metadata: {},
    cells: [cell('x = (\n'), cell('%pip x\n', 'f(x)')],
  }
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module("{ call: 'f' }", 'context.report(node)'),
    'a.ipynb': JSON.stringify(notebook),
  })
  const { stdout } = await posse(['check', '-f', 'concise'], { cwd })
  t.regex(stdout, /^a\.ipynb:cell 2:2:1: ACME1/)
  t.is(stdout.match(/cell 1: not scanned/g)?.length, 1)
})

test('whatever a check does is told with rule, file and line, and the rest goes on', async t => {
  const rule = (id: string, body: string) => `{ id: '${id}', message: 'm', on: { call: 'f' }, ${body} }`
  const rules = [
    rule('ACME1', 'check(n, c) { if (n.argument(0).value === 2) n.nothing.at.all; c.report(n) }'),
    rule('ACME2', 'async check(n, c) { throw new Error("late") }'),
    rule('ACME3', 'check(n, c) { if (n.argument(0).value === 2) for (;;); c.report(n) }'),
    rule('ACME4', 'check(n, c) { if (n.argument(0).value === 1) process.exit(0); c.report(n) }'),
    rule('ACME5', 'check(n, c) { if (n.argument(0).value === 1) console.log("hello"); c.report(n) }'),
    rule('ACME6', 'check(n, c) { c.report({ start: n.start, end: { line: 99, column: 1 } }) }'),
    rule('ACME7', 'check(n, c) { c.report("here") }'),
    rule(
      'ACME8',
      'check(n, c) { if (n.argument(0).value === 2) { let a; for (;;) a = { a, b: [1, 2, 3] } } c.report(n) }',
    ),
    rule('ACME9', 'check(n, c) { c.report(n) }'),
  ]
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': `export default [\n${rules.join(',\n')}]\n`,
    'a.py': 'x = 1\nf(1)\n',
    'b.py': 'f(2)\n',
  })
  const { results, errors, stderr, status } = await check(cwd)
  t.is(status, 2)
  t.deepEqual(
    results.map(({ filename, test_id }) => `${filename} ${test_id}`),
    [
      'a.py ACME1',
      'a.py ACME3',
      'a.py ACME5',
      'a.py ACME8',
      'a.py ACME9',
      'b.py ACME4',
      'b.py ACME5',
      'b.py ACME9',
    ],
  )
  const reasons = errors.map(({ filename, reason }) => `${filename} ${reason}`)
  const expected = [
    /^b\.py rule ACME1 failed on line 1: TypeError: .* \(rules\.mjs:2\)$/,
    /^a\.py rule ACME2 failed on line 2: the check returned a promise/,
    /^b\.py rule ACME2 failed on line 1: the check returned a promise/,
    /^b\.py rule ACME3 failed on line 1: the check takes longer than 2 s \(rules\.mjs\)$/,
    /^a\.py rule ACME4 failed on line 2: Error: process\.exit\(\) was called \(rules\.mjs:5\)$/,
    /^a\.py rule ACME5 failed on line 2: it prints: "hello" \(rules\.mjs:6\)$/,
    /^a\.py rule ACME6 failed on line 2: RangeError: the file has no place 99:1 \(rules\.mjs:7\)$/,
    /^b\.py rule ACME6 failed on line 1: RangeError/,
    /^a\.py rule ACME7 failed on line 2: TypeError: a report needs a node, or a range with start and end/,
    /^b\.py rule ACME7 failed on line 1: TypeError/,
    /^b\.py rule ACME8 failed on line 1: (?:it needs more than 256 MiB of memory|the check takes longer than 2 s)/,
  ]
  t.is(reasons.length, expected.length, reasons.join('\n'))
  for (const [at, pattern] of expected.entries()) t.regex(reasons[at] ?? '', pattern)
  t.is(stderr.match(/^warning: /gm)?.length, expected.length)
  const formats = [
    'full',
    'concise',
    'agent',
    'sarif',
    'html',
    'github',
    'markdown',
    'junit',
    'gitlab',
    'yaml',
    'txt',
    'jsonl',
  ]
  await Promise.all(
    formats.map(async format => {
      const { stdout, status: code } = await posse(
        ['check', '-f', format, '--ignore', 'ACME3,ACME8', '--exit-zero'],
        { cwd },
      )
      t.is(code, 2, format)
      t.regex(stdout, /ACME1 .{0,20}failed .{0,10}on .{0,10}line .{0,9}1/s, format)
    }),
  )
})

test('a check cannot end the program with a signal', async t => {
  const check = 'check() { process.kill(process.pid, 0); process.kill(process.pid) }'
  const module = `export default [{ id: 'ACME1', message: 'm', on: { call: 'print' }, ${check} }]\n`
  const cwd = folder(t, {
    'posse.toml': 'rules = ["./rules.mjs"]\n',
    'rules.mjs': module,
    'app.py': 'print(1)\n',
  })
  const { status, stdout } = await posse(['check', '-f', 'concise'], { cwd })
  t.is(status, 2)
  t.regex(
    stdout,
    /^app\.py: rule ACME1 failed on line 1: Error: process\.kill\(\) was called \(rules\.mjs:1\)$/m,
  )
})

test('what a check leaves for later is told', async t => {
  const later = async (body: string) => {
    const cwd = project(t, {
      'posse.toml': CONFIGURATION,
      'rules.mjs': module("{ call: 'f' }", `\n${body}`),
      'app.py': 'x = 1\nf()\n',
    })
    const { results, errors, status } = await check(cwd)
    t.deepEqual([results.length, status], [0, 2])
    return errors.map(({ filename, reason }) => `${filename}: ${reason}`)
  }
  t.deepEqual(await later('(async () => { await 1; context.report(node) })()'), [
    'app.py: rule ACME1 failed on line 2: the check reports after it has returned; checks cannot be asynchronous (rules.mjs:3)',
  ])
  t.deepEqual(await later('(async () => { throw new Error("late") })()'), [
    'app.py: rule ACME1 failed on line 2: a promise of its module was rejected, and nobody waits for it: Error: late (rules.mjs:3)',
  ])
  for (const timer of [
    'setTimeout(() => { throw new Error("late") }, 20)',
    'process.nextTick(() => { throw new Error("late") })',
  ])
    t.deepEqual(await later(timer), [
      'app.py: rule ACME1 failed on line 2: what it has left for later, such as a timer, failed: Error: late (rules.mjs:3)',
    ])
  t.deepEqual(await later('setTimeout(() => process.exit(0), 20)'), [
    'app.py: rule ACME1 failed on line 2: what it has left for later, such as a timer, failed: Error: process.exit() was called (rules.mjs:3)',
  ])
  t.deepEqual(await later('setTimeout(() => console.log("late"), 20)'), [
    'app.py: rule ACME1 failed on line 2: it prints: "late" (rules.mjs:3)',
  ])
  t.deepEqual(await later('setTimeout(() => context.report(node), 20)'), [
    'app.py: rule ACME1 failed on line 2: the check reports after it has returned; checks cannot be asynchronous (rules.mjs:3)',
  ])
  t.deepEqual(await later('setInterval(() => undefined, 50)'), [
    'app.py: rule ACME1 failed on line 2: what it has left for later (Timeout) goes on for more than 1 s; checks cannot be asynchronous (rules.mjs)',
  ])
  const rule: Rule<'call'> = {
    id: 'ACME1',
    message: 'm',
    on: { call: 'f' },
    check: (node, context) => void Promise.resolve().then(() => context.report(node)),
  }
  await t.throwsAsync(findingsOf(rule, 'f()\n'), { message: /reports after it has returned/ })
})

test('what is left for later is told of the rule that has left it', async t => {
  const rule = (id: string, body: string) =>
    `{ id: '${id}', message: 'm', on: { call: '${id.toLowerCase()}' }, check() { ${body} } }`
  const rules = [rule('ACME1', ''), rule('ACME2', 'setTimeout(() => { throw 1 }, 20)'), rule('ACME3', '')]
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': `export default [${rules}]\n`,
    'a.py': 'acme1()\n',
    'b.py': 'acme1()\nacme2()\n',
    'c.py': 'acme3()\n',
  })
  const { errors, status } = await check(cwd)
  t.deepEqual(
    errors.map(({ filename, reason }) => `${filename}: ${reason}`),
    [
      'b.py: rule ACME2 failed on line 2: what it has left for later, such as a timer, failed: it threw 1 (rules.mjs)',
    ],
  )
  t.is(status, 2)
})

test('a report has no other keys', async t => {
  const rule: Rule<'call'> = {
    id: 'ACME1',
    message: 'm',
    on: { call: 'f' },
    check: (node, context) => context.report(node, { sevrity: 'high' } as object),
  }
  const message = /a report has no 'sevrity' \(did you mean 'severity'\?\)/
  await t.throwsAsync(findingsOf(rule, 'f()\n'), { message })
})

test('a check may report more than a call can have arguments', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module("{ call: 'f' }", 'for (let i = 0; i < 14_000; i++) context.report(node)'),
    'app.py': 'f()\n',
  })
  // How many arguments a call can have depends on the stack. With a small one, the test needs little time.
  const words = ['--stack-size=100', CLI, 'check', '-f', 'concise']
  const { stdout, stderr, status } = await run(process.execPath, words, { cwd })
  t.deepEqual([stderr, status], ['', 1])
  t.regex(stdout, /^app\.py:1:1: ACME1 .*\n1 finding in 1 file/)
})

test('a module counts once, however often it is named', async t => {
  const cwd = project(t, {
    'posse.toml':
      'extend = ["a/one.toml", "a/two.toml"]\nrules.scripts = ["./a/rules.mjs", "./a/../a/rules.mjs"]\n',
    'a/one.toml': CONFIGURATION,
    'a/two.toml': CONFIGURATION,
    'a/rules.mjs': module("{ call: 'f' }", 'context.report(node)'),
    'app.py': 'f()\n',
  })
  t.deepEqual(await found(t, cwd), ['app.py:1:1 ACME1 found f'])
})

test('anything can be thrown', async t => {
  const thrown: [code: string, told: string][] = [
    ['throw null', 'it threw null'],
    ['throw { a: 1, toString() { throw 2 } }', 'it threw { a: 1, toString: [Function: toString] }'],
    ['throw Object.create(null)', 'it threw [Object: null prototype] {}'],
    ['throw Symbol("a")', 'it threw Symbol(a)'],
    [
      'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })',
      'it threw something that cannot be shown',
    ],
    ['throw Object.assign(new Error("a"), { stack: 5 })', 'Error: a'],
    ['throw Object.defineProperty(new Error("a"), "stack", { get() { throw 1 } })', 'Error: a'],
    [
      'throw Object.defineProperty(new Error("a"), "message", { get() { throw 1 } })',
      'it threw something that cannot be shown',
    ],
  ]
  const rules = thrown.map(
    ([code], at) => `{ id: 'ACME${at}', message: 'm', on: { call: 'f' }, check() { ${code} } }`,
  )
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': `export default [${rules.join(', ')}, { id: 'ACME9', message: 'm', on: { call: 'f' }, check(n, c) { c.report(n) } }]`,
    'app.py': 'f()\n',
  })
  const { results, errors, status } = await check(cwd)
  t.deepEqual([results.map(({ test_id }) => test_id), status], [['ACME9'], 2])
  t.deepEqual(
    errors.map(({ reason }) => reason.replace(/ \(rules\.mjs.*?\)$/, '')),
    thrown.map(([, told], at) => `rule ACME${at} failed on line 1: ${told}`),
  )
})

test('many errors of a rule are counted, not listed', async t => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}.py`, 'f()\n']))
  const cwd = project(t, {
    ...files,
    'posse.toml': CONFIGURATION,
    'rules.mjs': module("{ call: 'f' }", 'throw 1'),
  })
  const { errors, status } = await check(cwd)
  t.is(status, 2)
  t.is(errors.length, 20)
  t.regex(errors.at(-1)?.reason ?? '', /it threw 1 .*, and 10 more errors of this rule$/)
})

test('what is wrong with a module is a mistake of the configuration', async t => {
  const mistakes = async (files: Files, configuration = CONFIGURATION) => {
    const cwd = project(t, { 'app.py': 'f()\n', 'posse.toml': configuration, ...files })
    const { stdout, stderr, status } = await posse(['check'], { cwd })
    t.deepEqual([stdout, status], ['', 2])
    return stderr.replace(/^posse check: error: /gm, '')
  }
  t.regex(await mistakes({}), /^posse\.toml:2:18: no such file: '.\/rules\.mjs'/)
  t.regex(await mistakes({ 'rules.mjs': 'let a\nb.c()\n' }), /ReferenceError: b is not defined \(line 2\)$/m)
  t.regex(
    await mistakes({ 'rules.mjs': `console.log("x")\n${module("{ call: 'f' }", '')}` }),
    /it prints: "x"/,
  )
  t.regex(await mistakes({ 'rules.mjs': 'process.exit(0)\n' }), /process\.exit\(\) was called/)
  t.regex(
    await mistakes({ 'rules.mjs': 'export default () => ({})\n' }),
    /it exports a function, not a rule: use export default/,
  )
  t.regex(await mistakes({ 'rules.mjs/a': '' }), /^posse\.toml:2:18: '\.\/rules\.mjs' is not a file$/m)
  const rejects = `Promise.reject(new Error("x"))\n${module("{ call: 'f' }", '')}`
  t.regex(await mistakes({ 'rules.mjs': rejects }), /Error: x/)
  t.regex(
    await mistakes({ 'rules.mjs': rejects }),
    /^posse\.toml:2:18: cannot load .* nobody waits for it: Error: x \(line 1\)$/m,
  )
  t.is(
    await mistakes({ 'rules.mjs': `setTimeout(() => { throw "x" }, 20)\n${module("{ call: 'f' }", '')}` }),
    "posse.toml:2:18: cannot load the rules of './rules.mjs': what it has left for later, such as a timer, failed: it threw x\n",
  )
  t.is(
    await mistakes({ 'rules.mjs': 'throw "x"\n' }),
    "posse.toml:2:18: cannot load the rules of './rules.mjs': it threw x\n",
  )
  t.regex(
    await mistakes({ 'rules.mjs': 'export default Array(1e7).fill({})\n' }),
    /it exports 10000000 rules, but a module may have 10000$/m,
  )
  t.regex(await mistakes({ 'rules.mjs': 'let a = 1\n' }), /it exports no rule: use export default/)
  t.regex(
    await mistakes({ 'rules.mjs': 'export default Promise.resolve({})\n' }),
    /it exports a promise, not a rule: use await/,
  )
  t.regex(
    await mistakes({
      'rules.mjs': 'export default { id: "ACME1", message: "m", on: { string: /a/ }, check() {} }\n',
    }),
    /write \/a\/ as a string/,
  )
  t.is(
    await mistakes({
      'rules.mjs': 'export default { id: "ACME1", message: "m", on: { call: "f" }, *check() {} }\n',
    }),
    "rules.mjs: 'rule.check' must be a plain function: a generator would never run\n",
  )
  const twice = `const rule = { id: 'ACME1', message: 'm', on: { call: 'f' }, check() {} }\nexport default [rule, rule]\n`
  t.is(
    await mistakes({ 'rules.mjs': twice }),
    "rules.mjs: the id 'ACME1' is also that of another rule, in rules.mjs\n",
  )
  t.regex(await mistakes({ 'rules.mjs': 'export default []\n' }), /it exports an empty list/)
  t.regex(
    await mistakes({ 'rules.mjs': 'throw { get why() { throw 1 } }\n' }),
    /: it threw \{ why: \[Getter\] \}$/m,
  )
  const wrong = 'export default {\n  id: 1\n  message: 2 }\n'
  for (const name of ['rules.mjs', 'rules.js', 'rules.ts'])
    t.regex(
      await mistakes({ [name]: `await 1\n${wrong}` }, `rules = ["${name}"]`),
      /: SyntaxError: Unexpected token, expected "," \(line 4\)$/m,
    )
  t.regex(
    await mistakes(
      { 'rules.ts': `enum A { B }\n@C class D {}\n${wrong.replaceAll('\n', ',')}` },
      'rules = ["rules.ts"]',
    ),
    /SyntaxError: .* \(line \d\)$/m,
  )
  t.regex(
    await mistakes({ 'rules.ts': 'export default { id: 1\n' }, 'rules = ["rules.ts"]'),
    /cannot load the rules of 'rules\.ts'/,
  )
  t.is(
    await mistakes({
      'rules.mjs': 'export default { id: "acme", mesage: "m", on: { cal: true, call: ["a b"] } }',
    }),
    [
      "rules.mjs: 'rule.id' must be capital letters and digits such as 'ACME001', at most 20, not 'acme'",
      "rules.mjs: unknown key 'mesage' in 'rule' (did you mean 'message'?)",
      "rules.mjs: a rule cannot look for 'cal' (did you mean 'call'?)",
      "rules.mjs: 'a b' is not a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**'",
      "rules.mjs: 'rule' needs the key 'check'",
      '',
    ].join('\n'),
  )
  t.regex(await mistakes({ 'rules.mjs': module("{ string: '(' }", '') }), /'\(' is no regular expression/)
  t.regex(
    await mistakes({ 'rules.mjs': "export default { id: 'ACME1', message: 'm', on: { call: 'f' } }" }),
    /'rule\.check' must be a function|needs the key 'check'/,
  )
  t.regex(
    await mistakes({
      'rules.mjs': module("{ call: 'f' }", ''),
      'posse.toml': `${CONFIGURATION}[[rules.call]]\nid = "ACME1"\ncalls = "g"\nmessage = "m"\n`,
    }),
    /the id 'ACME1' is also that of another rule/,
  )
})

test('a module that never ends loading is stopped', t => {
  const endless = () => {
    for (;;);
  }
  t.is(runWithin(20, endless, 'late'), 'late')
  const steps: string[] = []
  const cleaned = () => {
    try {
      endless()
    } finally {
      steps.push('finally')
    }
  }
  t.is(runWithin(20, cleaned, 'late'), 'late')
  t.deepEqual(steps, [])
  t.is(
    runWithin(10_000, () => 'done', 'late'),
    'done',
  )
  t.throws(() => runWithin(10_000, () => JSON.parse('{'), 'late'), { name: 'SyntaxError' })
})

test('a module that never stops making promises, or replaces what all code shares, does no harm', async t => {
  const rule = module("{ call: 'f' }", 'context.report(node)')
  const told = {
    'Array.prototype.map = () => []': 'Array.prototype.map',
    'JSON.stringify = () => "{}"': 'JSON.stringify',
    'Object.prototype.message = "x"': 'Object.prototype.message',
    'globalThis.Atomics = undefined': 'Atomics',
    'globalThis.process = undefined': 'process',
    'const { prototype: all } = Map; all.get = () => 1; Object.freeze(all)': 'Map.prototype.get',
  }
  for (const [code, name] of Object.entries(told)) {
    const cwd = project(t, {
      'posse.toml': CONFIGURATION,
      'rules.mjs': `${code}\n${rule}`,
      'app.py': 'f()\n',
    })
    const { stdout, stderr, status } = await posse(['check'], { cwd })
    t.deepEqual([stdout, status], ['', 2], code)
    t.is(
      stderr,
      `posse check: error: posse.toml:2:18: cannot load the rules of './rules.mjs': it replaces ${name}, which all code shares\n`,
    )
  }
  const endless = 'const again = () => Promise.resolve().then(again)\nagain()\n'
  const cwd = project(t, { 'posse.toml': CONFIGURATION, 'rules.mjs': `${endless}${rule}`, 'app.py': 'f()\n' })
  const { stderr, status } = await posse(['check'], { cwd })
  t.is(status, 2)
  t.regex(stderr, /it takes longer than 10 s to load/)
})

test('a check that replaces what all code shares is told, and what others report is not lost', async t => {
  const good =
    "{ id: 'ACME2', message: 'm', on: { call: 'f' }, check: (node, context) => context.report(node) }"
  const bad =
    "{ id: 'ACME1', message: 'm', on: { call: 'g' }, check() { Array.prototype.push = () => 0; Map.prototype.get = () => 0 } }"
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': `export default [${bad}, ${good}]\n`,
    'a.py': 'g()\nf()\n',
    'b.py': 'f()\ng()\nf()\n',
  })
  const { stdout, status } = await posse(['check', '-f', 'concise'], { cwd })
  t.is(status, 2)
  const lines = stdout.split('\n')
  t.deepEqual(
    lines.filter(line => / ACME2 /.test(line)).map(line => line.split(' ')[0]),
    ['a.py:2:1:', 'b.py:1:1:', 'b.py:3:1:'],
  )
  t.deepEqual(
    lines.filter(line => /failed/.test(line)),
    ['a.py', 'b.py'].map(
      (file, at) =>
        `${file}: rule ACME1 failed on line ${at + 1}: it replaces Array.prototype.push, which all code shares (rules.mjs)`,
    ),
  )
})

test('a check that replaces what all code shares after it has returned is told, too', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module(
      "{ call: 'f' }",
      'context.report(node); Promise.resolve().then(() => { Array.prototype.push = () => 0 })',
    ),
    'app.py': 'x = 1\nf()\n',
  })
  const { stdout, status } = await posse(['check', '-f', 'concise'], { cwd })
  t.is(status, 2)
  t.deepEqual(stdout.split('\n').slice(0, 2), [
    'app.py:2:1: ACME1 acme1: found f [medium/high]',
    'app.py: rule ACME1 failed on line 2: it replaces Array.prototype.push, which all code shares, after the check has returned (rules.mjs)',
  ])
})

test('what a check reports is looked at, and long errors are cut', async t => {
  const reasons = async (code: string) => {
    const cwd = project(t, {
      'posse.toml': CONFIGURATION,
      'rules.mjs': module("{ call: 'f' }", code),
      'app.py': 'f()\n',
    })
    const { stdout, status } = await posse(['check', '-f', 'concise'], { cwd })
    t.is(status, 2)
    return stdout.split('\n')[0] ?? ''
  }
  t.regex(await reasons("context.report(node, 'text')"), /must be an object, such as \{ message: 'text' \}/)
  t.regex(await reasons("context.report(node, ['text'])"), /must be an object/)
  t.regex(await reasons('context.report(node, null)'), /must be an object/)
  t.regex(await reasons("context.report(node, { message: '' })"), /the message of a report must not be empty/)
  const long = await reasons("throw new Error('y'.repeat(100_000))")
  t.true(long.length < 700)
  t.regex(long, /Error: y+…/)
})

test('a report that is read slowly says nothing of how it is written', async t => {
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': module(
      "{ call: 'f' }",
      "for (let i = 0; i < 5000; i++) context.report(node, { message: i + 'x'.repeat(800) })",
    ),
    'app.py': 'f()\n',
  })
  const { stdout, stderr, status } = await posse(['check', '-f', 'concise'], { cwd })
  t.deepEqual([stderr, status], ['', 1])
  t.regex(stdout, /\n5,000 findings in 1 file/)
})

test('--no-js-rules loads nothing, and says so', async t => {
  const cwd = project(t, {
    'posse.toml': `${CONFIGURATION}extend-ignore = ["ACME1"]\n[[rules.call]]\nid = "ACME2"\ncalls = "f"\nmessage = "m"\n`,
    'rules.mjs': 'import { writeFileSync } from "node:fs"\nwriteFileSync("loaded", "")\nexport default []\n',
    'app.py': 'f()\n',
  })
  const { results, stderr, status } = await check(cwd, '--no-js-rules', '--select', 'ACME1,ACME2')
  t.deepEqual([results.map(({ test_id }) => test_id), status], [['ACME2'], 1])
  t.is(stderr, 'warning: rules.mjs: these rules in JavaScript did not run (--no-js-rules)\n')
  t.throws(() => readFileSync(join(cwd, 'loaded')))
})

test('modules that no configuration names, and the compatible mode, load no rules', async t => {
  const rules = 'throw new Error("loaded")\n'
  const bare = project(t, { 'posse.rules.mjs': rules, 'posse.rules.ts': rules, 'app.py': 'f()\n' })
  t.deepEqual(await found(t, bare), [])
  const named = project(t, { 'posse.toml': CONFIGURATION, 'rules.mjs': rules, 'app.py': 'f()\n' })
  const { status, stderr } = await posse(['app.py', '-q'], { cwd: named })
  t.deepEqual([status, stderr], [0, ''])
  t.deepEqual(await found(t, named, '--isolated'), [])
})

test('a path is relative to the file that names it, also in a configuration that is extended', async t => {
  const cwd = project(t, {
    'shared/base.toml': 'rules.scripts = "rules/own.mjs"\n',
    'shared/rules/own.mjs': module("{ call: 'f' }", 'context.report(node)'),
    'more.mjs': module("{ call: 'f' }", 'context.report(node)').replace('ACME1', 'ACME2'),
    'posse.toml': `extend = "shared/base.toml"\n${ONLY_OWN}rules.scripts = ["more.mjs"]\n`,
    'app.py': 'f()\n',
  })
  t.deepEqual(await found(t, cwd), ['app.py:1:1 ACME1 found f', 'app.py:1:1 ACME2 found f'])
})

test('posse rules test runs the examples, and posse/rules/test does', async t => {
  const rule = (id: string, examples: string) =>
    `{ id: '${id}', message: 'm', on: { call: 'f' }, examples: ${JSON.stringify(examples)}, check(n, c) { if (n.argument(0).value > 1) c.report(n) } }`
  const cwd = project(t, {
    'posse.toml': CONFIGURATION,
    'rules.mjs': `export default [${rule('ACME1', 'f(2)  # ACME1\nf(1)')}, ${rule('ACME2', 'f(1)  # ACME2\nf(3)')}, ${rule('ACME3', 'f()')}]`,
  })
  const { stdout, status } = await posse(['rules', 'test'], { cwd })
  t.is(status, 1)
  t.regex(stdout, /^rules\.mjs: ACME2: example 1: line 1 is marked, but not found$/m)
  t.regex(stdout, /^rules\.mjs: ACME2: example 1: line 2 is found, but not marked$/m)
  t.regex(stdout, /^rules\.mjs: ACME3: example 1: rule ACME3 failed on line 1: TypeError/m)
  t.regex(stdout, /^3 rules, 3 examples: 2 not as marked$/m)

  const right: Rule<'call'> = {
    id: 'ACME1',
    message: 'm',
    on: { call: 'f' },
    examples: 'f()  # ACME1',
    check: (node, context) => context.report(node),
  }
  await t.notThrowsAsync(testExamples(right))
  await t.throwsAsync(testExamples({ ...right, examples: 'f()' }), {
    message: 'ACME1: example 1, line 1 is found, but not marked: f()',
  })
  await t.throwsAsync(findingsOf(right, 'f('), { message: /test\.py: / })
})
