import type { SelectOptions } from '../../index.js'
import { Discovery } from '../native.js'

/** How to choose among the files that git lists: the same way as among files on disk. */
export interface Choice {
  targets: readonly string[]
  select: SelectOptions
}

export interface Chosen {
  /** Paths from the root of the repository, by their names in reports, sorted by name. */
  paths: Map<string, string>
  /** Names of the files that were left out, sorted. */
  excluded: string[]
  /** Targets that are folders and were left out because recursion is off. */
  skippedFolders: string[]
  /** Targets that are neither files nor folders of the list, and are not excluded. */
  missing: string[]
}

/** Chooses which of these files to scan. They are paths from `root`. */
export function chooseFiles(root: string, files: Iterable<string>, { targets, select }: Choice): Chosen {
  const paths = [...files]
  const selection = Discovery.among({ root, paths, here: select.here }, [...targets]).select(select)
  const places = selection.places()
  return {
    paths: new Map(selection.list().map((name, at) => [name, paths[places[at] ?? 0] ?? ''])),
    excluded: selection.excluded(),
    skippedFolders: selection.skippedFolders(),
    missing: selection.missing(),
  }
}
