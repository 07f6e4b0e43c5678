import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folder, posse } from './posse.js'

/*
 * Fixes of rules that a configuration has of its own.
 */

const rule = (keys: string) => `[[rules.call]]\nid = "ACME001"\nmessage = "m"\n${keys}\n`

/** Mends a file with one rule, and checks that doing it twice is doing it once. */
async function mended(t: ExecutionContext, keys: string, code: string): Promise<string> {
  const cwd = folder(t, { '.git/HEAD': '', 'app.py': code, 'posse.toml': rule(keys) })
  const fix = async () => {
    const { stderr } = await posse(['check', '--fix-only', '--unsafe-fixes'], { cwd })
    t.is(stderr, '')
    return readFileSync(join(cwd, 'app.py'), 'utf8')
  }
  const once = await fix()
  t.is(await fix(), once)
  return once
}

/** What is wrong with the fix of a rule. */
async function mistakes(t: ExecutionContext, fix: string): Promise<string> {
  const cwd = folder(t, { '.git/HEAD': '', 'app.py': '', 'posse.toml': rule(`calls = "f"\nfix = ${fix}`) })
  const { stdout, stderr, status } = await posse(['check'], { cwd })
  t.deepEqual([stdout, status], ['', 2])
  return stderr.replace(/^posse check: error: posse.toml:5:/gm, '')
}

const VERIFY = 'calls = "f"\nunless = [{ argument = 1, keyword = "verify", is = true }]\n'

test('an argument is set by name', async t => {
  const fix = `${VERIFY}fix = { set-keyword = { verify = "True" } }`
  t.is(
    await mended(
      t,
      fix,
      `f()
f(a)
f(a, verify=False)
f(a, False)
f(
    a,  # why
)
f(
    a, verify=(False),
)
x = [f(f(a))]
f(a, verify=(b := False))
f(*a)
f(**a)
f(a, **{"b": 1})
print(f"{f(a)}")
f(a, verify=g())`,
    ),
    `f(verify=True)
f(a, verify=True)
f(a, verify=True)
f(a, True)
f(
    a,  # why
    verify=True,
)
f(
    a, verify=(True),
)
x = [f(f(a, verify=True), verify=True)]
f(a, verify=(b := False))
f(*a)
f(**a)
f(a, **{"b": 1}, verify=True)
print(f"{f(a)}")
f(a, verify=g())`,
  )
})

test('several arguments are set at once, and where one cannot be, none is', async t => {
  const fix =
    'calls = "f"\nunless = [{ keyword = "b", is = 2 }]\nfix = { set-keyword = { a = "[1, 2]", b = "2" } }'
  t.is(
    await mended(t, fix, 'f()\nf(x, a=0)\nf(b=1, a=g())\nf(b=1, a=[1, 2])\nf(*x)\n'),
    'f(a=[1, 2], b=2)\nf(x, a=[1, 2], b=2)\nf(b=1, a=g())\nf(b=2, a=[1, 2])\nf(*x)\n',
  )
})

test('a value is not written where a name in it stands for nothing, or for something else', async t => {
  const fix =
    'calls = "datetime.datetime.utcnow"\n' +
    'fix = { replace-name = "datetime.datetime.now", set-keyword = { tz = "datetime.timezone.utc" } }'
  t.is(
    await mended(t, fix, 'import datetime\ndatetime.datetime.utcnow()\n'),
    'import datetime\ndatetime.datetime.now(tz=datetime.timezone.utc)\n',
  )
  const ofClass = 'from datetime import datetime\ndatetime.utcnow()\n'
  t.is(await mended(t, fix, ofClass), ofClass)
  const set = (value: string) =>
    `calls = "f"\nunless = [{ keyword = "a", present = true }]\nfix = { set-keyword = { a = "${value}" } }`
  t.is(await mended(t, set('ssl.CERT_NONE'), 'f()\n'), 'f()\n')
  t.is(await mended(t, set('ssl.CERT_NONE'), 'import ssl\nf()\n'), 'import ssl\nf(a=ssl.CERT_NONE)\n')
  t.is(
    await mended(t, set('[len(x) for x in self.all]'), 'def g(self): f()\ndef h(): f()\n'),
    'def g(self): f(a=[len(x) for x in self.all])\ndef h(): f()\n',
  )
})

