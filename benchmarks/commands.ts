import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached } from '../conformance/cache.js'
import { venv } from '../conformance/python.js'
import type { Command } from './measure.js'
import { floor } from './tools.js'
import type { Tree } from './trees.js'

/** Starts the posse command line, without the overhead of `npx`. */
export const POSSE = [process.execPath, fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))] as const

/** A path for the temporary output of measured commands. */
export function scratch(name: string): string {
  return join(cached('bench'), name)
}

/** The path of the report of a program. */
export function reportOf(program: string): string {
  return scratch(`${program}.json`)
}

/** A posse scan of a folder tree, with all rules and a full JSON report. */
export function posse({ parent, folders }: Tree, ...options: readonly string[]): Command {
  const argv = [...POSSE, '-r', ...folders, ...jsonTo(reportOf('posse')), ...options] as const
  return { argv, cwd: parent }
}

/** A `posse check` of a folder tree that leaves out no file, with a full JSON report. */
export function check({ parent, folders }: Tree, ...options: readonly string[]): Command {
  const files = ['--isolated', '--no-default-excludes', '--no-respect-gitignore']
  const argv = [...POSSE, 'check', ...folders, ...jsonTo(reportOf('check')), ...files, ...options] as const
  return { argv, cwd: parent }
}

/** The same with a configuration. */
export function checkWith({ parent, folders }: Tree, configuration: string): Command {
  const files = ['--no-default-excludes', '--no-respect-gitignore', '--config', configuration]
  return { argv: [...POSSE, 'check', ...folders, ...jsonTo(reportOf('check')), ...files], cwd: parent }
}

/** A Bandit scan of the same. */
export function bandit({ parent, folders }: Tree): Command {
  return { argv: [venv('bandit'), '-r', ...folders, ...jsonTo(reportOf('bandit'))], cwd: parent }
}

/** The options for the report, for both programs. */
export function jsonTo(file: string): string[] {
  return ['-f', 'json', '-o', file, '--exit-zero']
}

/** A Ruff scan with the rules that come from Bandit, excluding no files. `cache` holds its cache options. */
export function ruff({ parent, folders }: Tree, ...cache: readonly string[]): Command {
  const rules = ['--isolated', '--select', 'S', '--preview']
  const files = ['--no-respect-gitignore', '--exclude', '']
  const report = ['--output-format', 'json', '--output-file', reportOf('ruff')]
  return { argv: [venv('ruff'), 'check', ...rules, ...files, ...report, ...cache, ...folders], cwd: parent }
}

/** A run of the bare parser. */
export function parserAlone({ parent, folders }: Tree): Command {
  return { argv: [floor, ...folders], cwd: parent }
}
