#!/usr/bin/env node
// Installs and builds what is missing or out of date. Runs before anything is installed, so it can use only Node's own
// modules. It and its tools print only to standard error, because standard output is for the report.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Records the sources and the outputs of the last builds. */
const stampFile = join(root, 'target', 'posse-build.json')

/** The cargo profile: `release`, or `quick` while working on the core. */
const profile = process.env.POSSE_PROFILE || 'release'

/** An error whose one-line message says everything: no stack trace is shown. */
export class Unbuildable extends Error {}

const steps = [
  {
    name: 'packages',
    sources: ['package.json', 'package-lock.json', '.npmrc'],
    outputs: () => ['node_modules/.package-lock.json'],
    run: () => npm('ci', '--include=dev', '--no-audit', '--no-fund'),
  },
  {
    name: 'native core',
    sources: [
      'Cargo.toml',
      'Cargo.lock',
      'rust-toolchain.toml',
      '.cargo',
      'crates',
      'package.json',
      'scripts/native.mjs',
      'scripts/pgo.mjs',
    ],
    settings: [profile, process.platform, process.arch],
    outputs: () => ['index.js', 'index.d.ts', addon()],
    run() {
      checkRust()
      npm('run', 'build:native', '--', '--profile', profile)
    },
  },
  {
    name: 'command line',
    sources: [
      'package.json',
      'rolldown.config.mjs',
      'tsconfig.json',
      'tsconfig.build.json',
      'index.js',
      'index.d.ts',
      'src',
    ],
    outputs: () => ['dist/cli.cjs', 'dist/baseline-command.cjs', 'dist/api.js', 'dist/api.d.ts'],
    run: () => npm('run', 'build:dist'),
  },
]

/**
 * Brings the installed packages, the native core and `dist/` up to date. Does nothing if they are.
 * Leaves out steps by name. On failure, prints one line to standard error and returns false.
 */
export function ensureBuilt({ without = [] } = {}) {
  try {
    checkNode()
    const stamps = readStamps()
    for (const step of steps.filter(({ name }) => !without.includes(name))) {
      const made = digest(step)
      const stamp = stamps[step.name]
      if (stamp && stamp.made === made && stamp.left === leftBy(step)) continue
      process.stderr.write(`posse: building the ${step.name}\n`)
      step.run()
      if (leftBy(step) === undefined) throw new Unbuildable(`the ${step.name} did not appear where expected`)
      stamps[step.name] = { made, left: leftBy(step) }
      mkdirSync(join(root, 'target'), { recursive: true })
      writeFileSync(stampFile, `${JSON.stringify(stamps, null, 2)}\n`)
    }
    return true
  } catch (error) {
    if (!(error instanceof Unbuildable)) throw error
    process.stderr.write(`posse: ${error.message}\n`)
    return false
  }
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return {} // missing or truncated: build everything
  }
}

/** A hash of the names and contents of a step's sources. File times would not do: a checkout changes them. */
function digest({ sources, settings = [] }) {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  for (const source of sources) {
    for (const file of filesUnder(source)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap(name => filesUnder(`${path}/${name}`))
}

/** The times and sizes of the outputs, to notice if something else has replaced one; undefined if one is missing. */
function leftBy(step) {
  const outputs = step.outputs()
  if (!outputs.every(output => existsSync(join(root, output)))) return undefined
  return outputs
    .map(output => statSync(join(root, output)))
    .map(({ mtimeMs, size }) => `${mtimeMs}:${size}`)
    .join(' ')
}

/** The file name of this machine's binary. Only the build knows the C library, which is part of some names. */
function addon() {
  const name = `posse.${process.platform}-${process.arch}`
  return readdirSync(root).find(file => file.startsWith(name) && file.endsWith('.node')) ?? `${name}.node`
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const wanted = engines.node.replace('>=', '')
  if (isOlder(process.versions.node, wanted)) {
    throw new Unbuildable(`needs Node ${wanted} or later, but this is ${process.versions.node}`)
  }
}

function checkRust() {
  const wanted = /^rust-version = "(.+)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1]
  for (const tool of ['cargo', 'rustc']) {
    const { error, status, stdout, stderr } = spawnSync(tool, ['--version'], { cwd: root, encoding: 'utf8' })
    if (error)
      throw new Unbuildable(
        `needs ${tool} to build its core, but it is not installed: install Rust ${wanted} or later`,
      )
    if (status !== 0) throw new Unbuildable(`${tool} does not run: ${stderr.trim().split('\n')[0]}`)
    const found = /\d+\.\d+\.\d+/.exec(stdout)[0]
    if (isOlder(found, wanted))
      throw new Unbuildable(`needs Rust ${wanted} or later, but ${tool} is ${found}`)
  }
}

function isOlder(found, wanted) {
  return found.localeCompare(wanted, 'en', { numeric: true }) < 0
}

/** Runs npm in the root folder. Its output goes to standard error. */
export function npm(...args) {
  // Under npm, npm_execpath names its program. Otherwise look it up on the PATH, which needs a shell on Windows.
  const own = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined
  const [command, first] = own ? [process.execPath, [own]] : ['npm', []]
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !own && process.platform === 'win32',
  })
  if (error) throw new Unbuildable(`npm does not run: ${error.message}`)
  if (status !== 0) throw new Unbuildable(`npm ${args.slice(0, 2).join(' ')} failed: see its output above`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const without = process.argv.includes('--without-core') ? ['native core'] : []
  process.exitCode = ensureBuilt({ without }) ? 0 : 2
}
