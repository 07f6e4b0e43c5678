import { resolve } from 'node:path'
import test from 'ava'
import { run } from '../posse.js'
import { installed } from './installed.js'

const TSC = resolve('node_modules/typescript/bin/tsc')

const RULE = `import { defineRule } from 'posse/rules'

export default defineRule({
  id: 'ACME010',
  name: 'jwt_static_key',
  severity: 'high',
  confidence: 'medium',
  cwe: 798,
  message: 'The signing key is a literal',
  examples: 'import jwt\\njwt.encode(claims, "key")  # ACME010\\njwt.encode(claims, key)',
  on: { call: ['jwt.encode', 'jose.jwt.encode'] },
  check(call, context) {
    const key = call.argument(1) ?? call.keyword('key')
    if (key?.kind === 'string') context.report(key)
  },
})
`

const TEST = `import rule from './posse.rules.js'
import { findingsOf, testExamples } from 'posse/rules/test'

await testExamples(rule)
const [finding] = await findingsOf(rule, 'import jwt\\njwt.encode(claims, key="abc")\\n')
console.log(finding?.start.line, finding?.message)
`

test('a rule in TypeScript has types, runs, and can be tested', async t => {
  const cwd = await installed(t, {
    'package.json': '{"type": "module"}',
    'posse.toml': 'select = ["ACME"]\nrules.scripts = ["posse.rules.ts"]\n',
    'posse.rules.ts': RULE,
    'rule.test.ts': TEST,
    'app.py': 'from jose import jwt\n\nKEY = "abc"\ntoken = jwt.encode({}, KEY)\n',
  })
  const checked = await run('npx', ['posse', 'check', '-f', 'concise'], { cwd })
  t.deepEqual(
    [checked.stdout.split('\n', 1)[0], checked.stderr, checked.status],
    ['app.py:4:24: ACME010 jwt_static_key: The signing key is a literal [high/medium]', '', 1],
  )
  const tested = await run('npx', ['posse', 'rules', 'test'], { cwd })
  t.deepEqual([tested.stdout, tested.status], ['1 rule, 1 example: all as marked\n', 0])
  const options = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--strict',
    '--lib',
    'es2023,dom',
    '--types',
    '',
  ]
  const compiled = await run('node', [TSC, ...options, 'posse.rules.ts', 'rule.test.ts'], { cwd })
  t.deepEqual([compiled.stdout, compiled.status], ['', 0])
  const { stdout, stderr } = await run('node', ['rule.test.js'], { cwd })
  t.deepEqual([stdout, stderr], ['2 The signing key is a literal\n', ''])
})
