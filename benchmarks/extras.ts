import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../conformance/cache.js'
import { BANDIT } from '../conformance/projects.js'
import { run, venv } from '../conformance/python.js'
import type { Command } from './measure.js'
import type { Tree } from './trees.js'

export type Extra = 'flake8-bandit' | 'semgrep'

interface Program {
  version: string
  program: string
  /** The packages to install. */
  requirements: readonly string[]
  /** The URL of its rules, if it does not include them. */
  rules?: string
  /** The arguments of a scan, before the folders. */
  scan(report: string): string[]
}

const SEMGREP = '1.170.0'
const FLAKE8_BANDIT = '4.1.1'

/** Other programs that can be measured, by name: `--with NAME`. */
export const EXTRAS: Record<Extra, Program> = {
  'flake8-bandit': {
    version: FLAKE8_BANDIT,
    program: 'flake8',
    requirements: [`flake8-bandit==${FLAKE8_BANDIT}`, `bandit==${BANDIT}`],
    scan: report => ['--isolated', '--select', 'S', '--output-file', report],
  },
  semgrep: {
    version: SEMGREP,
    program: 'semgrep',
    requirements: [`semgrep==${SEMGREP}`],
    rules: 'https://semgrep.dev/c/p/bandit',
    scan(report) {
      const rules = ['--config', rulesOf('semgrep'), '--metrics', 'off', '--disable-version-check']
      return ['scan', ...rules, '--no-git-ignore', '--json', '--output', report]
    },
  },
}

/** Downloads a file, in full or not at all: `FETCH URL PATH`. */
const FETCH = `
import sys, urllib.request
try:
    content = urllib.request.urlopen(sys.argv[1], timeout=30).read()
except OSError as error:
    sys.exit(str(error))
open(sys.argv[2], 'wb').write(content)
`

/** A scan of a folder tree by one of these programs. */
export function extraScan(name: Extra, { parent, folders }: Tree, report: string): Command {
  const { program, scan } = EXTRAS[name]
  return { argv: [installed(name, program), ...scan(report), ...folders], cwd: parent }
}

/** Installs the programs that are missing. Returns those that can run, and prints why others are skipped. */
export function prepareExtras(names: readonly Extra[]): Extra[] {
  return names.filter(name => {
    try {
      prepareExtra(name)
      const { rules } = EXTRAS[name]
      if (rules && !existsSync(rulesOf(name))) run(venv('python'), ['-c', FETCH, rules, rulesOf(name)])
      return true
    } catch (error) {
      const words = error instanceof Error ? error.message.trim().split('\n').at(-1) : error
      console.error(`skipping ${name}: cannot fetch it or its rules: ${words}`)
      return false
    }
  })
}

/**
 * Installs a program without rules if it is missing, and returns its path. Each program has a separate environment,
 * because its requirements may conflict with Bandit's.
 */
export function prepareExtra(name: Extra): string {
  const { version, program, requirements } = EXTRAS[name]
  const path = installed(name, program)
  const freeze = ['-m', 'pip', 'freeze']
  if (!existsSync(path) || !run(installed(name, 'python'), freeze).includes(`${name}==${version}\n`)) {
    console.error(`installing ${name} ${version}`)
    run(venv('python'), ['-m', 'venv', '--clear', cached(join('extras', name))])
    run(installed(name, 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements])
  }
  return path
}

function installed(name: Extra, program: string): string {
  return cached(join('extras', name, 'bin'), program)
}

function rulesOf(name: Extra): string {
  return cached('extras', `${name}-rules.yaml`)
}
