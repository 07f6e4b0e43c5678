import type { Source } from '../../index.js'
import type { ChangedFiles, FromGit } from '../git/index.js'
import { Discovery, Selection } from '../native.js'
import type { Plan } from '../plan/plan.js'
import { textsOf } from '../report/texts.js'

/** The sources of a scan. */
export interface Selected {
  selection: Selection
  /** How many sources there are in all parts. */
  total: number
  /** Returns the names of the files that were left out. Often these are most files, and few reports list them. */
  excluded: () => string[]
  /** Targets that are folders and were left out because recursion is off. */
  skippedFolders: readonly string[]
  /** For changed files: their earlier content, and the lines that differ. */
  changed?: ChangedFiles
}

interface Found extends Omit<Selected, 'total'> {
  /** The sources that are not files on disk. */
  sources?: readonly Source[]
}

/** Selects the sources of a plan, or a part of them. */
export async function selectSources(plan: Plan): Promise<Selected> {
  const { sources, ...selected } = await findSources(plan)
  const { selection, excluded } = selected
  const total = selection.size
  if (!plan.part) return { ...selected, total }
  const part = plan.part({
    sources: sources ?? textsOf(selection.names()).map(name => ({ name })),
    excluded: excluded(),
  })
  return { ...selected, ...given(part.sources), total, excluded: () => part.excluded }
}

async function findSources({ input, host, log }: Plan): Promise<Found> {
  if (input.kind === 'given') return { ...given(input.sources), excluded: () => [], skippedFolders: [] }
  const { targets, select } = input
  if (input.kind === 'disk') {
    const discovery = input.discovery ?? new Discovery([...targets])
    const selection = discovery.select(select)
    return { selection, excluded: () => selection.excluded(), skippedFolders: selection.skippedFolders() }
  }
  const { choiceOf, readChanges, readCommit, sourcesOnDisk } = await import('../git/index.js')
  const choice = choiceOf(targets, select)
  if (input.kind === 'commit') return fromGit(await readCommit(host.git, input.revision, choice))
  const changed = await readChanges(host.git, input.changes, choice, log)
  const sources = [...changed.sources, ...sourcesOnDisk(changed.missing)]
  return { ...fromGit({ ...changed, sources }), changed }
}

function fromGit({ sources, excluded, skippedFolders }: FromGit): Found {
  return { ...given(sources), excluded: () => excluded, skippedFolders }
}

function given(sources: readonly Source[]): Pick<Found, 'selection' | 'sources'> {
  return { selection: Selection.of([...sources]), sources }
}
