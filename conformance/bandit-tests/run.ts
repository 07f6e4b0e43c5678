// Runs the cases of Bandit's own tests that apply to a command: `npm run conformance -- bandit-tests`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached, keep } from '../cache.js'
import { download } from '../corpora.js'
import { BANDIT } from '../projects.js'
import { run, venv } from '../python.js'
import { ourPrograms } from '../stand-ins.js'
import { EXCEPTIONS } from './applicable.js'

/** What the tests import, apart from Bandit. */
const PACKAGES = ['beautifulsoup4==4.15.0', 'fixtures==4.3.2', 'testtools==2.9.1']

/** The folders that the tests need: Bandit's source, the packages, and the programs that replace Bandit's. */
interface Stage {
  source: string
  packages: string
  programs: string
}

interface Case {
  name: string
  failures: string[]
}

/**
 * Runs Bandit's own cases with our programs instead of Bandit's. Prints which cases fail, and which do not apply and
 * why. Throws an Error if the list of cases that do not apply names one that does not exist.
 */
export function runBanditTests(): { passed: number; failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'posse-bandit-tests-'))
  try {
    return tally({ source: prepareSource(), packages: preparePackages(), programs: ourPrograms(folder) })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function tally(stage: Stage): { passed: number; failed: number } {
  const all = runCases(stage, [])
  const exceptions = EXCEPTIONS.map(([reason, names]) => ({ reason, names: withPrefixes(all, names) }))
  const excepted = new Set(exceptions.flatMap(({ names }) => names))

  const wanted = all.map(({ name }) => name).filter(name => !excepted.has(name))
  const cases = runCases(stage, wanted)
  const failed = cases.filter(({ failures }) => failures.length > 0)
  for (const { name, failures } of failed) console.log(`  ${name}\n      ${failures.join('\n      ')}`)
  console.log(`${cases.length - failed.length} of ${cases.length} cases pass; ${excepted.size} do not apply:`)
  for (const { reason, names } of exceptions) console.log(`    ${names.length}, as each ${reason}`)
  return { passed: cases.length - failed.length, failed: failed.length + wanted.length - cases.length }
}

function withPrefixes(cases: readonly Case[], prefixes: readonly string[]): string[] {
  return prefixes.flatMap(prefix => {
    const names = cases.map(({ name }) => name).filter(name => `${name}.`.startsWith(`${prefix}.`))
    if (names.length === 0) throw new Error(`Bandit has no case called ${prefix}`)
    return names
  })
}

/** Runs the named cases, or lists all cases if none is named. */
function runCases({ source, packages, programs }: Stage, names: readonly string[]): Case[] {
  const script = fileURLToPath(new URL('stand_in.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(venv('python'), [script, ...names], {
    cwd: source,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      PATH: [programs, process.env.PATH].join(delimiter),
      PYTHONPATH: [source, packages].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  })
  if (status !== 0) throw new Error(`Bandit's tests do not run: ${stderr.slice(-2000)}`)
  return stdout
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Case)
}

/** Bandit's source, including its tests and examples. */
function prepareSource(): string {
  const folder = cached('bandit-source', `bandit-${BANDIT}`)
  keep(folder, BANDIT, path => {
    const archive = download(path, `bandit==${BANDIT}`, '--no-binary', ':all:')
    run(venv('python'), ['-m', 'tarfile', '-e', archive, dirname(archive)])
    renameSync(join(dirname(archive), `bandit-${BANDIT}`), path)
    rmSync(dirname(archive), { recursive: true })
  })
  return folder
}

function preparePackages(): string {
  const folder = cached('bandit-tests', 'packages')
  keep(folder, PACKAGES.join(' '), path => {
    run(venv('python'), ['-m', 'pip', 'install', '--quiet', '--target', path, ...PACKAGES])
  })
  return folder
}
