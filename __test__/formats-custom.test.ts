import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folder, posse } from './posse.js'

const SOURCE = { 'a.py': 'exec("é")\nassert (\n  1)\n' }

function custom(t: ExecutionContext, template: string, ...args: string[]) {
  return posse(['-q', 'a.py', '-f', 'custom', '--msg-template', template, ...args], {
    cwd: folder(t, SOURCE),
  })
}

test('the default template has the absolute path', async t => {
  const cwd = folder(t, SOURCE)
  const { stdout } = await posse(['a.py', '-f', 'custom'], { cwd })
  const [first] = stdout.split('\n')
  t.is(first, `${join(cwd, 'a.py')}:1: B102[bandit]: MEDIUM: Use of exec detected.`)
})

test('the error for an unknown tag suggests the most similar one', async t => {
  const { stdout, stderr, status } = await custom(t, '{tst_id}{lines}')
  t.is(stdout, 'tst_idlines\n'.repeat(2))
  t.regex(stderr, /Tag 'tst_id' was not recognized and will be skipped, did you mean to use 'test_id'\?/)
  t.regex(stderr, /Tag 'lines' was not recognized and will be skipped, did you mean to use 'line'\?/)
  t.is(status, 1)
})

test('a conversion can have a specification, on which Bandit crashes', async t => {
  t.is(
    (await custom(t, '{line!s:>3}|{range!s:8}|{cwe!r:.7}')).stdout,
    '  1|[1]     |CWE-78 \n  2|[2, 3]  |CWE-703\n',
  )
})

test('a specification can contain tags', async t => {
  t.is((await custom(t, '{msg:.{line}}{line:{line}}')).stdout, 'U1\nUs 2\n')
})

test('a name with an attribute or an item is no tag, but a specification can contain one', async t => {
  const unknown = await custom(t, '{msg[0]:3}|{line.real:d}|{[1]}|{a.b}')
  t.is(unknown.stdout, 'msg[0]|line.real|[1]|a.b\n'.repeat(2))
  t.regex(unknown.stderr, /Tag 'msg\[0\]' was not recognized/)
  t.is((await custom(t, '{line:{test_id[0]}<{line.real}}|')).stdout, '1|\n2B|\n')
})

test('a width can have digits of any script', async t => {
  t.is((await custom(t, '{line:\u0663d}|{msg:5.\uff11}|')).stdout, '  1|U    |\n  2|U    |\n')
})

test('a malformed template is a one-line error', async t => {
  const messages: Record<string, string> = {
    '{line': "expected '}' before end of string",
    'line}': "Single '}' encountered in format string",
    '{msg:d}': "Unknown format code 'd' for object of type 'str'",
    '{line!x}': 'Unknown conversion specifier x',
    '{}': 'Replacement index 0 out of range for positional args tuple',
    '{msg:{line:{line}}}': 'Max string recursion exceeded',
    '{msg.}': 'Empty attribute in format string',
    '{msg[]}': 'Empty attribute in format string',
    '{msg[0]x}': "Only '.' or '[' may follow ']' in format field specifier",
    '{msg:{line[0}}': "expected '}' before end of string",
    '{line[0]}': 'Only text can be indexed',
    '{msg[99]}': 'string index out of range',
    '{msg[a]}': "string indices must be integers, not 'str'",
    '{msg.upper:5}': 'unsupported format string passed to builtin_function_or_method.__format__',
    '{\u0663}': 'Replacement index 3 out of range for positional args tuple',
    '{msg:1000001}': 'Too many decimal digits in format string',
    '{range:>10}': 'unsupported format string passed to list.__format__',
  }
  for (const [template, message] of Object.entries(messages)) {
    const run = await custom(t, template)
    t.is(run.stderr, `[main]\tERROR\tTemplate is not in valid format: ${message}\n`)
    t.is(run.stdout, '')
    t.is(run.status, 2)
  }
})

test('a template that fails on a finding leaves no file', async t => {
  const cwd = folder(t, SOURCE)
  const args = ['a.py', '-q', '-f', 'custom', '--msg-template', '{cwe:5}', '-o', 'report']
  const run = await posse(args, { cwd })
  t.is(
    run.stderr,
    '[main]\tERROR\tTemplate is not in valid format: unsupported format string passed to Cwe.__format__\n',
  )
  t.is(run.status, 2)
  t.false(existsSync(join(cwd, 'report')))
})

test('a template is only for the custom format', async t => {
  const run = await posse(['a.py', '--msg-template', '{line}'], { cwd: folder(t, SOURCE) })
  t.true(run.stderr.endsWith('posse: error: --msg-template can only be used with --format=custom\n'))
  t.is(run.status, 2)
})
