import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import { type Files, folder, run } from '../posse.js'

const ARTIFACTS = fileURLToPath(new URL('../../artifacts/', import.meta.url))

/** The tarballs that `npm run package` has created. */
export const TARBALLS = readdirSync(ARTIFACTS)
  .filter(name => name.endsWith('.tgz'))
  .map(name => join(ARTIFACTS, name))

/** Options for npm: do not contact a registry, and run no install scripts. */
export const OFFLINE = { npm_config_offline: 'true', npm_config_ignore_scripts: 'true' }

/** Creates a folder with these files, and installs the tarballs in it. */
export async function installed(t: ExecutionContext, files: Files = {}): Promise<string> {
  const cwd = folder(t, files)
  const { status, stderr } = await run('npm', ['install', ...TARBALLS], { cwd, env: OFFLINE })
  t.is(status, 0, stderr)
  return cwd
}

/** A PATH with Node and git, but without a compiler. */
export function pathWithoutCompiler(t: ExecutionContext): string {
  const bin = join(folder(t), 'bin')
  mkdirSync(bin)
  for (const program of ['node', 'npm', 'npx', 'sh', 'git']) {
    const found = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
    symlinkSync(realpathSync(found), join(bin, program))
  }
  return bin
}
