import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { rules as thousandRules } from '../benchmarks/cases/own-rules.js'
import { type Files, folder, posse, project, type Shown } from './posse.js'

/*
 * Rules that a configuration has of its own, in TOML.
 */

/** What a check finds by rules that are not built in. */
async function results(t: ExecutionContext, cwd: string, ...args: string[]): Promise<Shown[]> {
  const { stdout, stderr, status } = await posse(['check', '-f', 'json', ...args], { cwd })
  t.deepEqual([stderr, status === 2], ['', false])
  const { results: all } = JSON.parse(stdout) as { results: Shown[] }
  return all.filter(({ test_id }) => !/^[BP]\d{3}$/.test(test_id))
}

/** The same, as `file:line rule`. */
async function found(t: ExecutionContext, cwd: string, ...args: string[]): Promise<string[]> {
  const all = await results(t, cwd, ...args)
  return all.map(({ filename, test_id, line_number }) => `${filename}:${line_number} ${test_id}`)
}

/** The lines on which a rule about calls finds something in a file. */
async function lines(t: ExecutionContext, keys: string, code: string): Promise<number[]> {
  const rule = `[[rules.call]]\nid = "ACME001"\nmessage = "m"\n${keys}`
  const all = await results(t, project(t, { 'app.py': code, 'posse.toml': rule }))
  return all.map(({ line_number }) => line_number)
}

/** What is wrong with a configuration. */
async function mistakes(t: ExecutionContext, files: Files, ...args: string[]): Promise<string> {
  const cwd = project(t, { 'app.py': '', ...files })
  const { stdout, stderr, status } = await posse(['check', ...args], { cwd })
  t.deepEqual([stdout, status], ['', 2])
  return stderr.replace(/^posse check: error: /gm, '')
}

const JWT = `[[rules.call]]
id = "ACME001"
name = "unverified_jwt"
calls = ["jwt.decode", "acme.legacy.*"]
where = [{ keyword = "options", contains = { verify_signature = false } }]
unless = [{ keyword = "verify", present = true }]
message = "{name} does not check the token"
severity = "high"
confidence = "medium"
cwe = 347
help = "Pass algorithms=[...]."
`

const APP = `import jwt
from acme import legacy
OPTIONS = {"verify_signature": False}
jwt.decode(t, options=OPTIONS)
legacy.read(t, options=dict(verify_signature=False))
legacy.db.read(t, options=OPTIONS)
jwt.decode(t, options={"verify_signature": True})
jwt.decode(t, options=OPTIONS, verify=True)
jwt.decode(t, options=options)
`

test('a rule about calls finds them by their qualified names and arguments', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': JWT })
  t.deepEqual(
    (await results(t, cwd)).map(each => [
      each.line_number,
      each.test_id,
      each.test_name,
      each.issue_text,
      each.issue_severity,
      each.issue_confidence,
    ]),
    [
      [4, 'ACME001', 'unverified_jwt', 'jwt.decode does not check the token', 'HIGH', 'MEDIUM'],
      [5, 'ACME001', 'unverified_jwt', 'acme.legacy.read does not check the token', 'HIGH', 'MEDIUM'],
    ],
  )
})

test('a rule finds calls by names that the file gives to a function', async t => {
  const code = [
    'from acme import run as go, Client',
    'import acme',
    'go()  # 2',
    'first = go',
    'first()',
    'second = first',
    'second()',
    'class A:',
    '    method = acme.run',
    '    def f(self):',
    '        self.method()',
    'def g(first):',
    '    first()',
    'def h():',
    '    third = acme.run',
    '    third()',
    'third()',
  ]
  const cwd = project(t, {
    'posse.toml':
      'select = ["ACME"]\n[[rules.call]]\nid = "ACME001"\ncalls = "acme.run"\nmessage = "{name}"\n',
    'app.py': code.join('\n'),
  })
  t.deepEqual(
    await found(t, cwd),
    [3, 5, 7, 11, 16].map(line => `app.py:${line} ACME001`),
  )
})

test('a rule finds each call once, whatever its names have in common', async t => {
  t.deepEqual(
    await lines(t, 'calls = ["a.b", "a.*", "*.b", "**.b", "a.**"]', 'import a\na.b()\nx.b()\n'),
    [2, 3],
  )
  t.deepEqual(await lines(t, 'calls = "eval"', 'eval(x)\ndef f(eval): eval(x)\n'), [1])
  t.deepEqual(await lines(t, 'calls = "acme.db.run"', 'from .db import run as r\nr(1)\nrun(1)\n'), [2])
})

test('conditions test whether an argument is given', async t => {
  const code = 'f()\nf(1)\nf(a=1)\nf(*x)\nf(**x)\nf(**{"a": 1})\n'
  const by = (condition: string, key = 'where') => lines(t, `calls = "f"\n${key} = [{ ${condition} }]`, code)
  t.deepEqual(await by('argument = 0, keyword = "a", present = true'), [2, 3, 4, 5, 6])
  t.deepEqual(await by('argument = 0, keyword = "a", absent = true'), [1])
  t.deepEqual(await by('argument = 0, keyword = "a", present = false'), [1])
  t.deepEqual(await by('argument = 0, keyword = "a", present = true', 'unless'), [1])
  t.deepEqual(await by('keyword = "a", present = true'), [3, 5, 6])
  t.deepEqual(await by('argument = 0, present = true'), [2, 4])
})

