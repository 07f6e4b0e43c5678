import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** What Bandit calls standard input: no file. */
const STDIN_NAME = '<stdin>'

/**
 * Makes a function that turns names of files, as reports have them, into paths from the top of the repository, with
 * slashes and with links resolved. The top is git's above the working directory, else GITHUB_WORKSPACE, else the
 * working directory.
 */
export function repositoryPaths(folder: string, env: NodeJS.ProcessEnv): (name: string) => string {
  // Looked for when the first path is asked for, which many formats never do.
  let repository: Repository | undefined
  const known = new Map<string, string>()
  return name => {
    let path = known.get(name)
    if (path === undefined) {
      repository ??= repositoryOf(folder, env)
      const { start, top } = repository
      path = name === STDIN_NAME ? name : pathFrom(top, resolve(start, name)).replaceAll(sep, '/')
      known.set(name, path)
    }
    return path
  }
}

/** The same, but for links, which stay as they are: no file is looked at. */
export function namedPaths(folder: string, env: NodeJS.ProcessEnv): (name: string) => string {
  const { start, top } = repositoryOf(folder, env)
  return name => relative(top, resolve(start, name)).replaceAll(sep, '/')
}

interface Repository {
  /** The working directory, without links. */
  start: string
  top: string
}

function repositoryOf(folder: string, env: NodeJS.ProcessEnv): Repository {
  const start = realpathSync(folder)
  const workspace = env.GITHUB_WORKSPACE
  return { start, top: topAbove(start) ?? (workspace ? resolved(resolve(workspace)) : start) }
}

/** A link that leads out of the repository keeps its own name; a file of another repository is named from its top. */
function pathFrom(top: string, name: string): string {
  const path = resolved(name)
  const inside = [path, name].find(each => isInside(top, each))
  if (inside !== undefined) return relative(top, inside)
  return relative(topAbove(dirname(path)) ?? top, path)
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The nearest folder that has a `.git`: a folder, or a file in a submodule or another work tree. */
function topAbove(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each
    if (each === dirname(each)) return undefined
  }
}

/** Where a path leads; one that leads nowhere, or whose name is no UTF-8, keeps its last part. */
function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(resolved(folder), basename(path))
  }
}
