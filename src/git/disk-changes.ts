import { existsSync } from 'node:fs'
import type { IndexChanges, Old } from './index-changes.js'
import { isFile, isSubmodule } from './objects.js'
import type { Git } from './program.js'
import type { Tracked } from './tracked.js'
import type { WorkTree } from './work-tree.js'

/**
 * Replaces what the index has by what is on disk. `inConflict` has the contents in the base by paths, if there are
 * conflicts. Returns the files that are only on disk gone.
 */
export function applyWorkTree(
  { files, deleted }: IndexChanges,
  tracked: readonly Tracked[],
  inConflict: ReadonlyMap<string, string>,
  workTree: WorkTree,
): Set<Old> {
  const gone = new Set<Old>()
  let previous = ''
  for (const entry of tracked) {
    const { path } = entry
    // A file in conflict has an entry for each side.
    if (path === previous || isSubmodule(entry.mode)) continue
    previous = path
    const state = workTree.stateOf(entry)
    if (state === 'same') continue
    const before = files.has(path) ? files.get(path)?.before : beforeOf(entry)
    files.delete(path)
    if (state === 'gone') {
      if (before) gone.add(before)
    } else if (!before) {
      files.set(path, { path })
    } else if (before.path !== path || !workTree.holds(path, before.blob)) {
      files.set(path, { path, before })
    }
  }
  return gone

  /** What the base has of a file that is the same in the index, or not there. */
  function beforeOf({ path, mode, id, conflict, nameOnly }: Tracked): Old | undefined {
    const blob = conflict ? inConflict.get(path) : id
    if (!nameOnly) return isFile(mode) && blob !== undefined ? { path, blob } : undefined
    const old = deleted.get(path)
    deleted.delete(path)
    return old
  }
}

/** Replaces the commits of submodules in the index by those that are checked out. */
export async function followSubmodules(
  git: Git,
  { submodules }: IndexChanges,
  tracked: readonly Tracked[],
  workTree: WorkTree,
): Promise<void> {
  for (const { path, mode, id } of tracked) {
    if (!isSubmodule(mode)) continue
    const before = submodules.get(path) ?? id
    const now = (await headOf(git, workTree.onDisk(path))) ?? id
    if (now === before) submodules.delete(path)
    else submodules.set(path, before)
  }
}

/** The commit that a repository is at; undefined where there is none. */
async function headOf(git: Git, folder: string | Buffer): Promise<string | undefined> {
  const gitDir = `${folder}/.git`
  if (!existsSync(gitDir)) return undefined
  const head = git.run([`--git-dir=${gitDir}`, 'rev-parse', '--verify', '--quiet', 'HEAD'])
  return head.then(
    id => String(id).trimEnd(),
    () => undefined,
  )
}
