import test from 'ava'
import { type Files, folder, report } from './posse.js'

const bytes = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding)
const SYNTAX = 'syntax error while parsing AST from file'

test('sources are decoded as CPython decodes them', async t => {
  const files: Files = {
    'bom.py': '\ufeffexec("1")\n',
    'comment.py': bytes('import os\nexec("1")\n# caf\xe9\n'),
    'cp1252.py': bytes('# coding: cp1252\npassword = "\x80"\n'),
    'cr.py': 'import os\rexec("1")\rx=1',
    'crlf.py': 'import os\r\nexec("1")\r\n',
    'feeds.py': '\fimport os\n\f\nexec("1")\n',
    'latin1.py': bytes('# -*- coding: latin-1 -*-\npassword = "caf\xe9"\n'),
    'open_end.py': 'exec("1")',
  }
  const { results, errors } = await report(['-r', '.'], { cwd: folder(t, files) })
  t.deepEqual(errors, [])
  t.deepEqual(
    results.map(each => [each.filename, each.line_number, each.col_offset, each.end_col_offset, each.code]),
    [
      ['./bom.py', 1, 0, 9, '1 exec("1")\n'],
      ['./comment.py', 2, 0, 9, ''],
      ['./cp1252.py', 2, 11, 16, '1 # coding: cp1252\n2 password = "€"\n'],
      ['./cr.py', 2, 0, 9, '1 import os\n2 exec("1")\n3 x=1\n'],
      ['./crlf.py', 2, 0, 9, '1 import os\n2 exec("1")\n'],
      ['./feeds.py', 3, 0, 9, '2 \f\n3 exec("1")\n'],
      ['./latin1.py', 2, 11, 18, '1 # -*- coding: latin-1 -*-\n2 password = "café"\n'],
      ['./open_end.py', 1, 0, 9, '1 exec("1")\n'],
    ],
  )
})

test('a source that cannot be decoded is skipped, keeps its lines of code and affects nothing else', async t => {
  const files: Files = {
    'ascii.py': bytes('# coding: ascii\nx = "\xe9"\n'),
    'bom_latin.py': '\ufeff# coding: latin-1\nexec("1")\n',
    'early.py': bytes('# caf\xe9\nexec("1")\n'),
    'good.py': 'exec("1")\n',
    'nul.py': 'exec("1")\n\0\n',
    'rot13.py': '# coding: rot13\nexec("1")\n',
    'undeclared.py': bytes('import os\nx = "\xe9"\n'),
    'unknown.py': '# coding: klingon\nexec("1")\n',
    'utf16.py': bytes('\ufeffexec("1")\n', 'utf16le'),
  }
  const { results, errors, metrics, status } = await report(['-r', '.'], { cwd: folder(t, files) })
  t.is(status, 1)
  t.deepEqual(
    results.map(each => each.filename),
    ['./good.py'],
  )
  const reasons = Object.fromEntries(errors.map(({ filename, reason }) => [filename.slice(2), reason]))
  const skipped = Object.keys(files).filter(name => name !== 'good.py')
  t.deepEqual(
    reasons,
    Object.fromEntries(
      skipped.map(name => [name, name === 'rot13.py' ? 'exception while scanning file' : SYNTAX]),
    ),
  )
  const loc = skipped.map(name => metrics[`./${name}`]?.loc)
  t.deepEqual(loc, [1, 2, 1, 2, 1, 2, 1, 2])
  t.deepEqual(Object.keys(metrics['./nul.py'] ?? {}), ['loc', 'nosec', 'skipped_tests'])
  t.is(metrics._totals?.loc, 13)
})

test('a lone surrogate in a message does not lose the report', async t => {
  const cwd = folder(t, { 'a.py': 'password = "\\ud800x"\n', 'b.py': 'exec("1")\n' })
  const { results, stdout } = await report(['-r', '.'], { cwd })
  t.deepEqual(
    results.map(each => each.test_id),
    ['B105', 'B102'],
  )
  t.true(stdout.includes(String.raw`"issue_text": "Possible hardcoded password: '\ud800x'"`))
})

test("reports contain non-ASCII text as Bandit's do", async t => {
  const cwd = folder(t, { 'é😀.py': 'password = "\\x7f\\"😀\\t"\n' })
  const { stdout } = await report(['-r', '.'], { cwd })
  t.true(stdout.includes(String.raw`"filename": "./\u00e9\ud83d\ude00.py"`))
  t.true(
    stdout.includes(String.raw`"issue_text": "Possible hardcoded password: '\u007f\"\ud83d\ude00\t'"`),
    stdout,
  )
})
