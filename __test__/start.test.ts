import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { CLI, folder, posse, type Run, run } from './posse.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Prints to standard error whether V8 has rejected the code cache of a script, or `undefined` if there was none. */
const PROBE = `
const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(...words) {
    super(...words)
    process.stderr.write('refused: ' + this.cachedDataRejected + '\\n')
  }
}
`
const SOURCE = { 'probe.cjs': PROBE, 'a.py': 'import os\ndef f(command): os.system(command)\n' }
const SCAN = ['-q', '-f', 'json', 'a.py']
const CHECK = ['check', ...SCAN]
const ACCEPTED = 'refused: false\n'
const REFUSED = 'refused: true\n'
const NOTHING = 'refused: undefined\n'

interface Program {
  cwd: string
  /** The folder of the code cache. */
  cache: string
  /** Runs the program. */
  start(args: readonly string[], flags?: readonly string[], env?: Record<string, string>): Promise<Run>
}

/** A copy of the built program that has not run yet, next to a file to scan. */
function program(t: ExecutionContext): Program {
  const cwd = folder(t, SOURCE)
  const needed = readdirSync(ROOT).filter(name => name === 'index.js' || name.endsWith('.node'))
  for (const name of ['dist', 'package.json', ...needed])
    cpSync(join(ROOT, name), join(cwd, name), { recursive: true })
  const cache = join(cwd, 'dist', '.cache')
  rmSync(cache, { recursive: true, force: true })
  const start = (args: readonly string[], flags: readonly string[] = [], env: Record<string, string> = {}) =>
    run(process.execPath, [...flags, '--require', './probe.cjs', 'dist/cli.cjs', ...args], { cwd, env })
  return { cwd, cache, start }
}

/** The file with the code cache. */
function cacheFile(t: ExecutionContext, { cache }: Program): string {
  const [name = '', ...others] = readdirSync(cache)
  t.deepEqual(others, [])
  return join(cache, name)
}

/** Checks that a scan gives the same report as the original build, and what the probe prints. */
async function starts(
  t: ExecutionContext,
  { cwd, start }: Program,
  probe: string,
  flags: string[] = [],
  env: Record<string, string> = {},
  words: readonly string[] = SCAN,
) {
  const [scan, expected] = await Promise.all([start(words, flags, env), posse(words, { cwd })])
  t.deepEqual(scan, { ...expected, stderr: probe })
  t.is(expected.status, 1)
}

test('the first scan stores a code cache, and later ones start from it', async t => {
  const copy = program(t)
  await starts(t, copy, NOTHING)
  const file = cacheFile(t, copy)
  const before = readFileSync(file)
  await starts(t, copy, ACCEPTED)
  t.is(cacheFile(t, copy), file)
  t.deepEqual(readFileSync(file), before)
})

test('a check has a script and a code cache of its own', async t => {
  const copy = program(t)
  await starts(t, copy, NOTHING)
  const [scan = ''] = readdirSync(copy.cache)
  for (const probe of [NOTHING, ACCEPTED]) await starts(t, copy, probe, [], {}, CHECK)
  await starts(t, copy, ACCEPTED)
  t.deepEqual(readdirSync(copy.cache), [scan, `${scan}-check`])
})

test('only a scan stores a code cache', async t => {
  const copy = program(t)
  for (const args of [['--help'], ['rules'], ['-f', 'unknown', 'a.py'], ['check', '--help']])
    await copy.start(args)
  t.false(existsSync(copy.cache))
})

test('a different V8 compiles the program itself, and replaces the code cache', async t => {
  const copy = program(t)
  await starts(t, copy, NOTHING)
  // To the program, this is as different as another version.
  await starts(t, copy, REFUSED, ['--no-opt'])
  await starts(t, copy, ACCEPTED, ['--no-opt'])
})

for (const [what, damage, probe] of [
  ['is empty', () => Buffer.alloc(0), NOTHING],
  ['has lost its end', content => content.subarray(0, content.length - 1), REFUSED],
  ['has lost its start', content => content.subarray(1000), NOTHING],
  ['is foreign', content => Buffer.alloc(content.length, 'x'), NOTHING],
] satisfies [string, (content: Buffer) => Buffer, string][]) {
  test(`a code cache that ${what} does no harm, and is replaced`, async t => {
    const copy = program(t)
    await copy.start(SCAN)
    const file = cacheFile(t, copy)
    writeFileSync(file, damage(readFileSync(file)))
    await starts(t, copy, probe)
    await starts(t, copy, ACCEPTED)
  })
}

test('the code cache of a different script is not used', async t => {
  const copy = program(t)
  await copy.start(SCAN)
  const script = join(copy.cwd, 'dist', 'start.cjs')
  // V8 itself compares only the length.
  writeFileSync(script, readFileSync(script, 'utf8').replace(/^\/\/ ./, '// -'))
  await starts(t, copy, NOTHING)
  await starts(t, copy, ACCEPTED)
})

test('scans that run at the same time leave one code cache', async t => {
  const copy = program(t)
  await Promise.all(Array.from({ length: 6 }, () => copy.start(SCAN)))
  t.true(readFileSync(cacheFile(t, copy)).length > 50_000)
  await starts(t, copy, ACCEPTED)
})

test('a folder that cannot be written does no harm', async t => {
  const copy = program(t)
  writeFileSync(copy.cache, '')
  await starts(t, copy, NOTHING)
  t.is(readFileSync(copy.cache, 'utf8'), '')
})

test('NODE_DISABLE_COMPILE_CACHE switches the code cache off', async t => {
  const copy = program(t)
  const off = { NODE_DISABLE_COMPILE_CACHE: '1' }
  await starts(t, copy, NOTHING, [], off)
  t.false(existsSync(copy.cache))
  await copy.start(SCAN)
  await starts(t, copy, NOTHING, [], off)
})

for (const name of ['cli', 'baseline-command', 'config-generator']) {
  test(`${name} says in one line that Node is too old`, async t => {
    const cwd = folder(t, {
      'old.cjs':
        "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })",
    })
    const file = join(ROOT, 'dist', `${name}.cjs`)
    const { status, stdout, stderr } = await run(process.execPath, ['-r', './old.cjs', file, '--help'], {
      cwd,
    })
    t.deepEqual([status, stdout], [2, ''])
    t.is(stderr, 'posse needs Node 20.19 or later, and this is 20.18.3\n')
    // Old versions of Node must be able to parse the file.
    t.notRegex(readFileSync(file, 'utf8'), /\?\.[^\d]|\?\?|#\w|\bstatic\b|["'`]node:/)
  })
}

test('the script contains the chunks unchanged', t => {
  const script = readFileSync(join(ROOT, 'dist', 'start.cjs'), 'utf8')
  for (const name of ['main', 'scanner', 'rolldown-runtime'])
    t.true(script.includes(readFileSync(join(ROOT, 'dist', `${name}.cjs`), 'utf8').trim()), name)
})

test('modules imported on demand share the modules already loaded', async t => {
  const cwd = folder(t, { ...SOURCE, 'bad.yaml': 'tests: {' })
  const { status, stderr } = await posse(['-c', 'bad.yaml', 'a.py'], { cwd })
  t.is(status, 2)
  // One line, because the error has the class that the program handles.
  t.regex(stderr, /^\[main\]\tERROR\tbad\.yaml : Error parsing file: .*\n$/)
})

test('code that every scan loads is ASCII', t => {
  for (const name of ['start.cjs', 'start-check.cjs'])
    t.false(/[^\0-\x7f]/.test(readFileSync(join(CLI, '..', name), 'utf8')), name)
})
