import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { type Files, folder, report } from './posse.js'

export interface ScratchRepository {
  path: string
  /** Runs git in the repository. Returns its output without the final line break. */
  git: (...args: string[]) => string
  write: (files: Files) => void
  /** Writes files, stages everything and commits. Returns the commit. */
  commit: (files?: Files) => string
  /** Runs `posse -r . ARGS` in the repository. Returns the findings as `B102 pkg/a.py:1`, without `./`. */
  findings: (...args: string[]) => Promise<string[]>
}

/** Creates an empty repository, which is removed after the test. */
export function repository(t: ExecutionContext): ScratchRepository {
  return open(folder(t), 'init', '--quiet', '--initial-branch=main', '.')
}

/** Clones a repository. */
export function cloneOf(
  t: ExecutionContext,
  { path }: ScratchRepository,
  ...args: string[]
): ScratchRepository {
  return open(folder(t), 'clone', '--quiet', ...args, `file://${path}`, '.')
}

function open(path: string, ...make: string[]): ScratchRepository {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd()
  git(...make)
  git('config', 'user.name', 'Test')
  git('config', 'user.email', 'test@example.org')
  const write = (files: Files) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), content)
    }
  }
  return {
    path,
    git,
    write,
    commit(files = {}) {
      write(files)
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message', 'x')
      return git('rev-parse', 'HEAD')
    },
    async findings(...args) {
      const { results } = await report(['-r', '.', ...args], { cwd: path })
      return results.map(each => `${each.test_id} ${each.filename.replace('./', '')}:${each.line_number}`)
    },
  }
}
