// Records a profile of the core on real code, which release builds use: crates/node/training/<target>.profdata.
// Run it again on each target when the core has changed much, or when the crates that it depends on have changed:
// function names contain a hash of those, and a function that is not in the profile is compiled without one. Needs
// LLVM's tools, of the same version as the compiler: rustup component add llvm-tools
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareCorpus } from '../conformance/corpora.js'
import { projectsNamed, STDLIB } from '../conformance/projects.js'
import { prepareBandit, run } from '../conformance/python.js'
import { hostTarget, napiBuild, recordOf } from './native.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Code by different authors. The rest of the benchmark code is not used, so that the figures hold for any code. */
const TRAINING = [
  'botocore',
  'django',
  'apache-airflow-providers-google',
  'mlflow',
  STDLIB,
  'sympy',
  'transformers',
]

/** Where the instrumented core is built, and where it writes its counts. */
const folder = join(root, 'target', 'training')

/** Builds an instrumented core, runs scans with it, and merges the counts into the profile. */
function main() {
  const target = hostTarget()
  const sysroot = run('rustc', ['--print', 'sysroot']).trim()
  const merge = join(sysroot, 'lib', 'rustlib', target, 'bin', 'llvm-profdata')
  if (!existsSync(merge)) throw new Error('needs llvm-profdata: run `rustup component add llvm-tools`')

  const counts = join(folder, 'counts')
  rmSync(counts, { recursive: true, force: true })
  const program = join(folder, 'posse')
  const options = ['--release', '--output-dir', program, '--target-dir', join(folder, 'target')]
  mkdirSync(program, { recursive: true })
  if (napiBuild(options, [`-Cprofile-generate=${counts}`]) !== 0) throw new Error('building the core failed')
  for (const file of ['dist', 'package.json'])
    cpSync(join(root, file), join(program, file), { recursive: true })

  const python = prepareBandit()
  for (const project of projectsNamed(TRAINING)) {
    console.error(`scanning ${project.name}`)
    const { parent } = prepareCorpus(project, python)
    const report = ['-f', 'json', '-o', join(folder, 'report.json'), '--exit-zero', '--quiet']
    const args = [join(program, 'dist', 'cli.cjs'), '-r', project.name, '-j', '1', ...report]
    const { status } = spawnSync(process.execPath, args, { cwd: parent, stdio: 'inherit' })
    if (status !== 0) throw new Error(`scanning ${project.name} failed: exit ${status}`)
  }
  const record = recordOf(target)
  mkdirSync(dirname(record), { recursive: true })
  const raw = readdirSync(counts).map(name => join(counts, name))
  run(merge, ['merge', '-sparse', `-output=${record}`, ...raw])
  console.log(record)
}

main()
