import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test from 'ava'
import { builtinRules } from '../../src/rules/builtin.js'
import { run } from '../posse.js'
import { installed } from './installed.js'

const TSC = resolve('node_modules/typescript/bin/tsc')

const EXAMPLES = Array.from(
  readFileSync('docs/api.md', 'utf8').matchAll(/^```ts\n(.*?)^```/gms),
  ([, code = '']) => code,
)

/** What the page's programs print, in order, in a folder with src/a.py. */
const PRINTED = [
  'src/a.py:2: B506 MEDIUM Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().\n',
  '1 shown, 1 hidden, 0 suppressed\n',
  'B506 2:1-2:16\n',
  'stopped: another file was opened\n',
  `${builtinRules().length} checks, B506 is yaml_load
a.py: syntax error while parsing AST from file
tests[0]: there is no rule 'B999'
`,
  `true
src/a.py:2: Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().
src/a.py:3: Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.

`,
]

test('the documented programs pass the strictest type checks, and do what the page says', async t => {
  const cwd = await installed(t, {
    'src/a.py': 'import yaml\nyaml.load(text)\nassert text\n',
    'package.json': '{"type": "module"}',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'dom'],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
      },
    }),
  })
  for (const [index, code] of EXAMPLES.entries()) writeFileSync(join(cwd, `example${index}.ts`), code)
  const compiled = await run('node', [TSC, '--project', cwd], { cwd })
  t.deepEqual([compiled.status, compiled.stdout], [0, ''])
  const printed = await Promise.all(EXAMPLES.map((_, index) => run('node', [`example${index}.js`], { cwd })))
  t.deepEqual(
    printed.map(({ status, stdout, stderr }) => [status, stdout, stderr]),
    PRINTED.map(text => [0, text, '']),
  )
})

test('a wrong option does not compile', async t => {
  const cwd = await installed(t, {
    'wrong.mts': "import { scan } from 'posse'\nawait scan({ targets: 'src' })\n",
  })
  const options = ['--module', 'nodenext', '--strict', '--noEmit', '--lib', 'es2023,dom', '--types', '']
  const { status, stdout } = await run('node', [TSC, ...options, 'wrong.mts'], { cwd })
  t.is(status, 1)
  t.is(
    stdout.split('\n', 1)[0],
    "wrong.mts(2,14): error TS2322: Type 'string' is not assignable to type 'readonly string[]'.",
  )
})
