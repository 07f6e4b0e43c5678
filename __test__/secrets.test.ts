import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type CheckOptions, check } from '../src/api.js'
import { CHECK_FORMATS } from '../src/formats/index.js'
import { folder, posse } from './posse.js'

/** A token that was made up, with the right checksum, in parts: it must not look like one here. */
const TOKEN = ['ghp_', 'Kd82jfLq09ZmPw7vXs3RtYu6Nb1HcE', '23kegQ'].join('')
const KEY = ['h3Vn8Wc5Dy2GmT7pB4xLq9Rk', 'K1s6YfGa0uEi'].join('').repeat(4)
const PASSWORD = 'Quasar8841'

const SECRETS = `import os, psycopg2
def connect(user="app", password="${PASSWORD}a"):
    os.system("ls " + user)
    psycopg2.connect(user=user, password="${PASSWORD}b")
    return "postgresql://app:${PASSWORD}c@db/x"
TOKEN = "${TOKEN}"
os.system("ls " + TOKEN)
password = "${PASSWORD}d"
login(password=b"x", secret="${PASSWORD}e")
api_token = """${PASSWORD}f"""
KEY = """-----BEGIN RSA PRIVATE KEY-----
${KEY.slice(0, 64)}
${KEY.slice(64)}
-----END RSA PRIVATE KEY-----"""
headers = {"Authorization": "Bearer ${PASSWORD}g"}
# nosec-begin: B105 -- known
db_password = "${PASSWORD}h"
# nosec-end
`

/** What no report may show of these secrets: more than how they begin. */
const MIDDLES = [
  PASSWORD.slice(0, 5),
  TOKEN.slice(0, 5),
  TOKEN.slice(8, 20),
  KEY.slice(0, 5),
  KEY.slice(70, 90),
]

const source = (content: string) => ({ name: 'a.py', content: new TextEncoder().encode(content) })
const checked = (content: string, options: CheckOptions = {}) =>
  check({ sources: [source(content)], isolated: true, profile: 'audit', ...options })

for (const format of Object.keys(CHECK_FORMATS)) {
  test(`${format}: of secrets, a report shows only how they begin`, async t => {
    const cwd = folder(t, { 'a.py': SECRETS })
    const args = [
      'check',
      '-f',
      format,
      '--profile',
      'audit',
      '--show-hidden',
      '--show-suppressed',
      '--isolated',
    ]
    for (const words of [['a.py'], ['-']]) {
      const { stdout, stderr, status } = await posse([...args, ...words], { cwd, input: SECRETS })
      t.is(status, 1, stderr)
      for (const id of ['P601', 'P602', 'P603', 'P604', 'B105', 'B107']) t.true(stdout.includes(id), id)
      for (const middle of MIDDLES) t.false((stdout + stderr).includes(middle), middle)
    }
  })
}

test('--show-secrets shows them whole', async t => {
  const cwd = folder(t, { 'a.py': SECRETS })
  const { stdout } = await posse(['check', '--isolated', '--show-secrets', '-f', 'json', 'a.py'], { cwd })
  for (const middle of MIDDLES) t.true(stdout.includes(middle), middle)
})

test('messages say how long a secret is, and the code keeps its columns', async t => {
  const { findings } = await checked(`password = "${PASSWORD}"  # note\nBUILD = "${TOKEN}"\n`)
  t.deepEqual(
    findings.map(({ id, line, text }) => [id, line, text]),
    [
      ['B105', 1, "Possible hardcoded password: 'Quas… (10 characters)'"],
      ['P601', 2, 'GitHub token in the code: ghp_… (40 characters).'],
    ],
  )
  const [first, second] = findings
  t.is(first?.code, `1 password = "Quas${'•'.repeat(6)}"  # note\n2 BUILD = "ghp_${'•'.repeat(36)}"\n`)
  t.is(second?.code, first?.code)
  t.deepEqual([second?.start.column, second?.end.column], [9, 51])
})

test('short secrets are not shown at all', async t => {
  const { findings } = await checked('login(password="tR9kq2")\n')
  t.is(findings[0]?.text, "Possible hardcoded password: '… (6 characters)'")
  t.is(findings[0]?.code, '1 login(password="••••••")\n')
})

test('a baseline with whole secrets is still known, and one without them, too', async t => {
  const cwd = folder(t, { 'a.py': SECRETS })
  const run = (...args: string[]) =>
    posse(['check', '--isolated', '--profile', 'audit', ...args, 'a.py'], { cwd })
  await posse(['-f', 'json', '-o', 'bandit.json', 'a.py'], { cwd })
  await run('-f', 'json', '-o', 'masked.json')
  await run('-f', 'json', '-o', 'whole.json', '--show-secrets')
  t.true(readFileSync(join(cwd, 'bandit.json'), 'utf8').includes(PASSWORD))
  t.false(readFileSync(join(cwd, 'masked.json'), 'utf8').includes(PASSWORD))
  for (const baseline of ['masked.json', 'whole.json']) {
    for (const more of [[], ['--show-secrets']]) {
      const { status, stdout } = await run('--baseline', baseline, ...more)
      t.is(status, 0, stdout)
    }
  }
  const { stdout } = await run('--baseline', 'bandit.json', '-f', 'concise')
  t.false(/\bB\d/.test(stdout), stdout)
})

test('a secret in a text of several lines is reported where it is, and a comment after the text suppresses it', async t => {
  const text = (comment: string) =>
    `HELP = """usage:\n  connect postgresql://app:${PASSWORD}@db/x\n  quit\n"""${comment}\n`
  const [finding] = (await checked(text(''))).findings
  t.deepEqual([finding?.id, finding?.start, finding?.end.line], ['P603', { line: 2, column: 28 }, 2])
  const { findings, suppressed = [] } = await checked(text('  # nosec: P603 -- an example'))
  t.deepEqual([findings, suppressed.length], [[], 1])
})
