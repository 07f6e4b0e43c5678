import { resolve } from 'node:path'
import { UserError } from '../errors.js'
import { uriOf } from '../formats/ci/uri.js'
import type { SourceHost } from '../formats/format.js'
import { listTree } from '../git/objects.js'
import { remoteAddress } from '../git/remote.js'
import { find, openRepository } from '../git/revisions.js'
import { WorkTree } from '../git/work-tree.js'
import type { Log } from '../log.js'
import type { Host } from './host.js'
import { resolved } from './repository-paths.js'
import { NO_SOURCE } from './source-address.js'

/** A kind of web site for repositories. */
interface Site {
  name: string
  /** The site that everybody knows. */
  host: string
  /** The host names of all sites of this kind. */
  like: RegExp
  /** A file in a commit, after the address of the repository. */
  file: string
  /** Lines of a file. */
  lines: string
}

const SITES: readonly Site[] = [
  {
    name: 'GitHub',
    host: 'github.com',
    like: /github/,
    file: '/blob/{commit}/{path}',
    lines: '#L{line}-L{end_line}',
  },
  {
    name: 'GitLab',
    host: 'gitlab.com',
    like: /gitlab/,
    file: '/-/blob/{commit}/{path}',
    lines: '#L{line}-{end_line}',
  },
  // Bitbucket Data Center has other addresses.
  {
    name: 'Bitbucket',
    host: 'bitbucket.org',
    like: /^bitbucket\.org$/,
    file: '/src/{commit}/{path}',
    lines: '#lines-{line}:{end_line}',
  },
]

/** The paths of folders in a repository, as opposed to the path of the repository. */
const FOLDER = /^(?:\/[^/]+){2,}\/(?:blob|tree|src|raw)\/[^/]/

/**
 * The web site that shows the scanned files: the one that `--source-url` names, or that of the repository around the
 * working directory, if it is well known. `pathOf` returns a file's path relative to the top of the repository.
 */
export async function sourceHost(
  given: string | undefined,
  pathOf: (name: string) => string,
  { cwd, git }: Host,
  log: Log,
): Promise<SourceHost | undefined> {
  if (given === NO_SOURCE) return undefined
  try {
    return given === undefined ? await remoteHost(pathOf, { cwd, git }) : await namedHost(given, pathOf, git)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    log.debug(`no links to the source: ${error.message}`)
    return undefined
  }
}

/** The site that the user named. */
async function namedHost(
  given: string,
  pathOf: (name: string) => string,
  git: Host['git'],
): Promise<SourceHost> {
  const address = given.replace(/^(https?:\/\/)[^/?#]*@/i, '$1')
  const { host, pathname } = new URL(address)
  const site = SITES.find(({ like }) => like.test(host))
  const template = address.includes('{path}')
    ? address
    : address.replace(/(?:\.git)?\/*$/, '') +
      (site && !FOLDER.test(pathname) ? site.file : '/{path}') +
      (site?.lines ?? '#L{line}')
  const commit = template.includes('{commit}') ? await find(git, 'HEAD').catch(() => undefined) : undefined
  return { name: site?.name ?? 'Source', linkTo: linker(template, commit ?? 'HEAD', pathOf) }
}

/**
 * The site of the repository's remote, at the current commit. Files that are not the same there are not linked. The
 * settings of the repository are not trusted, so only sites that everybody knows count.
 */
async function remoteHost(
  pathOf: (name: string) => string,
  { cwd, git }: Pick<Host, 'cwd' | 'git'>,
): Promise<SourceHost | undefined> {
  const remote = await remoteAddress(git)
  const found = remote === undefined ? undefined : repositoryOf(remote)
  const commit = found && (await find(git, 'HEAD'))
  if (!found || !commit) return undefined
  const { root } = await openRepository(git)
  const tree = await listTree(git, commit)
  const workTree = new WorkTree(root)
  const known = new Map<string, boolean>()
  const isSame = (name: string) => {
    const path = pathOf(name)
    const id = tree.get(path)
    if (id === undefined || resolved(resolve(cwd, name)) !== resolved(resolve(root, path))) return false
    return workTree.holds(path, id)
  }
  const { site, address } = found
  const link = linker(address + site.file + site.lines, commit, pathOf)
  return {
    name: site.name,
    linkTo(name, first, last) {
      const same = known.get(name) ?? isSame(name)
      known.set(name, same)
      return same ? link(name, first, last) : undefined
    },
  }
}

/**
 * The page of a repository, by the address that git fetches it from: `https://USER:PASSWORD@HOST/PATH.git`,
 * `ssh://git@HOST:PORT/PATH` or `git@HOST:PATH`. Undefined for anything else, and for hosts that are not well known.
 */
function repositoryOf(remote: string): { site: Site; address: string } | undefined {
  const [, host = '', path = ''] =
    /^(?:https?|ssh|git):\/\/(?:[^/?#]*@)?([^/?#:@]+)(?::\d+)?\/([^?#]+)$/i.exec(remote) ??
    /^(?:[^/?#:@]*@)?([^/?#:@]+):([^/?#][^?#]*)$/.exec(remote) ??
    []
  const name = host.toLowerCase().replace(/^(?:ssh|altssh|www)\./, '')
  const site = SITES.find(each => each.host === name)
  const parts = path.replace(/(?:\.git)?\/*$/, '').split('/')
  const isPath = parts.length > 1 && parts.every(part => /^[\w.~-]+$/.test(part) && !/^\.+$/.test(part))
  return site && isPath ? { site, address: `https://${site.host}/${parts.join('/')}` } : undefined
}

/** Returns a function that fills in a template. A file outside of the repository has no link. */
function linker(template: string, commit: string, pathOf: (name: string) => string): SourceHost['linkTo'] {
  return (name, first, last) => {
    const path = pathOf(name).replace(/^(?:\.\/)+/, '')
    if (/^(?:[/\\]|[a-z]:|\.\.(?:\/|$)|<stdin>$|-$)/i.test(path)) return undefined
    const values: Readonly<Record<string, string>> = {
      path: uriOf(path),
      commit,
      line: String(first),
      end_line: String(last),
    }
    return template.replace(/\{(\w+)\}/g, (text, key: string) => values[key] ?? text)
  }
}
