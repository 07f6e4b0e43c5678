import { readdirSync, readFileSync } from 'node:fs'
import test from 'ava'
import { parse } from 'yaml'

interface Manifest {
  name: string
  version: string
  main: string
  files: string[]
  os: string[]
  cpu: string[]
  libc?: string[]
  license: string
  repository: { type: string; url: string }
  engines: { node: string }
  napi: { binaryName: string; packageName: string; targets: string[] }
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
}
interface Hook {
  additional_dependencies: string[]
}
interface Step {
  uses?: string
}
interface Job {
  strategy?: { matrix: { include: { target: string }[] } }
  steps?: Step[]
}

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const manifest = (path: string): Manifest => JSON.parse(read(path)) as Manifest
const jobs = (name: string): Record<string, Job> =>
  (parse(read(`.github/workflows/${name}`)) as { jobs: Record<string, Job> }).jobs

const root = manifest('package.json')
const workflows = readdirSync(new URL('../.github/workflows/', import.meta.url))

/** The names that npm and napi use for each Rust target. */
const PLATFORMS: Record<string, { name: string; os: string; cpu: string; libc?: string }> = {
  'x86_64-unknown-linux-gnu': { name: 'linux-x64-gnu', os: 'linux', cpu: 'x64', libc: 'glibc' },
  'aarch64-unknown-linux-gnu': { name: 'linux-arm64-gnu', os: 'linux', cpu: 'arm64', libc: 'glibc' },
  'x86_64-unknown-linux-musl': { name: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl' },
  'aarch64-unknown-linux-musl': { name: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl' },
  'x86_64-apple-darwin': { name: 'darwin-x64', os: 'darwin', cpu: 'x64' },
  'aarch64-apple-darwin': { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
  'x86_64-pc-windows-msvc': { name: 'win32-x64-msvc', os: 'win32', cpu: 'x64' },
  'aarch64-pc-windows-msvc': { name: 'win32-arm64-msvc', os: 'win32', cpu: 'arm64' },
}

test('every target has a package for its binary, and every package has a target', t => {
  t.deepEqual(root.napi.targets.toSorted(), Object.keys(PLATFORMS).sort())
  const folders = readdirSync(new URL('../npm/', import.meta.url)).sort()
  t.deepEqual(
    folders,
    Object.values(PLATFORMS)
      .map(({ name }) => name)
      .sort(),
  )
})

for (const { name, os, cpu, libc } of Object.values(PLATFORMS)) {
  test(`the package of ${name} is installed only on its platform and contains only its binary`, t => {
    const platform = manifest(`npm/${name}/package.json`)
    const binary = `${root.napi.binaryName}.${name}.node`
    t.is(platform.name, `${root.napi.packageName}-${name}`)
    t.is(platform.version, root.version)
    t.deepEqual([platform.license, platform.repository], [root.license, root.repository])
    t.deepEqual(platform.engines, root.engines)
    t.deepEqual([platform.os, platform.cpu, platform.libc], [[os], [cpu], libc ? [libc] : undefined])
    t.deepEqual([platform.main, platform.files], [binary, [binary]])
    t.deepEqual([platform.scripts, platform.dependencies], [undefined, undefined])
  })
}

test('a release contains a binary for every target', t => {
  const { build } = jobs('ci.yml')
  const built = build?.strategy?.matrix.include.map(({ target }) => target)
  t.deepEqual(built?.toSorted(), root.napi.targets.toSorted())
})

test('our packages have no install scripts and no runtime dependencies', t => {
  const atInstall = ['preinstall', 'install', 'postinstall', 'prepare']
  t.deepEqual(
    Object.keys(root.scripts ?? {}).filter(name => atInstall.includes(name)),
    [],
  )
  t.is(root.dependencies, undefined)
})

test('workflows pin actions by commit, and use no cache', t => {
  const uses = workflows.flatMap(name =>
    Object.values(jobs(name)).flatMap(({ steps = [] }) => steps.map(step => step.uses)),
  )
  for (const action of uses.filter(action => action !== undefined)) {
    t.regex(action, /^actions\/[a-z-]+@[0-9a-f]{40}$/)
    t.notRegex(action, /cache/)
  }
})

test('the crates, the npm package, its binaries and the pre-commit hook have the same version', t => {
  t.is(/^version = "(.+)"$/m.exec(read('Cargo.toml'))?.[1], root.version)
  t.is(manifest('pre-commit/package.json').version, root.version)
  const [hook] = parse(read('pre-commit/.pre-commit-hooks.yaml')) as Hook[]
  t.deepEqual(hook?.additional_dependencies, [`${root.name}@${root.version}`])
})
