import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from './cache.js'
import { BANDIT, PYTHON } from './projects.js'

const [BIN, EXE] = process.platform === 'win32' ? ['Scripts', '.exe'] : ['bin', '']

/** The path of a program in the environment where Bandit is installed. */
export function venv(program: string): string {
  return cached(join('venv', BIN), program + EXE)
}

/** Runs a program and returns its standard output. If it fails, throws an Error with the end of its standard error. */
export function run(program: string, args: readonly string[], cwd?: string, input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${status}\n${stderr.slice(-2000)}`)
  return stdout
}

/** Bandit's optional features that are compared, each with a module that it needs. */
const EXTRAS = { baseline: 'git', sarif: 'sarif_om', yaml: 'yaml' }

/** Installs Bandit into a separate environment if it is missing, and returns the version of its CPython. */
export function prepareBandit(): string {
  const query = [
    'import importlib.util, platform, bandit',
    `complete = all(map(importlib.util.find_spec, ${JSON.stringify(Object.values(EXTRAS))}))`,
    'print(platform.python_version(), bandit.__version__, complete)',
  ].join('\n')
  const ask = (): string[] => run(venv('python'), ['-c', query]).trim().split(' ')
  let [python, bandit, complete] = existsSync(venv('bandit')) ? ask() : []
  if (bandit !== BANDIT || complete !== 'True' || !python?.startsWith(`${PYTHON}.`)) {
    console.error(`installing Bandit ${BANDIT}`)
    run(findPython(), ['-m', 'venv', '--clear', cached('venv')])
    run(venv('python'), ['-m', 'pip', 'install', '--quiet', `bandit[${Object.keys(EXTRAS)}]==${BANDIT}`])
    ;[python] = ask()
  }
  return python ?? PYTHON
}

/** Finds a CPython of the wanted version: pyenv's newest, or the one on the PATH. Throws an Error if there is none. */
export function findPython(): string {
  const root = spawnSync('pyenv', ['root'], { encoding: 'utf8' }).stdout?.trim()
  const versions = root
    ? readdirSync(join(root, 'versions')).filter(name => name.startsWith(`${PYTHON}.`))
    : []
  const newest = versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1)
  const candidates = [
    ...(root && newest ? [join(root, 'versions', newest, 'bin', 'python')] : []),
    `python${PYTHON}`,
  ]
  const found = candidates.find(python => spawnSync(python, ['--version']).status === 0)
  if (!found) throw new Error(`needs CPython ${PYTHON}, from pyenv or as python${PYTHON} on the PATH`)
  return found
}