test('conditions test values', async t => {
  const values = [
    '1', // 1
    'True',
    '"text"',
    'b"text"',
    'None', // 5
    '["a", 2]',
    '("a",)',
    '{"a"}',
    '{"a": 1}',
    'g()', // 10
    'lambda: 0',
    'f"{x}a"',
    '"a" + x',
    '"%s" % x',
    '"{}".format(x)', // 15
    'acme.MODE',
    'x',
    '1.5',
    '-1',
  ]
  const code = values.map(value => `f(${value})`).join('\n')
  const by = (tests: string) =>
    lines(t, `calls = "f"\nwhere = [{ argument = 0, ${tests} }]`, `import acme; from m import x\n${code}\n`)
  const at = async (tests: string) => (await by(tests)).map(line => line - 1)
  t.deepEqual(await at('is = 1'), [1])
  t.deepEqual(await at('is = [true, "text", 1.5, -1]'), [2, 3, 18, 19])
  t.deepEqual(await at('kind = "string"'), [3])
  t.deepEqual(await at('kind = ["bytes", "bool", "none", "number"]'), [1, 2, 4, 5, 18, 19])
  t.deepEqual(await at('kind = ["list", "tuple", "set", "dict", "lambda", "call"]'), [6, 7, 8, 9, 10, 11, 15])
  t.deepEqual(await at('kind = "built"'), [12, 13, 14, 15])
  t.deepEqual(await at('regex = "(?i)^TEX"'), [3])
  t.deepEqual(await at('name = "acme.*"'), [16])
  t.deepEqual(await at('contains = "a"'), [6, 7, 8])
  t.deepEqual(await at('contains = "ex"'), [3])
  t.deepEqual(await at('contains = ["a", 2]'), [6])
  t.deepEqual(await at('contains = { a = 1 }'), [9])
  t.deepEqual(await at('len = 1'), [7, 8, 9])
  t.deepEqual(await at('len = { min = 2, max = 4 }'), [3, 4, 6])
  t.deepEqual(await at('range = { max = 1 }'), [1, 19])
  t.deepEqual(await at('range = { min = 1, max = 1.5 }'), [1, 18])
  t.deepEqual(await at('range = { min = 1.25 }'), [18])
  t.deepEqual(await at('kind = "constant", regex = "x"'), [3])
})

test('a rule about imports finds modules and everything in them', async t => {
  const rule =
    '[[rules.import]]\nid = "ACME002"\nmodules = ["acme.legacy", "old"]\nexcept = "acme.legacy.ok"\nmessage = "{name} is old"\n'
  const code = [
    'import acme.legacy', // 1
    'import acme.legacy.db as db',
    'from acme import core, legacy',
    'from acme.legacy import db, ok',
    'from acme.legacy import ok', // 5
    'import acme.legacy.ok.inner',
    'from .legacy import x',
    'import older, old',
    'from old import *',
    'import acme', // 10
  ].join('\n')
  const all = await results(t, project(t, { 'app.py': code, 'posse.toml': rule }))
  t.deepEqual(
    all.map(({ line_number, issue_text }) => `${line_number} ${issue_text}`),
    [
      '1 acme.legacy is old',
      '2 acme.legacy.db is old',
      '3 acme.legacy is old',
      '4 acme.legacy.db is old',
      '7 .legacy.x is old',
      '8 old is old',
      '9 old is old',
    ],
  )
})

test('selectors, severities, suppressions and globs know the rules', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': JWT })
  const all = ['app.py:4 ACME001', 'app.py:5 ACME001']
  t.deepEqual(await found(t, cwd, '--select', 'ACME'), all)
  t.deepEqual(await found(t, cwd, '--select', 'unverified_jwt'), all)
  t.deepEqual(await found(t, cwd, '--ignore', 'ACME001'), [])
  t.deepEqual(await found(t, cwd, '--select', 'P'), [])
  t.is((await results(t, cwd, '--severity', 'ACME001=low'))[0]?.issue_severity, 'LOW')
  for (const word of ['ACME001', 'ACME001=', '=low', 'ACME001=low=high'])
    t.is(
      (await posse(['check', '--severity', word], { cwd })).stderr,
      `posse check: error: --severity: '${word}' must be a rule and a level, such as B404=off\n`,
    )
  const more = `extend-ignore = ["ACME0"]\n[per-file-ignores]\n"*.py" = ["unverified_jwt"]\n`
  const ignored = project(t, { 'app.py': APP, 'posse.toml': more + JWT })
  t.deepEqual(await found(t, ignored), [])
  const comments = APP.replace('options=OPTIONS)', 'options=OPTIONS)  # nosec: ACME001 -- seen').replace(
    'False))',
    'False))  # nosec: unverified_jwt',
  )
  t.deepEqual(await found(t, project(t, { 'app.py': comments, 'posse.toml': JWT })), [])
  const unused = project(t, { 'app.py': 'x = 1  # nosec: ACME001\n', 'posse.toml': JWT })
  const { stdout } = await posse(['check', '-f', 'concise'], { cwd: unused })
  t.regex(stdout, /P001 .*nothing to suppress here for ACME001/)
  t.deepEqual(await found(t, cwd, '--profile', 'bandit'), [])
})

test('Bandit mode knows nothing of them', async t => {
  const with_ = project(t, { 'app.py': APP, 'posse.toml': JWT })
  const without = project(t, { 'app.py': APP })
  const [a, b] = await Promise.all([with_, without].map(cwd => posse(['-f', 'json', 'app.py'], { cwd })))
  t.deepEqual([a?.stdout, a?.status], [b?.stdout, b?.status])
})

test('a configuration has the rules of those that it extends, once', async t => {
  const cwd = project(t, {
    'rules.toml': JWT,
    'a.toml': 'extend = "rules.toml"\n',
    'posse.toml': 'extend = ["a.toml", "rules.toml"]\nselect = ["ACME001"]\n',
    'app.py': APP,
    'other/.posse.toml': '',
    'other/app.py': APP,
    'third/posse.toml': 'extend = "//"\n[severity]\nACME001 = "low"\n',
    'third/app.py': APP,
  })
  t.deepEqual(
    await found(t, cwd),
    ['app.py', 'third/app.py'].flatMap(f => [`${f}:4 ACME001`, `${f}:5 ACME001`]),
  )
})

