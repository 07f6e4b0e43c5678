import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type Answer, atOurTime, Workplace } from '../conformance/cli/answer.js'
import { differences, failures } from '../conformance/cli/judge.js'
import { TOPICS } from '../conformance/cli/rows/index.js'

const answer = (fields: Partial<Answer> = {}): Answer => ({ status: 0, stdout: '', written: {}, ...fields })

test('equal answers have no differences; differing exit codes, output and files show both sides', t => {
  t.deepEqual(differences(answer(), answer()), [])
  t.deepEqual(differences(answer({ status: 1, stdout: 'a\nb\n' }), answer({ status: 2, stdout: 'a\nc\n' })), [
    'exit code: Bandit 1, posse 2',
    'standard output, line 2: Bandit "b", posse "c"',
  ])
  const theirs = answer({ written: { out: 'a', gone: null } })
  t.deepEqual(differences(theirs, answer({ written: { out: 'b', new: '' } })), [
    'out, line 1: Bandit "a", posse "b"',
    'gone is removed by Bandit, left alone by posse',
    'new is left alone by Bandit, written by posse',
  ])
})

test('a row that differs by design must differ, and posse must answer as the row says', t => {
  const row = { line: 'bandit -h', because: 'help', status: 0, shows: 'posse' } as const
  t.deepEqual(failures(row, answer({ stdout: 'bandit' }), answer({ stdout: 'posse' })), [])
  t.deepEqual(failures(row, answer({ status: 1 }), answer({ status: 1 })), [
    'exit code: expected 0, posse 1',
    '"posse" does not appear in what posse wrote',
    "equal, and listed as deliberate: help and usage are posse's own",
  ])
})

test('apart from an emptied file or a bytes literal, the answers must be equal', t => {
  const whole = { line: 'bandit -o out', because: 'whole file', status: 2 } as const
  const emptied = answer({ status: 2, written: { out: '' } })
  t.deepEqual(failures(whole, emptied, answer({ status: 2 })), [])
  t.is(failures(whole, emptied, answer({ status: 2, stdout: 'more' })).length, 1)

  const bytes = { line: 'bandit-baseline', because: 'bytes literal', status: 1 } as const
  const literal = answer({ status: 1, stdout: `[ INFO ]\nb'a\\tb\\n\\\\ \\'\\xc3\\xa9'\n` })
  t.deepEqual(
    failures(bytes, literal, answer({ status: 1, stdout: `[ INFO ]\na\tb\n\\ '\u00c3\u00a9\n` })),
    [],
  )
})

test("Bandit's time is replaced by ours in every format that contains one", t => {
  const stdout = [
    'Run started:2024-05-06 07:08:09.123456+00:00',
    '"generated_at": "2024-05-06T07:08:09Z"',
    "generated_at: '2024-05-06T07:08:09Z'",
  ].join('\n')
  t.deepEqual(atOurTime(answer({ stdout, written: { out: stdout } })).written.out?.split('\n'), [
    'Run started:2026-01-01 00:00:00+00:00',
    '"generated_at": "2026-01-01T00:00:00Z"',
    "generated_at: '2026-01-01T00:00:00Z'",
  ])
})

test('each command line finds the tree unchanged, and its answer does not contain the path', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'posse-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const place = new Workplace(folder)
  const ask = (line: string) => place.ask(line, { about: '', rows: [] }, '/bin')
  const first = await ask('pwd; echo 1 > new; echo 2 > code/app.py; rm code/tool; exit 3')
  t.deepEqual(first, {
    status: 3,
    stdout: '/place\n',
    written: { new: '1\n', 'code/app.py': '2\n', 'code/tool': null },
  })
  t.deepEqual(await ask('cat new code/tool'), {
    status: 1,
    stdout: '#!/usr/bin/env python\nexec("no extension")\n',
    written: {},
  })
})

test('no topic has a duplicate row', t => {
  for (const { about, rows } of TOPICS) {
    const lines = rows.map(row => (typeof row === 'string' ? row : row.line))
    t.deepEqual(
      lines.filter((line, at) => lines.indexOf(line) !== at),
      [],
      about,
    )
  }
})
