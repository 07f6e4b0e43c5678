import { applyWorkTree, followSubmodules } from './disk-changes.js'
import { type Change, compareIndex, type IndexChanges } from './index-changes.js'
import { records } from './names.js'
import { listTree } from './objects.js'
import type { Git } from './program.js'
import { pairRenames } from './renames.js'
import { listToCompare } from './tracked.js'
import type { WorkTree } from './work-tree.js'

/** What is compared with a commit: the files on disk, or the index. */
export interface Comparison {
  base: string
  staged: boolean
}

export interface Changes {
  files: Change[]
  /** Paths of submodules that are at another commit. */
  submodules: string[]
}

/**
 * Files that were added or changed since `base`, renamed ones being the same files. Files on disk that git
 * neither knows nor ignores are new; deleted files and links are no changes.
 */
export async function listChanges(
  git: Git,
  workTree: WorkTree,
  { base, staged }: Comparison,
): Promise<Changes> {
  if (staged) return listed(await compareIndex(git, base))
  const [changes, tracked, untracked] = await Promise.all([
    compareIndex(git, base),
    listToCompare(git, workTree.root),
    listUntracked(git),
  ])
  const inConflict = tracked.some(({ conflict }) => conflict) ? await listTree(git, base) : new Map()
  const gone = applyWorkTree(changes, tracked, inConflict, workTree)
  await pairRenames(git, changes, gone, workTree)
  await followSubmodules(git, changes, tracked, workTree)
  for (const path of untracked) changes.files.set(path, { path })
  return listed(changes)
}

const listed = ({ files, submodules }: IndexChanges): Changes => ({
  files: [...files.values()],
  submodules: [...submodules.keys()],
})

/** Files on disk that git neither knows nor ignores. */
async function listUntracked(git: Git): Promise<string[]> {
  return records(await git.run(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/']))
}