test('an argument is taken away', async t => {
  const fix = 'calls = "f"\nwhere = [{ keyword = "fast", present = true }]\nfix = { remove-keyword = "fast" }'
  t.is(
    await mended(
      t,
      fix,
      'f(fast=True)\nf(a, fast=1, b=2)\nf(\n    a,\n    fast=1,\n)\nf(**x)\nf(fast=g())\n',
    ),
    'f()\nf(a, b=2)\nf(\n    a,\n)\nf(**x)\nf(fast=g())\n',
  )
})

test('an argument takes the place of another one', async t => {
  const fix =
    'calls = "f"\nwhere = [{ keyword = "insecure", is = true }]\n' +
    'fix = { remove-keyword = "insecure", set-keyword = { verify = "True", n = "1" } }'
  t.is(
    await mended(
      t,
      fix,
      'f(a, insecure=True, b=1)\nf(insecure=True, verify=False, n=1)\nf(insecure=True, **x)\n',
    ),
    'f(a, verify=True, n=1, b=1)\nf(verify=True, n=1)\nf(insecure=True, **x)\n',
  )
})

test('something else is called', async t => {
  const fix = 'calls = ["acme.tokens.peek", "*.glance"]\nfix = { replace-name = "acme.tokens.read" }'
  const read = (code: string) => mended(t, fix, code)
  t.is(await read('import acme.tokens\nacme.tokens.peek(a)\n'), 'import acme.tokens\nacme.tokens.read(a)\n')
  t.is(
    await read('from acme import tokens as t\nt.peek(t.peek(a))\n'),
    'from acme import tokens as t\nt.read(t.read(a))\n',
  )
  t.is(
    await read('from acme.tokens import peek as p, read\np(a)\n'),
    'from acme.tokens import peek as p, read\nread(a)\n',
  )
  t.is(
    await read('"""Doc."""\nfrom acme.tokens import peek\npeek(a)\n'),
    '"""Doc."""\nimport acme.tokens\nfrom acme.tokens import peek\nacme.tokens.read(a)\n',
  )
  t.is(
    await read('import other\nother.glance(a)\n'),
    'import acme.tokens\nimport other\nacme.tokens.read(a)\n',
  )
  const same = 'from acme.tokens import peek\nacme = 1\npeek(a)\nx().glance(a)\n'
  t.is(await read(same), same)
})

test('reports show a fix of its class, and the configuration can change it', async t => {
  const shown = async (fixClass: string, more = '') => {
    const keys = `calls = "f"\nfix = { set-keyword = { a = "1" }${fixClass} }`
    const cwd = folder(t, { '.git/HEAD': '', 'app.py': 'f()\n', 'posse.toml': `${more}\n${rule(keys)}` })
    const { stdout } = await posse(['check', '-f', 'json'], { cwd })
    const [{ fix, fix_class: found }] = JSON.parse(stdout).results
    return [found, fix?.title]
  }
  t.deepEqual(await shown(''), ['unsafe', 'Set a=1'])
  t.deepEqual(await shown(', class = "safe"'), ['safe', 'Set a=1'])
  t.deepEqual(await shown(', class = "suggested"'), ['suggested', 'Set a=1'])
  t.deepEqual(await shown('', 'extend-safe-fixes = ["ACME001"]'), ['safe', 'Set a=1'])
  t.deepEqual(await shown('', 'unfixable = ["ACME"]'), [undefined, undefined])
  t.deepEqual(await shown('', 'fixable = ["B"]'), [undefined, undefined])
})

test('a suggested fix is not written, and a safe one is without --unsafe-fixes', async t => {
  const written = async (fixClass: string) => {
    const keys = `calls = "f"\nunless = [{ keyword = "a", is = 1 }]\nfix = { set-keyword = { a = "1" }, class = "${fixClass}" }`
    const cwd = folder(t, { '.git/HEAD': '', 'app.py': 'f()\n', 'posse.toml': rule(keys) })
    await posse(['check', '--fix'], { cwd })
    return readFileSync(join(cwd, 'app.py'), 'utf8')
  }
  t.deepEqual(await Promise.all(['safe', 'unsafe', 'suggested'].map(written)), ['f(a=1)\n', 'f()\n', 'f()\n'])
})

