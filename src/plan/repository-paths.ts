import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
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
  const siblings = new Map<string, Sibling>()
  const folders = new Folders()
  return name => {
    let path = known.get(name)
    if (path === undefined) {
      repository ??= repositoryOf(folder, env, folders)
      path = name === STDIN_NAME ? name : pathBeside(repository, folders, siblings, name)
      known.set(name, path)
    }
    return path
  }
}

/** What the paths of all files of a folder begin with, except for links. */
interface Sibling {
  /** With links resolved, absolute. */
  real: string
  /** In the repository, with slashes. */
  path: string
}

/** Converts a name, mostly by what is known of another file of its folder. `siblings` are by the folders in the names. */
function pathBeside(
  repository: Repository,
  folders: Folders,
  siblings: Map<string, Sibling>,
  name: string,
): string {
  const cut = name.lastIndexOf(sep) + 1
  const base = name.slice(cut)
  const sibling = siblings.get(name.slice(0, cut))
  if (sibling && !isLink(sibling.real + base)) return sibling.path + base
  const { path, real, isLinked } = pathIn(repository, folders, name)
  const written = path.replaceAll(sep, '/')
  if (!isLinked && real.endsWith(sep + base) && written.endsWith(base))
    siblings.set(name.slice(0, cut), {
      real: real.slice(0, real.length - base.length),
      path: written.slice(0, written.length - base.length),
    })
  return written
}

/** Like `repositoryPaths`, but without resolving links, so it does not access the files. */
export function namedPaths(folder: string, env: NodeJS.ProcessEnv): (name: string) => string {
  const { start, top } = repositoryOf(folder, env, new Folders())
  return name => relative(top, resolve(start, name)).replaceAll(sep, '/')
}

interface Repository {
  /** The working directory, with links resolved. */
  start: string
  top: string
  /** Nothing says that the top is one: it is just the working directory. */
  isGuess: boolean
}

function repositoryOf(folder: string, env: NodeJS.ProcessEnv, folders: Folders): Repository {
  const start = realpathSync(folder)
  const workspace = env.GITHUB_WORKSPACE
  const top = folders.topAbove(start) ?? (workspace ? resolved(resolve(workspace)) : undefined)
  return { start, top: top ?? start, isGuess: top === undefined }
}

/** In a container, the working directory may be above the repositories: then each file has its own top. */
function pathIn(
  { start, top, isGuess }: Repository,
  folders: Folders,
  name: string,
): { path: string; real: string; isLinked: boolean } {
  const absolute = resolve(start, name)
  const { real, isLinked } = folders.followed(absolute)
  const own = isGuess ? folders.topAbove(dirname(real)) : undefined
  const isOwn = own !== undefined && folders.isRepository(own)
  return { path: pathFrom(isOwn ? own : top, absolute, real, folders), real, isLinked }
}

/**
 * A link to a file outside the repository keeps its own name. A file in another repository gets a path relative to the
 * top of that repository.
 */
function pathFrom(top: string, path: string, real: string, folders: Folders): string {
  const route = routeTo(top, real)
  if (isDown(route)) return route
  const named = path === real ? route : routeTo(top, path)
  if (isDown(named)) return named
  const own = folders.topAbove(dirname(real))
  return own === undefined ? route : routeTo(own, real)
}

/** Whether a path is in a folder, by their names alone. */
export function isInside(folder: string, path: string): boolean {
  return isDown(routeTo(folder, path))
}

const isDown = (route: string): boolean =>
  route !== '..' && !route.startsWith(`..${sep}`) && !isAbsolute(route)

/** The same as `relative` of two absolute paths, but much faster for a path below the folder. */
export function routeTo(folder: string, path: string): string {
  const start = folder.endsWith(sep) ? folder : folder + sep
  return path.startsWith(start) ? path.slice(start.length) : relative(folder, path)
}

/** What is known of folders. A report has many files of each, and asks for all of them. */
class Folders {
  readonly #resolved = new Map<string, string>()
  readonly #tops = new Map<string, string | undefined>()
  readonly #repositories = new Map<string, boolean>()

  /** Resolves links in the path of a file. */
  resolved(path: string): string {
    return this.followed(path).real
  }

  /** The same, with whether the file is a link itself. */
  followed(path: string): { real: string; isLinked: boolean } {
    const cut = path.lastIndexOf(sep)
    const folder = this.#folder(path.slice(0, cut))
    const own = folder.endsWith(sep) ? folder + path.slice(cut + 1) : folder + path.slice(cut)
    const isLinked = isLink(own)
    return { real: isLinked ? resolved(path) : own, isLinked }
  }

  /** The same for a folder. Resolving all of its path would look again at the folders above it, for each folder. */
  #folder(path: string): string {
    return remembered(this.#resolved, path, () =>
      path === dirname(path) || !path.includes(sep) ? resolved(path + sep) : this.resolved(path),
    )
  }

  /** The nearest folder upwards that contains `.git`, which is a file in submodules and linked work trees. */
  topAbove(folder: string): string | undefined {
    return remembered(this.#tops, folder, () => {
      if (existsSync(join(folder, '.git'))) return folder
      const above = dirname(folder)
      return above === folder ? undefined : this.topAbove(above)
    })
  }

  /** Whether `.git` in a folder is a repository, or a file that names one. */
  isRepository(folder: string): boolean {
    return remembered(this.#repositories, folder, () => {
      const git = join(folder, '.git')
      return existsSync(join(git, 'HEAD')) || statSync(git, { throwIfNoEntry: false })?.isFile() === true
    })
  }
}

function remembered<T>(known: Map<string, T>, folder: string, look: (folder: string) => T): T {
  if (known.has(folder)) return known.get(folder) as T
  const found = look(folder)
  known.set(folder, found)
  return found
}

/** Whether a path is a link. What does not exist, or has a name that is not valid UTF-8, is none. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  } catch {
    return false
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
