import type { SelectOptions, Source } from '../../index.cjs'
import { NoTargets } from '../errors.js'
import type { Narrow } from '../git/index.js'
import type { Log } from '../log.js'
import { Discovery, Selection } from '../native.js'
import type { Config } from '../plan/config/index.js'
import { EXCLUDE } from '../plan/defaults.js'
import type { Options } from '../plan/options.js'
import { textsOf } from '../report/texts.js'

/** What a scan reads. */
export interface Selected {
  selection: Selection
  /** What was left out: in many trees most files, of which few reports list one. */
  excluded: () => string[]
  /** Targets that are folders and were left out because recursion is off. */
  skippedFolders: string[]
  /** With changes: leaves only the findings that are asked for. */
  narrow?: Narrow
}

interface Found extends Selected {
  /** Where they are not files on disk. */
  sources?: readonly Source[]
}

/** Finds what to read, or takes a part of it. */
export async function selectSources(options: Options, config: Config, log: Log): Promise<Selected> {
  const { sources, ...selected } = await findSources(options, config, log)
  if (!options.part) return selected
  const { selection, excluded } = selected
  const part = options.part({
    sources: sources ?? textsOf(selection.names()).map(name => ({ name })),
    excluded: excluded(),
  })
  return { ...selected, ...given(part.sources), excluded: () => part.excluded }
}

/** Finds what to read: sources as they are given, files of a commit, files that changed, or files on disk. */
async function findSources(options: Options, config: Config, log: Log): Promise<Found> {
  if (options.sources) return { ...given(options.sources), excluded: () => [], skippedFolders: [] }
  if (!options.targets?.length) throw new NoTargets('nothing to scan: give targets or sources')
  const rules: SelectOptions = {
    recursive: options.recursive ?? false,
    include: config.include,
    exclude: config.excludeDirs,
    excludeCli: [...(options.exclude ?? EXCLUDE)],
    forceExclude: options.forceExclude ?? false,
  }
  const listed = { ...rules, targets: options.targets }
  const { revision, changes } = options
  if (revision !== undefined || changes) {
    const { readChanges, readCommit } = await import('../git/index.js')
    const { sources, excluded, ...found } = changes
      ? await readChanges(changes, listed, log)
      : await readCommit(revision ?? 'HEAD', listed)
    return { ...found, ...given(sources), excluded: () => excluded }
  }
  const discovery = options.discovery ?? new Discovery([...options.targets])
  const selection = discovery.select(rules)
  return { selection, excluded: () => selection.excluded(), skippedFolders: selection.skippedFolders() }
}

function given(sources: readonly Source[]): Pick<Found, 'selection' | 'sources'> {
  return { selection: Selection.of([...sources]), sources }
}