test('every mistake in a fix has its place', async t => {
  t.is(
    await mistakes(t, '1'),
    `7: 'rules.call.fix' must be a table such as { set-keyword = { verify = "True" } }, not 1\n`,
  )
  t.is(
    await mistakes(t, '{ class = "safe" }'),
    "7: 'rules.call.fix' needs one of set-keyword, remove-keyword, replace-name\n",
  )
  t.is(
    await mistakes(t, '{ set-keywords = { a = "1" }, class = "save" }'),
    "9: unknown key 'set-keywords' in 'rules.call.fix' (did you mean 'set-keyword'?)\n" +
      "45: 'rules.call.fix.class' must be one of 'safe', 'unsafe', 'suggested', not 'save' (did you mean 'safe'?)\n",
  )
  t.is(
    await mistakes(t, '{ set-keyword = { class = "1", a = "1, 2", b = true, c = "\'é\'" } }'),
    "25: 'rules.call.fix.set-keyword' has 'class': it is not the name of an argument, in ASCII\n" +
      "42: 'rules.call.fix.set-keyword.a' is no value: it is not one expression\n" +
      '54: \'rules.call.fix.set-keyword.b\' must be Python code in a string, such as "True", not true\n' +
      "64: 'rules.call.fix.set-keyword.c' is no value: it is not one line of ASCII\n",
  )
  t.is(
    await mistakes(t, '{ set-keyword = {} }'),
    "23: 'rules.call.fix.set-keyword' must be a table with at least one key, not an empty table\n",
  )
  t.is(
    await mistakes(t, '{ replace-name = "read", remove-keyword = "a b" }'),
    "24: 'rules.call.fix.replace-name' must be a qualified name such as 'acme.tokens.verify', not 'read'\n" +
      "49: 'rules.call.fix.remove-keyword' has 'a b': it is not the name of an argument, in ASCII\n",
  )
  t.is(
    await mistakes(t, '{ set-keyword = { a = "1" }, remove-keyword = "a" }'),
    "53: 'rules.call.fix' sets and removes 'a'\n",
  )
})

test('posse rules test checks the fix on the examples', async t => {
  const tested = async (keys: string, example: string) => {
    const cwd = folder(t, { 'posse.toml': rule(`${keys}\nexamples = '''\n${example}\n'''`) })
    const { stdout, status } = await posse(['rules', 'test'], { cwd })
    return [stdout, status]
  }
  const unless = 'calls = "f"\nunless = [{ keyword = "a", is = 1 }]'
  t.deepEqual(
    await tested(`${unless}\nfix = { set-keyword = { a = "1" } }`, 'f() # ACME001\nf(*x) # ACME001'),
    ['1 rule, 1 example: all as marked\n', 0],
  )
  t.deepEqual(await tested(`${unless}\nfix = { set-keyword = { a = "2" } }`, 'f() # ACME001'), [
    'posse.toml:1: ACME001: example 1: line 1 is not mended: the finding would still be there\n' +
      '1 rule, 1 example: all as marked, 1 mistake in fixes\n',
    1,
  ])
  t.deepEqual(await tested(`${unless}\nfix = { set-keyword = { a = "1" } }`, 'f(**x) # ACME001'), [
    'posse.toml:1: ACME001: its fix mends no example\n1 rule, 1 example: all as marked, 1 mistake in fixes\n',
    1,
  ])
})

test('posse explain says which fix a rule has', async t => {
  const cwd = folder(t, { 'posse.toml': rule('calls = "f"\nfix = { remove-keyword = "a" }') })
  const { stdout } = await posse(['explain', 'ACME001'], { cwd })
  t.true(
    stdout.includes('- Severity: MEDIUM\n- Confidence: HIGH\n- Fix: unsafe, with `posse check --fix'),
    stdout,
  )
})
