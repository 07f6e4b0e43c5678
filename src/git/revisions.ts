import { readFileSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../errors.js'
import { decodeName, encodeName } from './names.js'
import { type Git, GitError } from './program.js'

/** The work tree that the working directory is in. */
export interface Repository {
  /** Its absolute path, links followed. */
  root: string
  /** The working directory in it, with a slash at its end; empty for the root. */
  prefix: string
}

/**
 * Rejects with a UserError outside of any work tree, and in a bare repository. A folder that looks like a bare
 * repository can be part of the scanned tree, and can claim a work tree: the repository must be the `.git` of its root.
 */
export async function openRepository(git: Git): Promise<Repository> {
  const [root, gitDir, prefix] = await Promise.all([
    line(git, 'rev-parse', '--show-toplevel').catch(tellBare),
    line(git, 'rev-parse', '--absolute-git-dir').catch(tellBare),
    line(git, 'rev-parse', '--show-prefix').catch(tellBare),
  ])
  if (!isDotGitOf(root, gitDir))
    throw new UserError(`${gitDir} is not the .git of ${root}, so it is not used`)
  return { root, prefix }
}

/** Newer versions of git refuse a bare repository by themselves; older ones find no work tree in it. */
function tellBare(error: unknown): never {
  if (error instanceof GitError && /safe\.bareRepository|in a work tree/.test(error.message)) {
    throw new UserError('this is a bare repository, which has no files to scan')
  }
  throw error
}

/** Whether `.git` in this folder is that repository, or a file that names it, as in linked work trees and submodules. */
function isDotGitOf(root: string, gitDir: string): boolean {
  const dotGit = encodeName(`${root}/.git`)
  try {
    const named = statSync(dotGit).isFile()
      ? /^gitdir: (.*?)\s*$/s.exec(decodeName(readFileSync(dotGit)))?.[1]
      : '.git'
    return named !== undefined && real(resolve(root, named)) === real(gitDir)
  } catch {
    return false
  }
}

const real = (path: string) => decodeName(realpathSync.native(encodeName(path), 'buffer'))

/** The commit that `ref` names. Rejects with a UserError that says what is missing. */
export async function commitOf(git: Git, ref: string): Promise<string> {
  const commit = await find(git, ref)
  if (commit) return commit
  if (!(await find(git, 'HEAD'))) throw new UserError('the repository has no commits yet')
  const hint = (await isShallow(git)) ? `: this clone is shallow, fetch it first (${FETCH})` : ''
  throw new UserError(`'${ref}' names no commit of this repository${hint}`)
}

/** The last commit that HEAD and `ref` have in common. Rejects with a UserError where there is none. */
export async function mergeBase(git: Git, ref: string): Promise<string> {
  const commit = await commitOf(git, ref)
  try {
    return await line(git, 'merge-base', commit, 'HEAD')
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw new UserError(
      (await isShallow(git))
        ? `this clone is shallow and lacks the merge base of '${ref}' and HEAD: fetch more of it (${FETCH})`
        : `'${ref}' and HEAD have no commit in common`,
    )
  }
}

const FETCH = 'git fetch --unshallow, or fetch-depth: 0 of actions/checkout'

/** The current commit, or an empty tree where there is none yet. */
export async function headTree(git: Git): Promise<string> {
  return (await find(git, 'HEAD')) ?? (await line(git, 'hash-object', '-t', 'tree', '--stdin'))
}

/** Whether the beginning of the history is missing. */
export async function isShallow(git: Git): Promise<boolean> {
  return (await line(git, 'rev-parse', '--is-shallow-repository')) === 'true'
}

/** How git calls a commit, after a branch or tag nearby. */
export async function nameOf(git: Git, commit: string): Promise<string> {
  return line(git, 'name-rev', commit)
}

/** The commit that a revision names, if it names one. */
export async function find(git: Git, revision: string): Promise<string | undefined> {
  if (revision.startsWith('-')) return undefined
  try {
    return await line(git, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`)
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}

async function line(git: Git, ...args: string[]): Promise<string> {
  return decodeName(await git.run(args)).replace(/\n$/, '')
}
