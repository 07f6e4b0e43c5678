import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, run } from '../posse.js'
import { repository } from '../repository.js'
import { installed, OFFLINE, pathWithoutCompiler, TARBALLS } from './installed.js'

const EXEC = 'exec("1")\n'

interface Manifest {
  name: string
  version: string
  main?: string
  scripts?: unknown
  dependencies?: unknown
  devDependencies?: unknown
  optionalDependencies?: Record<string, string>
}

const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
const root = manifest('.')

/** The installed package of this machine's binary, in a folder. */
function binding(cwd: string): { name: string; file: string } {
  const scope = join(cwd, 'node_modules/@posse')
  const [folder = ''] = readdirSync(scope)
  const { name, main = '' } = manifest(join(scope, folder))
  return { name, file: join(scope, folder, main) }
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => lstatSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0)
}

test('all commands run without a compiler, and fit in 12 MB', async t => {
  const cwd = await installed(t, { 'a.py': EXEC, 'clean.py': 'x = 1\n' })
  const env = { ...OFFLINE, PATH: pathWithoutCompiler(t) }
  const npx = (...words: string[]) => run('npx', words, { cwd, env })

  const version = await npx('posse', '--version')
  t.deepEqual(
    [version.status, version.stdout],
    [0, `posse ${root.version}\n  compatible with Bandit 1.9.4\n`],
  )
  const scan = await npx(
    'posse',
    '-q',
    '-f',
    'custom',
    '--msg-template',
    '{relpath}:{line} {test_id}',
    'a.py',
  )
  t.deepEqual([scan.status, scan.stdout], [1, 'a.py:1 B102\n'])
  t.is((await npx('posse', '-q', 'clean.py')).status, 0)
  const settings = await npx('posse-config-generator', '--show-defaults')
  t.deepEqual(
    [settings.status, settings.stdout.split('\n', 1)],
    [0, ['any_other_function_with_shell_equals_true:']],
  )
  t.true(bytesUnder(join(cwd, 'node_modules')) <= 12 * 2 ** 20)
})

test('posse-baseline compares two commits', async t => {
  const scratch = repository(t)
  scratch.commit({ 'a.py': EXEC, '.gitignore': 'node_modules\n' })
  scratch.commit({ 'b.py': EXEC })
  const cwd = await installed(t)
  const { status, stdout } = await run(join(cwd, 'node_modules/.bin/posse-baseline'), ['-r', '.'], {
    cwd: scratch.path,
  })
  t.is(status, 1)
  t.deepEqual(stdout.match(/Location: .*/g), ['Location: ./b.py:1:0'])
})

test('the packages have no scripts and no downloads, and match each other', async t => {
  const modules = join(await installed(t), 'node_modules')
  const { optionalDependencies = {}, ...posse } = manifest(join(modules, 'posse'))
  t.deepEqual([posse.scripts, posse.dependencies, posse.devDependencies], [undefined, undefined, undefined])
  const names = readdirSync('npm').map(platform => manifest(join('npm', platform)).name)
  t.deepEqual(optionalDependencies, Object.fromEntries(names.map(name => [name, root.version])))
  t.deepEqual(readdirSync(join(modules, 'posse')).sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES',
    'dist',
    'index.d.ts',
    'index.js',
    'package.json',
    'posse.schema.json',
  ])
  t.false(existsSync(join(modules, 'posse/dist/.cache')))
  t.is(TARBALLS.length, 2)
})

test('a missing binary is a one-line error that says which, why, and what to do', async t => {
  const cwd = await installed(t, { 'a.py': EXEC })
  const { name, file } = binding(cwd)
  const commands = [
    ['cli.cjs', 'a.py'],
    ['cli.cjs', 'rules'],
    ['baseline-command.cjs', 'a.py'],
    ['config-generator.cjs', '--show-defaults'],
  ]
  const says = async (reason: string) => {
    for (const [program = '', ...words] of commands) {
      const answer = await run('node', [join('node_modules/posse/dist', program), ...words], { cwd })
      t.is(answer.status, 2)
      t.is(`${answer.stdout}${answer.stderr}`.replace(/^\[.*?\]:?\s+(ERROR\s)?/, ''), `${reason}\n`, program)
    }
    const script =
      "import('posse').catch(error => console.log(error.constructor.name !== 'Error', error.message))"
    t.is((await run('node', ['-e', script], { cwd })).stdout, `true ${reason}\n`)
    const help = await run('node', ['node_modules/posse/dist/cli.cjs', '--help'], { cwd })
    t.deepEqual([help.status, help.stderr], [0, ''])
  }

  writeFileSync(file, 'no binary')
  await says(`cannot load the native core: ${file}: file too short (if the file is damaged, reinstall posse)`)

  rmSync(join(cwd, 'node_modules/@posse'), { recursive: true })
  const install = `run npm install --include=optional ${name}@${root.version}`
  await says(`the package ${name} is not installed: optional dependencies were omitted; ${install}`)

  const other = join(cwd, 'node_modules/@posse/binding-win32-arm64-msvc')
  mkdirSync(other, { recursive: true })
  writeFileSync(join(other, 'package.json'), '{}')
  await says(
    `the package ${name} is not installed: node_modules was installed for another platform ` +
      `(it contains @posse/binding-win32-arm64-msvc); ${install}`,
  )
})

test('on an unsupported platform, the error lists the supported ones', async t => {
  const cwd = await installed(t)
  const script = `
    Object.defineProperty(process, 'platform', { value: 'sunos' })
    import('posse').catch(({ message }) => console.log(message))
  `
  const { stdout } = await run('node', ['-e', script], { cwd })
  t.is(
    stdout,
    `unsupported platform sunos-${process.arch}; posse supports linux-x64-gnu, linux-arm64-gnu, linux-x64-musl, ` +
      'linux-arm64-musl, darwin-x64, darwin-arm64, win32-x64-msvc, win32-arm64-msvc\n',
  )
})

test('a release that lacks a binary is not packed', async t => {
  const { status, stderr } = await run('node', ['scripts/package.mjs', '--binaries', folder(t)], {})
  t.is(status, 2)
  t.regex(stderr, /posse: not in .*: posse\.linux-x64-gnu\.node, .*, posse\.win32-arm64-msvc\.node\n$/)
  t.deepEqual(
    TARBALLS.map(file => lstatSync(file).isFile()),
    [true, true],
  )
})
