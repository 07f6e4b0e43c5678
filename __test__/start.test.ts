import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { filesIn } from '../src/cli/start-code.js'
import { CLI, folder, posse, type Run, run } from './posse.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Prints to standard error whether V8 has rejected the code cache of a script. Prints nothing if there was none. */
const PROBE = `
const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(...words) {
    super(...words)
    process.stderr.write('refused: ' + this.cachedDataRejected + '\\n')
  }
}
`
const SOURCE = { 'probe.cjs': PROBE, 'a.py': 'import os\nos.system(command)\n' }
const SCAN = ['-q', '-f', 'json', 'a.py']

interface Program {
  cwd: string
  /** The file with the code cache. */
  cache: string
  /** Runs the program. */
  start(args: readonly string[], flags?: readonly string[]): Promise<Run>
}

/** A copy of the built program, next to a file to scan. */
function program(t: ExecutionContext): Program {
  const cwd = folder(t, SOURCE)
  const needed = readdirSync(ROOT).filter(name => name === 'index.js' || name.endsWith('.node'))
  for (const name of ['dist', 'package.json', ...needed])
    cpSync(join(ROOT, name), join(cwd, name), { recursive: true })
  const [cache = ''] = readdirSync(join(cwd, 'dist')).filter(name => /^code-.*\.bin$/.test(name))
  const start = (args: readonly string[], flags: readonly string[] = []) =>
    run(process.execPath, [...flags, '--require', './probe.cjs', 'dist/cli.cjs', ...args], { cwd })
  return { cwd, cache: join(cwd, 'dist', cache), start }
}

/** Checks that a scan gives the same report as the original build, and what the probe prints. */
async function starts(t: ExecutionContext, { cwd, start }: Program, probe: string, flags?: string[]) {
  const [scan, expected] = await Promise.all([start(SCAN, flags), posse(SCAN, { cwd })])
  t.deepEqual(scan, { ...expected, stderr: probe })
  t.is(expected.status, 1)
}

test('the program starts from the code cache of the build', t => starts(t, program(t), 'refused: false\n'))

test('a different V8 compiles the program itself', t =>
  // To the program, this is as different as another version.
  starts(t, program(t), 'refused: true\n', ['--no-opt']))

test('without the code cache the program starts, too', t => {
  const copy = program(t)
  rmSync(copy.cache)
  return starts(t, copy, 'refused: undefined\n')
})

for (const [what, damage] of [
  ['is empty', () => Buffer.alloc(0)],
  ['has lost its end', content => content.subarray(0, content.length - 1)],
  ['has lost its start', content => content.subarray(1000)],
  ['is foreign', content => Buffer.alloc(content.length, 'x')],
] satisfies [string, (content: Buffer) => Buffer][]) {
  test(`a code cache that ${what} does no harm`, t => {
    const copy = program(t)
    writeFileSync(copy.cache, damage(readFileSync(copy.cache)))
    return starts(t, copy, 'refused: true\n')
  })
}

test('without the combined script, the program starts from the files', async t => {
  const { cwd, cache, start } = program(t)
  rmSync(cache.replace(/bin$/, 'js'))
  const [scan, expected] = await Promise.all([start(SCAN), posse(SCAN, { cwd })])
  t.deepEqual(scan, expected)
})

test('the script of a different build of Node is ignored', async t => {
  const { cwd, cache, start } = program(t)
  const script = cache.replace(/bin$/, 'js')
  writeFileSync(script, readFileSync(script, 'utf8').replace(process.version, 'v20.0.0'))
  const [scan, expected] = await Promise.all([start(SCAN), posse(SCAN, { cwd })])
  t.deepEqual(scan, expected)
})

test('the script contains the files unchanged', t => {
  const script = readFileSync(program(t).cache.replace(/bin$/, 'js'), 'utf8')
  for (const file of filesIn(join(ROOT, 'dist'))) {
    const [, line = ''] = readFileSync(file, 'utf8')
      .split('\n')
      .toSorted((a, b) => b.length - a.length)
    t.true(script.includes(line), file)
  }
})

test('modules imported on demand share the modules already loaded', async t => {
  const cwd = folder(t, { ...SOURCE, 'bad.yaml': 'tests: {' })
  const { status, stderr } = await posse(['-c', 'bad.yaml', 'a.py'], { cwd })
  t.is(status, 2)
  // One line, because the error has the class that the program handles.
  t.regex(stderr, /^\[main\]\tERROR\tbad\.yaml : Error parsing file: .*\n$/)
})

test('code that every scan loads is ASCII, except comments', t => {
  const dist = ['main', 'command-line', 'scanner', 'rolldown-runtime'].map(name =>
    join(CLI, '..', `${name}.cjs`),
  )
  for (const file of [...dist, join(ROOT, 'index.js')]) {
    const code = readFileSync(file, 'utf8').replaceAll(/^ *\/\/.*$/gm, '')
    t.false(/[^\0-\x7f]/.test(code), file)
  }
})
