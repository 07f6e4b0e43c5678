import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached } from '../conformance/cache.js'
import { venv } from '../conformance/python.js'
import type { Command } from './measure.js'
import { floor } from './tools.js'
import type { Tree } from './trees.js'

/** What starts our command line, without what `npx` adds. */
export const POSSE = [process.execPath, fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))] as const

/** What is measured writes here; nothing in it is worth keeping. */
export function scratch(name: string): string {
  return join(cached('bench'), name)
}

/** A report of the program of this name. */
export function reportOf(program: string): string {
  return scratch(`${program}.json`)
}

/** Our scan of a tree, with all checks and the whole report as JSON. */
export function posse({ parent, folders }: Tree, ...options: readonly string[]): Command {
  const argv = [...POSSE, '-r', ...folders, ...jsonTo(reportOf('posse')), ...options] as const
  return { argv, cwd: parent }
}

/** Bandit's of the same. */
export function bandit({ parent, folders }: Tree): Command {
  return { argv: [venv('bandit'), '-r', ...folders, ...jsonTo(reportOf('bandit'))], cwd: parent }
}

/** What both are asked for. */
export function jsonTo(file: string): string[] {
  return ['-f', 'json', '-o', file, '--exit-zero']
}

/** Ruff with its rules that come from Bandit, told to leave out no file. `cache` is its option. */
export function ruff({ parent, folders }: Tree, ...cache: readonly string[]): Command {
  const rules = ['--isolated', '--select', 'S', '--preview']
  const files = ['--no-respect-gitignore', '--exclude', '']
  const report = ['--output-format', 'json', '--output-file', reportOf('ruff')]
  return { argv: [venv('ruff'), 'check', ...rules, ...files, ...report, ...cache, ...folders], cwd: parent }
}

/** The parser alone. */
export function parserAlone({ parent, folders }: Tree): Command {
  return { argv: [floor, ...folders], cwd: parent }
}
