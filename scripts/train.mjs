// Records how the core runs on real code, for `npm run build` to optimise by: crates/node/training/<target>.profdata.
// To be run again when the core has changed much, or the crates that it depends on: the names of its functions hold a
// hash of those, and a name that is not in the record is optimised as if nothing were known. On each target that is to
// profit. Needs LLVM's tools, of the same version as the compiler: rustup component add llvm-tools
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareCorpus } from '../conformance/corpora.js'
import { projectsNamed, STDLIB } from '../conformance/projects.js'
import { prepareBandit, run } from '../conformance/python.js'
import { hostTarget, napiBuild, recordOf } from './native.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Code of different hands; all else that we are measured on is left out, so that the figures hold for any code. */
const TRAINING = [
  'botocore',
  'django',
  'apache-airflow-providers-google',
  'mlflow',
  STDLIB,
  'sympy',
  'transformers',
]

/** Where the core that counts is built, and what it counts. */
const folder = join(root, 'target', 'training')

/** Builds a core that counts what it does, lets it scan, and keeps the counts. */
function main() {
  const target = hostTarget()
  const sysroot = run('rustc', ['--print', 'sysroot']).trim()
  const merge = join(sysroot, 'lib', 'rustlib', target, 'bin', 'llvm-profdata')
  if (!existsSync(merge)) throw new Error('needs llvm-profdata: run rustup component add llvm-tools')

  const counts = join(folder, 'counts')
  rmSync(counts, { recursive: true, force: true })
  const program = join(folder, 'posse')
  const options = ['--release', '--output-dir', program, '--target-dir', join(folder, 'target')]
  mkdirSync(program, { recursive: true })
  if (napiBuild(options, [`-Cprofile-generate=${counts}`]) !== 0) throw new Error('the core was not built')
  for (const file of ['dist', 'package.json'])
    cpSync(join(root, file), join(program, file), { recursive: true })

  const python = prepareBandit()
  for (const project of projectsNamed(TRAINING)) {
    console.error(`scanning ${project.name}`)
    const { parent } = prepareCorpus(project, python)
    const report = ['-f', 'json', '-o', join(folder, 'report.json'), '--exit-zero', '--quiet']
    const args = [join(program, 'dist', 'cli.cjs'), '-r', project.name, '-j', '1', ...report]
    const { status } = spawnSync(process.execPath, args, { cwd: parent, stdio: 'inherit' })
    if (status !== 0) throw new Error(`${project.name} was not scanned: exit ${status}`)
  }
  const record = recordOf(target)
  mkdirSync(dirname(record), { recursive: true })
  const raw = readdirSync(counts).map(name => join(counts, name))
  run(merge, ['merge', '-sparse', `-output=${record}`, ...raw])
  console.log(record)
}

main()
