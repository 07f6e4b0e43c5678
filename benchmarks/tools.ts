import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BANDIT } from '../conformance/projects.js'
import { prepareBandit, run, venv } from '../conformance/python.js'
import { version } from '../src/version.js'

export const RUFF = '0.17.5'

const FLOOR = fileURLToPath(new URL('floor', import.meta.url))

/** The bare parser, which is built in `benchmarks/floor/`. */
export const floor = join(FLOOR, 'target', 'release', 'floor')

/** The versions of the tools that take part in every measurement. */
export interface Versions {
  posse: string
  Node: string
  Rust: string
  Bandit: string
  Ruff: string
  Python: string
}

/** Installs and builds what is missing. */
export function prepareTools(): Versions {
  const Python = prepareBandit()
  prepareRuff()
  if (!existsSync(floor)) console.error('building the bare parser')
  run('cargo', ['build', '--quiet', '--locked', '--release', '--target-dir', 'target'], FLOOR)
  const Rust = run('rustc', ['--version']).split(' ')[1] ?? 'unknown'
  return { posse: version(), Node: process.versions.node, Rust, Bandit: BANDIT, Ruff: RUFF, Python }
}

/** Installs Ruff next to Bandit, which is there already, if it is missing. */
export function prepareRuff(): void {
  if (existsSync(venv('ruff')) && run(venv('ruff'), ['--version']).trim() === `ruff ${RUFF}`) return
  console.error(`installing Ruff ${RUFF}`)
  run(venv('python'), ['-m', 'pip', 'install', '--quiet', `ruff==${RUFF}`])
}
