import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** Bandit's name for standard input, which is not a file. */
const STDIN_NAME = '<stdin>'

/**
 * Returns a function that converts file names, as they appear in reports, to paths relative to the top of the
 * repository, with slashes and with symbolic links resolved. The top is that of the git repository around the working
 * directory, or else GITHUB_WORKSPACE, or else that around the file, or else the working directory.
 */
export function repositoryPaths(folder: string, env: NodeJS.ProcessEnv): (name: string) => string {
  // Looked up for the first path. Many formats never ask for one.
  let repository: Repository | undefined
  const known = new Map<string, string>()
  return name => {
    let path = known.get(name)
    if (path === undefined) {
      repository ??= repositoryOf(folder, env)
      path = name === STDIN_NAME ? name : pathIn(repository, name).replaceAll(sep, '/')
      known.set(name, path)
    }
    return path
  }
}

/** Like `repositoryPaths`, but without resolving links, so it does not access the files. */
export function namedPaths(folder: string, env: NodeJS.ProcessEnv): (name: string) => string {
  const { start, top } = repositoryOf(folder, env)
  return name => relative(top, resolve(start, name)).replaceAll(sep, '/')
}

interface Repository {
  /** The working directory, with links resolved. */
  start: string
  top: string
  /** Nothing says that the top is one: it is just the working directory. */
  isGuess: boolean
}

function repositoryOf(folder: string, env: NodeJS.ProcessEnv): Repository {
  const start = realpathSync(folder)
  const workspace = env.GITHUB_WORKSPACE
  const top = topAbove(start) ?? (workspace ? resolved(resolve(workspace)) : undefined)
  return { start, top: top ?? start, isGuess: top === undefined }
}

/** In a container, the working directory may be above the repositories: then each file has its own top. */
function pathIn({ start, top, isGuess }: Repository, name: string): string {
  const path = resolve(start, name)
  const own = isGuess ? topAbove(dirname(resolved(path))) : undefined
  const isOwn = own !== undefined && isRepository(own)
  return pathFrom(isOwn ? own : top, path)
}

/**
 * A link to a file outside the repository keeps its own name. A file in another repository gets a path relative to the
 * top of that repository.
 */
function pathFrom(top: string, name: string): string {
  const path = resolved(name)
  const inside = [path, name].find(each => isInside(top, each))
  if (inside !== undefined) return relative(top, inside)
  return relative(topAbove(dirname(path)) ?? top, path)
}

/** Whether a path is in a folder, by their names alone. */
export function isInside(folder: string, path: string): boolean {
  const route = relative(folder, path)
  return route !== '..' && !route.startsWith(`..${sep}`) && !isAbsolute(route)
}

/** Whether `.git` in a folder is a repository, or a file that names one. */
function isRepository(folder: string): boolean {
  const git = join(folder, '.git')
  return existsSync(join(git, 'HEAD')) || statSync(git, { throwIfNoEntry: false })?.isFile() === true
}

/** The nearest folder upwards that contains `.git`, which is a file in submodules and linked work trees. */
function topAbove(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each
    if (each === dirname(each)) return undefined
  }
}

/** Resolves links in a path. If it does not exist, or its name is not valid UTF-8, resolves those in its folder. */
export function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(resolved(folder), basename(path))
  }
}