test('the command line may select a rule that a folder below has', async t => {
  const cwd = project(t, { 'posse.toml': '', 'a/posse.toml': JWT, 'a/app.py': APP, 'app.py': APP })
  t.is((await found(t, cwd, '--select', 'ACME001')).length, 2)
  t.is((await found(t, cwd, '--config', 'extend-ignore = ["ACME001"]')).length, 0)
  t.is((await found(t, cwd, '--config', 'severity = { ACME = "off" }')).length, 0)
  t.regex(
    await mistakes(t, { 'posse.toml': JWT }, '--select', 'ACME002'),
    /--select: unknown rule.*'ACME002'/,
  )
  t.regex(
    await mistakes(t, { 'posse.toml': JWT }, '--config', 'ignore = ["ACME002"]'),
    /--config:1:11: unknown rule.*'ACME002'/,
  )
})

test('any number of threads and the cache give the same findings', async t => {
  const rule = '[[rules.import]]\nid = "ACME002"\nmodules = "acme"\nmessage = "m"\n'
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}.py`, APP]))
  const cwd = project(t, { ...files, 'posse.toml': JWT + rule })
  const cache = folder(t, {})
  const one = await found(t, cwd, '-j', '1')
  t.is(one.length, 120)
  t.deepEqual(await found(t, cwd, '-j', '8'), one)
  t.deepEqual(await found(t, cwd, '--cache-dir', cache), one)
  t.deepEqual(await found(t, cwd, '--cache-dir', cache), one)
  t.is((await found(t, cwd, '--cache-dir', cache, '--ignore', 'ACME002')).length, 80)
})

test('a report for machines describes the rule', async t => {
  const cwd = project(t, { 'app.py': APP, 'posse.toml': JWT })
  const { stdout } = await posse(['check', '-f', 'sarif'], { cwd })
  const { rules } = JSON.parse(stdout).runs[0].tool.driver
  const rule = rules.find(({ id }: { id: string }) => id === 'ACME001')
  t.is(rule.name, 'UnverifiedJwt')
  t.is(rule.shortDescription.text, '{name} does not check the token.')
  t.deepEqual(rule.properties.tags, ['security', 'external/cwe/cwe-347'])
  const full = await posse(['check', '-f', 'full'], { cwd })
  t.true(full.stdout.includes('= fix: Pass algorithms=[...].'))
})

test('parts of a check know the rules', async t => {
  const cwd = project(t, { 'app.py': APP, 'b.py': APP, 'posse.toml': JWT })
  for (const part of [1, 2]) await posse(['check', '--shard', `${part}/2`, '-o', `r${part}.part`], { cwd })
  const { stdout, stderr } = await posse(['merge', '-f', 'json', '.'], { cwd })
  t.is(stderr, '')
  const { results: all } = JSON.parse(stdout) as { results: Shown[] }
  t.is(all.filter(({ test_id }) => test_id === 'ACME001').length, 4)
})

test('every mistake has its place', async t => {
  const rule = (keys: string) => `[[rules.call]]\nid = "ACME001"\ncalls = "f"\nmessage = "m"\n${keys}\n`
  const cases: [toml: string, mistake: string][] = [
    ['[[rules.calls]]\n', "1:9: unknown key 'calls' in 'rules' (did you mean 'call'?)"],
    [
      'rules = 1\n',
      "1:9: 'rules' must be a table such as [[rules.call]], or a list of paths of modules, not 1",
    ],
    [
      '[rules]\ncall = 1\n',
      "2:8: 'rules.call' must be a list of tables, each written as [[rules.call]], not 1",
    ],
    ['[[rules.call]]\nid = "A1"\nmessage = "m"\n', "1:9: 'rules.call' needs the key 'calls'"],
    [
      rule('fixes = {}'),
      "5:1: unknown key 'fixes' in 'rules.call' (known: 'id', 'name', 'message', 'severity', 'confidence', 'cwe', 'help', 'url', 'examples', 'calls', 'where', 'unless', 'fix')",
    ],
    [
      rule('severity = "hig"'),
      "5:12: 'rules.call.severity' must be one of 'low', 'medium', 'high', not 'hig' (did you mean 'high'?)",
    ],
    [rule('cwe = 0'), "5:7: 'rules.call.cwe' must be a whole number from 1 to 9999, not 0"],
    [rule('name = "A b"'), "5:8: 'rules.call.name' must be a name such as 'unverified_jwt', not 'A b'"],
    [
      rule('url = "acme.dev"'),
      "5:7: 'rules.call.url' must be an address such as 'https://acme.dev/rules', not 'acme.dev'",
    ],
    [
      rule('where = [{ argument = 0 }]'),
      "5:10: 'rules.call.where' needs one of present, absent, is, kind, regex, name, contains, len, range",
    ],
    [rule('where = [{ is = 0 }]'), "5:10: 'rules.call.where' needs one of argument, keyword"],
    [
      rule('where = [{ argument = -1, is = 0 }]'),
      "5:23: 'rules.call.where.argument' must be a position from 0 to 999, not -1",
    ],
    [
      rule('where = [{ argument = 1000, is = 0 }]'),
      "5:23: 'rules.call.where.argument' must be a position from 0 to 999, not 1000",
    ],
    [
      rule('where = [{ argument = 99999999999999999, is = 0 }]'),
      "5:23: 'rules.call.where.argument' must be a position from 0 to 999, not a number of that size",
    ],
    [
      rule('where = { argument = 0 }'),
      `5:9: 'rules.call.where' must be a list of tables such as [{ argument = 0, kind = "string" }], not a table`,
    ],
    [
      rule('where = ["x"]'),
      `5:10: 'rules.call.where' must be a list of tables such as [{ argument = 0, kind = "string" }], but this is 'x'`,
    ],
    [
      rule('where = [{ argument = 0, range = inf }]'),
      "5:34: 'rules.call.where.range' must be a table such as { min = 1, max = 8 }, not infinity",
    ],
    [
      rule('where = [{ argument = 0, len = 1.5 }]'),
      "5:32: 'rules.call.where.len' must be a whole number from 0 to 2147483648, or a table such as { min = 1, max = 8 }, not 1.5",
    ],
    [
      rule('fix = { set-keyword = "x" }'),
      `5:23: 'rules.call.fix.set-keyword' must be a table such as { verify = "True" }, not 'x'`,
    ],
    [
      '[rules]\ncall = ["x"]\n',
      "2:9: 'rules.call' must be a list of tables, each written as [[rules.call]], but this is 'x'",
    ],
    // A single table is no list, but its id is known.
    [
      'select = ["ACME001"]\n[rules.call]\nid = "ACME001"\ncalls = "f"\nmessage = "m"\n',
      "2:8: 'rules.call' must be a list of tables, each written as [[rules.call]], not a table",
    ],
    [
      '[[rules.call]]\nid = "A1"\nmesage = "m"\ncalls = "f"\n',
      "3:1: unknown key 'mesage' in 'rules.call' (did you mean 'message'?)",
    ],
    [
      rule('where = [{ argument = 0, kind = "sting" }]'),
      "5:33: unknown kind of values 'sting' (did you mean 'string'?)",
    ],
    [
      rule('where = [{ argument = 0, regex = "(" }]'),
      "5:34: 'rules.call.where.regex' is no regular expression: unclosed group",
    ],
    [
      rule('where = [{ argument = 0, len = { min = 2, max = 1 } }]'),
      "5:32: 'rules.call.where.len' needs 'min' or 'max', and 'min' must not be greater",
    ],
    [
      rule('where = [{ argument = 0, range = { min = 2, max = 1 } }]'),
      "5:34: 'rules.call.where.range' needs 'min' or 'max', and 'min' must not be greater",
    ],
    [
      rule('where = [{ argument = 0, range = {} }]'),
      "5:34: 'rules.call.where.range' needs 'min' or 'max', and 'min' must not be greater",
    ],
    [
      rule('where = [{ argument = 0, range = { min = "2" } }]'),
      "5:42: 'rules.call.where.range.min' must be a number, not '2'",
    ],
    [
      rule('where = [{ argument = 0, contains = { a = [] } }]'),
      "5:43: 'rules.call.where.contains.a' must be true, false, a number or a string, not an empty list",
    ],
    [
      '[[rules.call]]\nid = "acme"\ncalls = "f"\nmessage = "m"\n',
      "2:6: 'rules.call.id' must be capital letters and digits such as 'ACME001', at most 20, not 'acme'",
    ],
    [
      '[[rules.call]]\nid = "B900"\ncalls = "f"\nmessage = "m"\n',
      "2:6: 'rules.call.id' must not begin like the id of a built-in rule, as 'B900' does",
    ],
    [
      '[[rules.call]]\nid = "A1"\ncalls = "a b"\nmessage = "m"\n',
      "3:9: 'a b' is not a dotted name such as 'acme.db.run', 'acme.*.run' or 'acme.**'",
    ],
    [
      '[[rules.call]]\nid = "A1"\ncalls = "self.assertEquals"\nmessage = "m"\n',
      "3:9: 'self.assertEquals' stands for nothing, for 'self' is a parameter: write '*.assertEquals'",
    ],
    [
      '[[rules.call]]\nid = "A1"\ncalls = "f"\nmessage = "a\\u001b[31mb"\nhelp = "c\\u202ed"\n',
      "4:11: 'rules.call.message' has hidden characters, which are escapes here: 'a\\x1b[31mb'\nposse.toml:5:8: 'rules.call.help' has hidden characters, which are escapes here: 'c\\u202ed'",
    ],
    [rule('name = "yaml_load"'), "5:8: the name 'yaml_load' is taken by the rule B506"],
    [
      '[[rules.call]]\nid = "PLE2502"\ncalls = "f"\nmessage = "m"\n',
      "2:6: the id 'PLE2502' is taken by the rule B613",
    ],
    [
      '[[rules.call]]\nid = "ACME1"\nname = "crypto"\ncalls = "f"\nmessage = "m"\n',
      "3:8: the name 'crypto' is taken by a group of rules",
    ],
  ]
  for (const [toml, mistake] of cases)
    t.is(await mistakes(t, { 'posse.toml': toml }), `posse.toml:${mistake}\n`, toml)
})

test('a thousand rules find as few do, and one mistake among them has its place', async t => {
  const code = `import acme.old0
KEY = "acme1_live_0123456789abcdef"
acme.m2.do_2({"verify": False})
acme.m2.do_2({"verify": False}, key=KEY)
acme.m999.append(options={"verify": False})
`
  const toml = thousandRules()
  const cwd = project(t, { 'app.py': `import acme.m2, acme.m999\n${code}`, 'posse.toml': toml })
  t.deepEqual(await found(t, cwd), ['app.py:2 ACME0', 'app.py:3 ACME1', 'app.py:4 ACME2', 'app.py:6 ACME999'])
  const [before = ''] = toml.split('name = "acme_998"')
  const line = before.split('\n').length
  t.is(
    await mistakes(t, { 'posse.toml': toml.replace('"acme_998"', '"Acme 998"') }),
    `posse.toml:${line}:8: 'rules.call.name' must be a name such as 'unverified_jwt', not 'Acme 998'\n`,
  )
})

test('a word without a similar one is told with all that are known, and what can never hold is a mistake', async t => {
  const wrong = async (text: string) => {
    const cwd = project(t, { 'posse.toml': text, 'a.py': '' })
    const { stderr, status } = await posse(['check'], { cwd })
    t.is(status, 2)
    return stderr.replace(/^posse check: error: posse\.toml:/gm, '').trimEnd()
  }
  const call = '[[rules.call]]\nid = "ACME1"\ncalls = "f"\n'
  const where = (condition: string) => `${call}message = "m"\nwhere = [{ keyword = "a", ${condition} }]\n`
  t.is(
    await wrong(where('len = { shortest = 5 }')),
    "5:35: unknown key 'shortest' in 'rules.call.where.len' (known: 'min', 'max')",
  )
  t.regex(
    await wrong(where('kind = "object"')),
    /unknown kind of values 'object' \(known: 'constant', .*'built'/,
  )
  t.regex(
    await wrong('[[rules.string]]\nid = "ACME1"\nmessage = "m"\nregex = "x"\nin = "everywhere"\n'),
    /unknown place of strings 'everywhere' \(known: 'assignment', /,
  )
  t.is(
    await wrong(where('present = true, absent = true')),
    "5:10: 'rules.call.where' can never hold: 'present' and 'absent' exclude each other",
  )
  t.is(
    await wrong(`${call}message = "{names} is old, not {this}"\n`),
    "4:11: 'rules.call.message' has '{names}', but only '{name}' stands for something",
  )
})

test('two rules with one id are a mistake in both places', async t => {
  const both = [
    "posse.toml:3:6: the id 'ACME001' is also that of another rule, in base.toml:2",
    "base.toml:2:6: the id 'ACME001' is also that of another rule, in posse.toml:3",
  ]
  const own = JWT.replace('unverified_jwt', 'other')
  const said = await mistakes(t, { 'base.toml': JWT, 'posse.toml': `extend = "base.toml"\n${own}` })
  t.deepEqual(said.trimEnd().split('\n').sort(), both.sort())
  const copies = project(t, { 'a/posse.toml': JWT, 'a/app.py': APP, 'b/posse.toml': JWT, 'b/app.py': APP })
  t.is((await found(t, copies)).length, 4)
  const beside = await mistakes(t, {
    'a/posse.toml': JWT,
    'a/app.py': APP,
    'b/posse.toml': own,
    'b/app.py': APP,
  })
  t.is(beside.split('\n').length, 3)
})

test('a rule with a mistake is still known to selectors', async t => {
  const toml = 'ignore = ["ACME001"]\n[[rules.call]]\nid = "ACME001"\nmessage = "m"\n'
  t.is(await mistakes(t, { 'posse.toml': toml }), "posse.toml:2:9: 'rules.call' needs the key 'calls'\n")
})

test('a rule about strings finds them by text, place and target', async t => {
  const code = [
    'key = "acme_live_123456"', // 1
    'f("acme_live_123456")',
    'f(key="acme_live_123456")',
    'd = {"key": "acme_live_123456"}',
    'def f(key="acme_live_123456", other=1): "acme_live_123456"', // 5
    'x.key: str = "acme_live_123456"',
    'if x.key == "acme_live_123456": pass',
    'y["key"] = "acme_live_1"',
    'z = ["acme_live_123456"]',
    'w = f"acme_live_123456{x}"', // 10
    'key = "aaaaaaaaaaaaaaaa"',
  ].join('\n')
  const by = async (keys: string) => {
    const rule = `[[rules.string]]\nid = "ACME003"\nmessage = "m"\n${keys}\n`
    const all = await results(t, project(t, { 'app.py': code, 'posse.toml': rule }))
    return all.map(({ line_number }) => line_number)
  }
  t.deepEqual(await by("regex = '^acme_live_\\d+$'"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  t.deepEqual(await by("regex = 'acme_live_\\d{6}'\ntarget = '(?i)KEY'"), [1, 3, 4, 5, 6, 7])
  t.deepEqual(await by("regex = 'acme'\nin = 'assignment'"), [1, 6, 8])
  t.deepEqual(await by("regex = 'acme'\nin = ['argument', 'keyword']"), [2, 3])
  t.deepEqual(await by("regex = 'acme'\nin = ['default', 'value', 'comparison']"), [4, 5, 7])
  t.deepEqual(await by('min-entropy = 3.0\nmin-length = 16\ntarget = "^key$"\nin = "assignment"'), [1, 6])
  t.deepEqual(await by('target = "^key$"\nmin-length = 12\nin = "assignment"'), [1, 6, 11])
  const secret = '[[rules.string]]\nid = "ACME003"\nmessage = "m"\nregex = "acme_live"\nsecret = true\n'
  const { stdout } = await posse(['check', '--select', 'ACME003'], {
    cwd: project(t, { 'app.py': 'key = "acme_live_123456"\n', 'posse.toml': secret }),
  })
  t.false(stdout.includes('acme_live_123456'))
})

test('mistakes in rules about strings have their places', async t => {
  const rule = (keys: string) => `[[rules.string]]\nid = "ACME003"\nmessage = "m"\n${keys}\n`
  const cases = [
    [rule(''), "1:9: 'rules.string' needs one of regex, min-entropy, target"],
    [
      rule('regex = "(?=a)"'),
      "4:9: 'rules.string.regex' is no regular expression: look-around, including look-ahead and look-behind, is not supported",
    ],
    [
      rule('min-entropy = 9'),
      "4:15: 'rules.string.min-entropy' must be a number of bits above 0, such as 3.5, at most 8, not 9",
    ],
    [
      rule('regex = "a"\nin = "asignment"'),
      "5:6: unknown place of strings 'asignment' (did you mean 'assignment'?)",
    ],
  ] as const
  for (const [toml, mistake] of cases)
    t.is(await mistakes(t, { 'posse.toml': toml }), `posse.toml:${mistake}\n`, toml)
})

test('posse rules test runs the examples', async t => {
  const wrong = `${JWT}examples = ["import jwt\\njwt.decode(t)  # ACME001\\njwt.decode(t, options=dict(verify_signature=False))", "x = ("]\n`
  const other = '[[rules.call]]\nid = "A2"\ncalls = "f"\nmessage = "m"\nexamples = "f()  # A2"\n'
  const silent = '[[rules.call]]\nid = "A3"\ncalls = "f"\nmessage = "m"\n'
  const cwd = project(t, { 'posse.toml': wrong + other + silent, 'right/posse.toml': other })
  const { stdout, stderr, status } = await posse(['rules', 'test'], { cwd })
  t.is(
    stdout,
    `posse.toml:1: ACME001: example 1: line 2 is marked, but not found
    jwt.decode(t)  # ACME001
posse.toml:1: ACME001: example 1: line 3 is found, but not marked
    jwt.decode(t, options=dict(verify_signature=False))
posse.toml:1: ACME001: example 2: syntax error in line 1
without examples: A3
3 rules, 3 examples: 2 not as marked
`,
  )
  t.deepEqual([stderr, status], ['', 1])
  const right = await posse(['rules', 'test', 'right'], { cwd })
  t.deepEqual([right.stdout, right.status], ['1 rule, 1 example: all as marked\n', 0])
  const file = await posse(['rules', 'test', 'right/posse.toml'], { cwd })
  t.is(file.stdout, right.stdout)
  t.is((await posse(['rules', 'tst'], { cwd })).status, 2)
})

test('a rule that extends a built-in one adds to that one only', async t => {
  const code = `import acme
def f(r):
    x = acme.take()
    acme.query("select " + x)
    acme.query("select " + acme.clean(x))
    open(x)
    exec(x)
`
  const found = async (toml: string) => {
    const { stdout } = await posse(['check', '-f', 'json'], {
      cwd: project(t, { 'app.py': code, 'posse.toml': toml }),
    })
    const { results: all } = JSON.parse(stdout) as { results: Shown[] }
    return all
      .filter(({ test_id }) => test_id.startsWith('P'))
      .map(each => `${each.line_number} ${each.test_id}`)
  }
  const sql = `[[rules.flow]]\nextends = "P101"\nsources = [{ path = "acme.take" }]
sinks = [{ path = "acme.query", argument = 0 }]\nsanitizers = "acme.clean"\n`
  t.deepEqual(await found(sql), ['4 P101'])
  const path = '[[rules.flow]]\nextends = "P104"\nsources = [{ path = "acme.take" }]\n'
  t.deepEqual(await found(sql + path), ['4 P101', '6 P104'])
  t.deepEqual(await found(`ignore = ["P101"]\n${sql}`), [])
  // The sources of `flow` are of all rules.
  const flow = '[[flow.source]]\npath = "acme.take"\n'
  t.deepEqual(await found(sql.replace(/^sources.*\n/m, '') + flow), ['4 P101', '6 P104', '7 P103'])
})

test('mistakes in a rule that extends a built-in one have their places', async t => {
  const mistake = (keys: string) => mistakes(t, { 'posse.toml': `[[rules.flow]]\n${keys}\n` })
  t.regex(
    await mistake('extends = "P11"\nsources = [{ path = "a" }]'),
    /^posse.toml:2:11: 'rules.flow.extends' must be one of 'P101', .*, not 'P11' \(did you mean 'P101'\?\)\n$/,
  )
  t.is(
    await mistake('extends = "P101"\nid = "A1"\nsanitizers = "a"'),
    "posse.toml:3:1: unknown key 'id' in 'rules.flow' (known: 'extends', 'sources', 'sinks', 'sanitizers', 'propagators')\n",
  )
  t.is(
    await mistake('extends = "P101"'),
    "posse.toml:1:9: 'rules.flow' needs one of sources, sinks, sanitizers, propagators\n",
  )
  t.is(await mistake('id = "A1"\nmessage = "m"'), "posse.toml:1:9: 'rules.flow' needs the key 'sinks'\n")
})

test('posse rules bench prints the findings and the times of the rules', async t => {
  const other = '[[rules.import]]\nid = "ACME002"\nmodules = "b"\nmessage = "m"\n'
  const cwd = project(t, {
    'app.py': APP,
    'posse.toml': JWT,
    'sub/posse.toml': `extend = "//"\n${other}`,
    'sub/a.py': 'import b\neval(c)\n',
  })
  const { stdout, stderr, status } = await posse(['rules', 'bench'], { cwd })
  t.deepEqual([stderr, status], ['', 0])
  t.regex(
    stdout,
    /^ACME001 {8}2 findings\nACME002 {8}1 finding\nwithout rules {2}[\d.]+ ms\nwith rules {5}[\d.]+ ms {2}[+-][\d.]+ %\nreading them {3}[\d.]+ ms, once\n2 rules, 2 files, medians of 7 checks\n$/,
  )
  const json = await posse(['rules', 'bench', '-f', 'json', 'app.py'], { cwd })
  t.like(JSON.parse(json.stdout), {
    runs: 7,
    files: 1,
    rules: [{ id: 'ACME001', name: 'unverified_jwt', findings: 2 }],
  })
  const none = await posse(['rules', 'bench'], { cwd: project(t, { 'a.py': '' }) })
  t.is(none.status, 2)
  t.regex(none.stderr, /have no rules of their own/)
  const untested = await posse(['rules', 'test'], { cwd: project(t, { 'a.py': '' }) })
  t.deepEqual(
    [untested.stderr, untested.status],
    ["posse rules: error: the configuration of '.' has no rules of its own\n", 2],
  )
})

test('posse rules and posse explain know the rules', async t => {
  const cwd = project(t, { 'posse.toml': `${JWT}examples = "x  # ACME001"\n` })
  const listed = await posse(['rules'], { cwd })
  t.regex(listed.stdout, /^ACME001 +unverified_jwt +HIGH +\{name\} does not check the token\.$/m)
  const records = JSON.parse((await posse(['rules', 'list', '-f', 'json'], { cwd })).stdout)
  t.deepEqual(records.find(({ id }: { id: string }) => id === 'ACME001').names, [
    'jwt.decode',
    'acme.legacy.*',
  ])
  const { stdout } = await posse(['explain', 'unverified_jwt'], { cwd })
  t.regex(
    stdout,
    /ACME001: unverified_jwt[\s\S]*Weakness: CWE-347[\s\S]*Pass algorithms=\[\.\.\.\]\.[\s\S]*x {2}# ACME001/,
  )
})

test('a configuration extends that of an installed package', async t => {
  const cwd = project(t, {
    'node_modules/@acme/posse-config/posse.toml': JWT,
    'node_modules/@acme/posse-config/rules/more.toml': 'extend = "../posse.toml"\nextend-ignore = ["P"]\n',
    'app/posse.toml': 'extend = "@acme/posse-config"\n',
    'app/app.py': APP,
    'other/posse.toml': 'extend = "@acme/posse-config/rules/more.toml"\n',
    'other/app.py': APP,
  })
  t.deepEqual(
    await found(t, cwd),
    ['app/app.py', 'other/app.py'].flatMap(file => [`${file}:4 ACME001`, `${file}:5 ACME001`]),
  )
  t.is(
    await mistakes(t, { 'posse.toml': 'extend = "@acme/none"\n' }),
    "posse.toml:1:10: no package '@acme/none' is in a folder node_modules here or above: install it\n",
  )
  const installed = { 'node_modules/@acme/config/posse.toml': '', 'node_modules/acme/posse.toml': '' }
  for (const [name, hint] of [
    ['@acme/confg', ": install it (did you mean '@acme/config'?)"],
    [
      'acme',
      "(only packages with a scope, such as '@acme/posse-config', can be extended; a path can lead into others)",
    ],
    ['https://acme.dev/posse.toml', '(no file is fetched from an address; a package can have one)'],
  ])
    t.true(
      (await mistakes(t, { ...installed, 'posse.toml': `extend = "${name}"\n` })).endsWith(`${hint}\n`),
      name,
    )
  t.is((await mistakes(t, { 'posse.toml': `profile = "${'a'.repeat(10_000)}"\n` })).length, 1019)
  const outside = await mistakes(t, {
    'node_modules/@acme/a/posse.toml': '',
    'posse.toml': 'extend = "@acme/a/../../x.toml"\n',
  })
  t.regex(outside, /no such file/)
})

test('the rules of the examples find what their examples mark', async t => {
  const path = fileURLToPath(new URL('../examples/own-rules/posse.toml', import.meta.url))
  const { stdout, status } = await posse(['rules', 'test', path])
  t.deepEqual([stdout, status], ['25 rules, 25 examples: all as marked\n', 0])
  const module = fileURLToPath(new URL('../examples/own-rules/posse.rules.mjs', import.meta.url))
  const cwd = project(t, { 'posse.toml': `rules.scripts = ${JSON.stringify(module)}\n` })
  const scripts = await posse(['rules', 'test'], { cwd })
  t.deepEqual([scripts.stdout, scripts.status], ['5 rules, 5 examples: all as marked\n', 0])
})

const FLOW = `[[rules.flow]]
id = "ACME020"
name = "personal_data_logged"
sources = [{ path = "acme.people.email_of" }, { path = "acme.people.Person.phone", as = "attribute" }]
sinks = [{ path = "acme.log.write", argument = [0, "text"] }]
sanitizers = "acme.mask"
message = "{name} is personal data, and is written to the log"
severity = "high"
cwe = 532
`

const FLOW_APP = `from acme import log, mask, people
from flask import request

def f(person):
    email = people.email_of(person)
    log.write("mail to " + email)
    log.write(mask(email))
    log.write(text=email)
    log.write("x", email)
    log.write(request.args["x"])
    log.write(people.Person.phone)

def g():
    log.write(int(people.email_of(1)))
`

test('a rule that follows values has its own sources and sinks', async t => {
  const cwd = project(t, { 'app.py': FLOW_APP, 'posse.toml': FLOW })
  const all = await results(t, cwd)
  t.deepEqual(
    all.map(({ line_number, issue_text, issue_severity }) => [line_number, issue_text, issue_severity]),
    [
      [6, 'people.email_of(person) is personal data, and is written to the log', 'HIGH'],
      [8, 'people.email_of(person) is personal data, and is written to the log', 'HIGH'],
      [11, 'people.Person.phone is personal data, and is written to the log', 'HIGH'],
    ],
  )
  const { stdout } = await posse(['check', '--select', 'ACME020'], { cwd })
  t.true(stdout.includes('source'))
})

test('an entry of a source that is an attribute is one, too', async t => {
  const cwd = project(t, {
    'posse.toml': `[[rules.flow]]
id = "ACME1"
sources = [{ path = "acme.env", as = "attribute" }]
sinks = [{ path = "acme.run", argument = 0 }]
message = "{name} is run"
examples = '''
import acme
from acme import env
def f(key):
    acme.run(acme.env)  # ACME1
    acme.run(acme.env["a"])  # ACME1
    acme.run("x" + env[key])  # ACME1
    acme.run(acme.env.get("a"))  # ACME1
    acme.run(acme.env.a)  # ACME1
    acme.run(acme.other["a"])
'''
`,
  })
  const { stdout, status } = await posse(['rules', 'test'], { cwd })
  t.deepEqual([stdout, status], ['1 rule, 1 example: all as marked\n', 0])
})

test('a rule that follows values without sources follows requests', async t => {
  const rule = FLOW.replace(/sources = .*\n/, '')
  const cwd = project(t, { 'app.py': FLOW_APP, 'posse.toml': rule })
  t.deepEqual(await found(t, cwd), ['app.py:10 ACME020'])
  t.deepEqual(await found(t, cwd, '--ignore', 'ACME020'), [])
})

test('several rules that follow values do not mix', async t => {
  const other = FLOW.replace('ACME020', 'ACME021')
    .replace('personal_data_logged', 'other')
    .replace(/sources = .*/, 'sources = [{ path = "acme.other" }]')
  const models =
    '[[flow.source]]\npath = "acme.people.email_of"\n[[flow.sink]]\npath = "acme.db"\nkind = "sql"\n'
  const code = `${FLOW_APP}\ndef h():\n    import acme\n    log.write(acme.other())\n    acme.db(people.email_of(1))\n`
  const cwd = project(t, { 'app.py': code, 'posse.toml': models + FLOW + other })
  t.deepEqual(
    await found(t, cwd),
    [6, 8, 11].map(line => `app.py:${line} ACME020`).concat('app.py:18 ACME021'),
  )
  const { stdout } = await posse(['check', '-f', 'concise', '--select', 'P101'], { cwd })
  t.regex(stdout, /app.py:19:.* P101/)
})

test('help gives no commands to what reads a log', async t => {
  const help = (text: string) =>
    `[[rules.call]]\nid = "ACME001"\ncalls = "f"\nmessage = "m"\nhelp = "${text}"\n`
  const cwd = project(t, { 'app.py': 'f()\n', 'posse.toml': help('##vso[task.complete]a') })
  for (const format of ['full', 'agent']) {
    const { stdout } = await posse(['check', '-f', format], { cwd })
    t.true(stdout.includes('vso[task.complete]a') && !stdout.includes('##vso'), stdout)
  }
})

test('examples are shown, not sent', async t => {
  const cwd = project(t, {
    'posse.toml':
      '[[rules.call]]\nid = "ACME001"\ncalls = "f"\nmessage = "m"\nexamples = "f(\'\\u001b[31m\')  # ACME001"\n',
  })
  const { stdout } = await posse(['explain', 'ACME001'], { cwd })
  t.true(stdout.includes("    f('\\x1b[31m')  # ACME001\n"), stdout)
})

test('a wildcard at the beginning stands for what is not known, too', async t => {
  const rule = (id: string, calls: string) =>
    `[[rules.call]]\nid = "${id}"\ncalls = ["${calls}"]\nmessage = "{name}"\n`
  const code = `class A:
    def f(self, x, logger):
        self.logger.info(1)
        self.app.logger.info(2)
        x.logger.info(3)
        f().logger.info(4)
        logger.info(5)
        x.log.info(6)
        x.query(1).all()
        x.query.all()
        logger.logger(7)
def f(): return g
`
  const cwd = project(t, {
    'app.py': code,
    'posse.toml': [
      ['ACME001', '*.logger.info'],
      ['ACME002', '**.logger.*'],
      ['ACME003', '*.query().all'],
      ['ACME004', 'app.logger.info'],
    ]
      .map(([id = '', calls = '']) => rule(id, calls))
      .join(''),
  })
  t.deepEqual(await found(t, cwd), [
    'app.py:3 ACME001',
    'app.py:3 ACME002',
    'app.py:4 ACME002',
    'app.py:5 ACME001',
    'app.py:5 ACME002',
    'app.py:6 ACME001',
    'app.py:6 ACME002',
    'app.py:9 ACME003',
  ])
})

test('a sink may be a method of something that is not known', async t => {
  const cwd = project(t, {
    'app.py': `from acme import people
class A:
    def f(self, person):
        self.db.session.note(people.email_of(person))
        self.db.note(people.email_of(person))
`,
    'posse.toml': `[[rules.flow]]
id = "ACME004"
message = "m"
sources = [{ path = "acme.people.email_of" }]
sinks = [{ path = "**.session.note" }]
`,
  })
  t.deepEqual(await found(t, cwd), ['app.py:4 ACME004'])
})

test('numbers are whole, or have a fraction', async t => {
  const rule = (id: string, kind: string) =>
    `[[rules.call]]\nid = "${id}"\ncalls = "f"\nwhere = [{ argument = 0, kind = "${kind}" }]\nmessage = "m"\n`
  const cwd = project(t, {
    'app.py': 'f(1)\nf(1.0)\nf(True)\nf(-2)\nf(x)\nf("1")\n',
    'posse.toml': rule('ACME001', 'int') + rule('ACME002', 'float') + rule('ACME003', 'number'),
  })
  t.deepEqual(
    await found(t, cwd),
    ['1 ACME001', '1 ACME003', '2 ACME002', '2 ACME003', '4 ACME001', '4 ACME003'].map(
      each => `app.py:${each}`,
    ),
  )
})

test('mistakes of all files are told together, in the order of file, line and column', async t => {
  const rule = '[[rules.call]]\nid = "A1"\ncalls = "f"\nmessage = "m"\n'
  t.deepEqual(
    (
      await mistakes(t, {
        'base.toml': `${rule}cwe = 0\n`,
        'posse.toml': `fail-on = "x"\nextend = ["none.toml", "base.toml"]\nselect = [1, "Z9"]\n${rule}${rule.replace('A1', 'A2')}${rule}`,
      })
    ).match(/^[^ ]+: .*?(?=,| \(|$)/gm),
    [
      "base.toml:2:6: the id 'A1' is also that of another rule",
      "base.toml:5:7: 'rules.call.cwe' must be a whole number from 1 to 9999",
      "posse.toml:1:11: 'fail-on' must be 'low'",
      "posse.toml:2:11: no such file: 'none.toml'",
      `posse.toml:3:11: 'select' must be a list of selectors such as ["ALL"]`,
      'posse.toml:3:14: unknown rule',
      "posse.toml:5:6: the id 'A1' is also that of another rule",
      "posse.toml:13:6: the id 'A1' is also that of another rule",
    ],
  )
})

test('mistakes in rules that follow values have their places', async t => {
  const rule = (keys: string) => `[[rules.flow]]\nid = "A1"\nmessage = "m"\n${keys}\n`
  t.is(await mistakes(t, { 'posse.toml': rule('') }), "posse.toml:1:9: 'rules.flow' needs the key 'sinks'\n")
  t.is(
    await mistakes(t, { 'posse.toml': rule('sinks = [{ pth = "a" }]') }),
    "posse.toml:4:12: unknown key 'pth' in 'rules.flow.sinks' (did you mean 'path'?)\n",
  )
  for (const wrong of ['"a"', '{ path = "a" }', '[]'])
    t.regex(
      await mistakes(t, { 'posse.toml': rule(`sinks = ${wrong}`) }),
      /^posse.toml:4:9: 'rules.flow.sinks' must be a list of tables such as \[\{ path = "acme.db.run" \}\], not /,
    )
  const many = Array.from({ length: 13 }, (_, at) => rule('sinks = [{ path = "a" }]').replace('A1', `A${at}`))
  t.is(
    await mistakes(t, { 'posse.toml': many.join('') }),
    'posse.toml:49:9: a configuration may have 12 rules that follow values, and this is one more\n',
  )
})
