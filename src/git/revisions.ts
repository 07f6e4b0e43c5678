import { UserError } from '../errors.js'
import { decodeName } from './names.js'
import { type Git, GitError } from './program.js'

/** The work tree that the working directory is in. */
export interface Repository {
  /** Its absolute path, links followed. */
  root: string
  /** The working directory in it, with a slash at its end; empty for the root. */
  prefix: string
}

/** Rejects with a UserError outside of any work tree, and in a bare repository. */
export async function openRepository(git: Git): Promise<Repository> {
  const bare = await line(git, 'rev-parse', '--is-bare-repository')
  if (bare === 'true') throw new UserError('this is a bare repository, which has no files to scan')
  return {
    root: await line(git, 'rev-parse', '--show-toplevel'),
    prefix: await line(git, 'rev-parse', '--show-prefix'),
  }
}

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
