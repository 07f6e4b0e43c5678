// Records a profile of the core on real code, for profile-guided optimization of release builds, in crates/node/pgo/.
// Run it on each target when CI says that the profile no longer fits. Needs LLVM's tools, of the same version as the
// compiler: rustup component add llvm-tools
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareCorpus } from '../conformance/corpora.js'
import { projectsNamed, STDLIB } from '../conformance/projects.js'
import { prepareBandit, run } from '../conformance/python.js'
import { napiBuild } from './native.mjs'
import { hostTarget, profileOf, saveWeights } from './pgo.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Code by different authors. The rest of the benchmark code is not used, so that the figures hold for any code. */
const PROJECTS = [
  'botocore',
  'django',
  'apache-airflow-providers-google',
  'mlflow',
  STDLIB,
  'sympy',
  'transformers',
]

/** Rules of a configuration. Without any, the compiler would take the code that reads and runs them for what nobody uses. */
const RULES = join(root, 'examples', 'own-rules', 'posse.toml')

/** Where the instrumented core is built, and where it writes its counts. */
const folder = join(root, 'target', 'profile')

/** Builds an instrumented core, runs scans in both modes with it, and merges the counts into the profile. */
async function main() {
  const target = hostTarget()
  const sysroot = run('rustc', ['--print', 'sysroot']).trim()
  const profdata = join(sysroot, 'lib', 'rustlib', target, 'bin', 'llvm-profdata')
  if (!existsSync(profdata)) throw new Error('needs llvm-profdata: run `rustup component add llvm-tools`')

  const counts = join(folder, 'counts')
  rmSync(counts, { recursive: true, force: true })
  const program = join(folder, 'posse')
  const options = ['--release', '--output-dir', program, '--target-dir', join(folder, 'target')]
  mkdirSync(program, { recursive: true })
  if ((await napiBuild(options, [`-Cprofile-generate=${counts}`])) !== 0)
    throw new Error('building the core failed')
  for (const file of ['dist', 'package.json'])
    cpSync(join(root, file), join(program, file), { recursive: true })

  const python = prepareBandit()
  for (const project of projectsNamed(PROJECTS)) {
    console.error(`scanning ${project.name}`)
    const { parent } = prepareCorpus(project, python)
    const report = ['-f', 'json', '-o', join(folder, 'report.json'), '--exit-zero', '--quiet']
    for (const words of [
      ['-r', project.name],
      ['check', '--isolated', project.name],
      ['check', '--config', RULES, project.name],
    ]) {
      const args = [join(program, 'dist', 'cli.cjs'), ...words, '-j', '1', ...report]
      const { status } = spawnSync(process.execPath, args, { cwd: parent, stdio: 'inherit' })
      if (status !== 0) throw new Error(`scanning ${project.name} failed: exit ${status}`)
    }
  }
  const profile = profileOf(target)
  mkdirSync(dirname(profile), { recursive: true })
  const raw = readdirSync(counts).map(name => join(counts, name))
  run(profdata, ['merge', '-sparse', `-output=${profile}`, ...raw])
  saveWeights(target, run(profdata, ['show', '--all-functions', '--counts', profile]))
  console.log(profile)
}

await main()
