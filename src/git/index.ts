import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { Source } from '../../index.js'
import { UserError } from '../errors.js'
import type { Log } from '../log.js'
import { byCodePoint } from '../python/order.js'
import type { ChangeOptions } from './change-options.js'
import { listChanges } from './changes.js'
import { type Choice, type Chosen, chooseFiles } from './choose.js'
import { warnOfConversions } from './conversions.js'
import { type Hunk, listHunks } from './hunks.js'
import type { Change } from './index-changes.js'
import { listTree, readBlobs } from './objects.js'
import type { Git } from './program.js'
import { commitOf, headTree, mergeBase, openRepository } from './revisions.js'
import { WorkTree } from './work-tree.js'

export { choiceOf } from './choose.js'

/** Sources that git lists. */
export interface FromGit extends Pick<Chosen, 'excluded' | 'skippedFolders'> {
  sources: Source[]
}

/** Files that changed, and the means to tell which of their findings are new. */
export interface ChangedFiles extends FromGit {
  /** Targets that are neither on disk nor in the commit that the files are compared with. */
  missing: string[]
  /** Reads the same files as they were in the commit that they are compared with. */
  before(): Promise<Source[]>
  /** Lists the changed lines of these sources, by name. For a new file, all lines. */
  hunks(names: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly Hunk[]>>
}

/** Reads the files of a commit, without looking at those on disk. */
export async function readCommit(git: Git, revision: string, choice: Choice): Promise<FromGit> {
  const { root } = await openRepository(git)
  const tree = await listTree(git, await commitOf(git, revision))
  const { paths, missing, ...listed } = chooseFiles(root, tree.keys(), choice)
  const idOf = (path: string) => tree.get(path) ?? ''
  const blobs = await readBlobs(git, Array.from(paths.values(), idOf))
  const sources = Array.from(paths, ([name, path]) => source(name, blobs.get(idOf(path))))
  // Like Bandit, looks on disk for targets that git does not know. Most of them do not exist there either.
  sources.push(...sourcesOnDisk(missing))
  return { ...listed, sources: sources.sort((a, b) => byCodePoint(a.name, b.name)) }
}

/** Reads the files that changed according to the options. */
export async function readChanges(
  git: Git,
  changes: ChangeOptions,
  choice: Choice,
  log: Log,
): Promise<ChangedFiles> {
  const { root } = await openRepository(git)
  const base = await baseOf(git, changes)
  const workTree = new WorkTree(root)
  const staged = changes.staged ?? false
  const { files, submodules } = await listChanges(git, workTree, { base, staged })
  for (const path of submodules) log.warning(`${path}: skipped a changed submodule: a separate repository`)

  const byPath = new Map(files.map(file => [file.path, file]))
  const { paths, missing, ...listed } = chooseFiles(root, byPath.keys(), choice)
  const named = Array.from(paths, ([name, path]) => [name, byPath.get(path)] as const)
  const chosen = named.filter((pair): pair is [string, Change] => pair[1] !== undefined)
  const chosenFiles = chosen.map(([, file]) => file)
  await warnOfConversions(git, chosenFiles, log)
  return {
    ...listed,
    missing: await nowhere(git, root, base, missing, choice),
    sources: await readNow(git, workTree, chosen, staged),
    before: () => readBefore(git, root, chosen, choice),
    async hunks(names) {
      const wanted = chosen.filter(([name]) => names.has(name))
      const files = wanted.map(([, file]) => file)
      const hunks = await listHunks(git, workTree, base, files)
      return new Map(wanted.map(([name, { path }]) => [name, hunks.get(path) ?? []]))
    },
  }
}

/** Returns the commit, or the empty tree, to compare with. */
async function baseOf(git: Git, { since, newSince, staged }: ChangeOptions): Promise<string> {
  if (newSince !== undefined) return commitOf(git, newSince)
  if (since !== undefined) return mergeBase(git, since)
  if (staged) return headTree(git)
  throw new UserError('changes need something to compare with: since, newSince or staged')
}

/** Those of some targets that are neither on disk nor in a commit: the others did not change, or are deleted. */
async function nowhere(
  git: Git,
  root: string,
  commit: string,
  targets: readonly string[],
  choice: Choice,
): Promise<string[]> {
  const absent = targets.filter(target => !existsSync(resolve(choice.here, target)))
  if (absent.length === 0) return []
  const known = await listTree(git, commit)
  const unknown = new Set(chooseFiles(root, known.keys(), choice).missing)
  return absent.filter(target => unknown.has(target))
}

/** Targets as sources that are read from disk. */
export function sourcesOnDisk(targets: readonly string[]): Source[] {
  return targets.map(target => ({ name: `.${sep}${target}`, path: target }))
}

type Named = readonly (readonly [name: string, change: Change])[]

/** Reads the files as they are now. A file that a sparse checkout leaves out is read from the index. */
async function readNow(git: Git, workTree: WorkTree, files: Named, staged: boolean): Promise<Source[]> {
  const fromIndex = ({ path, blob }: Change) =>
    staged || !existsSync(workTree.onDisk(path)) ? blob : undefined
  const blobs = await readBlobs(
    git,
    files.flatMap(([, file]) => fromIndex(file) ?? []),
  )
  return files.map(([name, file]) => {
    const blob = fromIndex(file)
    return blob === undefined ? { name } : source(name, blobs.get(blob))
  })
}

/** Reads the files as they were before. Files that used to be excluded or outside the targets count as new. */
async function readBefore(git: Git, root: string, files: Named, choice: Choice): Promise<Source[]> {
  const old = files.flatMap(([name, { before }]) => (before ? [{ name, ...before }] : []))
  const { paths } = chooseFiles(root, new Set(old.map(({ path }) => path)), choice)
  const inScope = new Set(paths.values())
  const kept = old.filter(({ path }) => inScope.has(path))
  const blobs = await readBlobs(
    git,
    kept.map(({ blob }) => blob),
  )
  return kept.map(({ name, blob }) => source(name, blobs.get(blob)))
}

const source = (name: string, content: Uint8Array = new Uint8Array()): Source => ({ name, content })
