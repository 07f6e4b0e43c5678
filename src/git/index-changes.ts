import { records } from './names.js'
import { isFile, isSubmodule } from './objects.js'
import type { Git } from './program.js'

/** A file's content in a commit, and its path there. */
export interface Old {
  path: string
  blob: string
}

/** A file that is not what it was, or where it was. */
export interface Change {
  /** From the root of the repository. */
  path: string
  /** Its content in the index; absent where the file on disk is another. */
  blob?: string
  /** Where and what it was before; absent for a new file. */
  before?: Old
}

/** Where the index differs from a commit. */
export interface IndexChanges {
  files: Map<string, Change>
  /** Files that are gone and were not renamed, by their paths. */
  deleted: Map<string, Old>
  /** The commits that submodules were at, by their paths. */
  submodules: Map<string, string>
}

/** The command that compares the index with a commit. Git reads objects only, and runs no program of the user's. */
export function diffIndex(base: string, ...form: string[]): string[] {
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--submodule=short']
  return [
    'diff-index',
    '--cached',
    '--ita-invisible-in-index',
    '--find-renames',
    ...plain,
    ...form,
    base,
    '--',
  ]
}

export async function compareIndex(git: Git, base: string): Promise<IndexChanges> {
  const changes: IndexChanges = { files: new Map(), deleted: new Map(), submodules: new Map() }
  const fields = records(await git.run(diffIndex(base, '--raw', '-z', '--no-abbrev'))).values()
  for (const header of fields) {
    const [oldMode = '', mode = '', oldBlob = '', blob = '', status = ''] = header.slice(1).split(' ')
    const oldPath = fields.next().value ?? ''
    const path = status.startsWith('R') ? (fields.next().value ?? '') : oldPath
    const before = isFile(oldMode) && { path: oldPath, blob: oldBlob }
    if (isSubmodule(mode)) changes.submodules.set(path, oldBlob)
    if (isFile(mode)) changes.files.set(path, { path, blob, ...(before && { before }) })
    else if (before && status === 'D') changes.deleted.set(path, before)
  }
  return changes
}
