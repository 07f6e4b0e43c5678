import type { FileList, SelectOptions } from '../../index.js'
import { Discovery, type Selection } from '../native.js'

/** How to choose among the files that git lists: the same way as among files on disk. */
export interface Choice {
  /** The working directory, absolute. */
  here: string
  choose: (list: FileList) => Selection
}

/** The choice of a scan. */
export function choiceOf(targets: readonly string[], select: SelectOptions): Choice {
  return { here: select.here, choose: list => Discovery.among(list, [...targets]).select(select) }
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
export function chooseFiles(root: string, files: Iterable<string>, { here, choose }: Choice): Chosen {
  const paths = [...files]
  const selection = choose({ root, paths, here })
  const places = selection.places()
  return {
    paths: new Map(selection.list().map((name, at) => [name, paths[places[at] ?? 0] ?? ''])),
    excluded: selection.excluded(),
    skippedFolders: selection.skippedFolders(),
    missing: selection.missing(),
  }
}
