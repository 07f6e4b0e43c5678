import { dirname, resolve } from 'node:path'
import type { FileList, Source } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import { UserErrors } from '../../errors.js'
import type { ChangedFiles } from '../../git/index.js'
import { Selection, Walk } from '../../native.js'
import type { CheckPart, CheckPlan } from '../../plan/check/plan.js'
import { textsOf } from '../../report/texts.js'

/** The sources of a check. */
export interface CheckSelection {
  selection: Selection
  /** The sources, if they are not files on disk. */
  sources?: readonly Source[]
  /** The configuration of each source, by its place. */
  configurationOf: (place: number) => Configuration
  /** The configurations of all sources, in the order of the first source of each. */
  configurations: ReadonlySet<Configuration>
  /** Returns the names of the files that were left out. */
  excluded: () => string[]
  /** Targets that do not exist. */
  missing: readonly string[]
  /** Folders that could not be read. */
  unreadable: readonly string[]
  /** For changed files: their earlier content, and the lines that differ. */
  changed?: ChangedFiles
}

/** Selects the sources of a check, and finds the configuration of each. Rejects with a UserError for mistakes in them. */
export async function selectForCheck(plan: CheckPlan): Promise<CheckSelection> {
  const selected = await selectAll(plan)
  return plan.part ? partOf(selected, plan.part) : selected
}

/** The sources of one part, in their order. The first part has the targets that could not be read. */
function partOf(all: CheckSelection, part: CheckPart): CheckSelection {
  const sources = all.sources ?? textsOf(all.selection.names()).map(name => ({ name }))
  const found = part.take({ sources, excluded: all.excluded() }, [...all.configurations])
  const placeOf = new Map(sources.map((source, place) => [source, place]))
  const places = found.sources.map(source => placeOf.get(source) ?? 0)
  const configurationOf = (place: number) => all.configurationOf(places[place] ?? 0)
  return {
    ...all,
    selection: Selection.of([...found.sources]),
    sources: found.sources,
    configurationOf,
    configurations: new Set(places.map((_, place) => configurationOf(place))),
    excluded: () => found.excluded,
    ...(!part.isFirst && { missing: [], unreadable: [] }),
  }
}

async function selectAll(plan: CheckPlan): Promise<CheckSelection> {
  const { input, host, log } = plan
  if (input.kind === 'given') return given(plan, input.sources)
  if (input.kind === 'disk') {
    const { selection, configurations } = walkAll(plan, options => new Walk([...input.targets], options))
    const configurationAt = selection.configurations()
    const numbered = (number: number) => configurations[number] as Configuration
    return {
      selection,
      configurationOf: place => numbered(configurationAt[place] ?? 0),
      configurations: new Set(Array.from(new Set(configurationAt), numbered)),
      excluded: () => selection.excluded(),
      missing: selection.missing(),
      unreadable: selection.unreadable(),
    }
  }
  const { readChanges } = await import('../../git/index.js')
  const choose = (list: FileList) => {
    const { selection } = walkAll(plan, options => Walk.among(list, [...input.targets], options))
    return selection
  }
  const changed = await readChanges(host.git, input.changes, { here: host.cwd, choose }, log)
  return {
    ...given(plan, changed.sources),
    excluded: () => changed.excluded,
    missing: changed.missing,
    changed,
  }
}

/** How the walk treats what it finds: as the configuration of the working directory says. */
function walkOptions({ configurations, host }: CheckPlan) {
  const { respectGitignore, forceExclude } = configurations.at(host.cwd)
  return { here: host.cwd, gitignore: respectGitignore, forceExclude }
}

/** Walks from one folder with a configuration of its own to the next. */
function walkAll(
  plan: CheckPlan,
  start: (options: ReturnType<typeof walkOptions>) => Walk,
): { selection: Selection; configurations: Configuration[] } {
  const { configurations: all } = plan
  const numbers = new Map<Configuration, number>()
  const answer = (configuration: Configuration) => {
    const number = numbers.get(configuration) ?? numbers.size
    numbers.set(configuration, number)
    return { configuration: number, exclude: configuration.exclude.map(({ glob, root }) => ({ glob, root })) }
  }
  const walk = start(walkOptions(plan))
  let isFirst = true
  for (let pending = walk.pending(); pending.length > 0; pending = walk.pending()) {
    // The first folders are the roots: whatever is in them or above them holds from there on.
    const configurationOf = (folder: string) => (isFirst ? all.at(folder) : all.in(folder))
    walk.advance(
      pending.map(folder => {
        const own = configurationOf(folder)
        return own ? answer(own) : null
      }),
    )
    isFirst = false
  }
  refuseMistakes(plan)
  return { selection: walk.finish(), configurations: [...numbers.keys()] }
}

function given(plan: CheckPlan, sources: readonly Source[]): CheckSelection {
  const selection = Selection.of([...sources])
  const names = textsOf(selection.names())
  const found = names.map(name => plan.configurations.at(dirname(resolve(plan.host.cwd, name))))
  refuseMistakes(plan)
  return {
    selection,
    sources,
    configurationOf: place => found[place] as Configuration,
    configurations: new Set(found),
    excluded: () => [],
    missing: [],
    unreadable: [],
  }
}

function refuseMistakes({ configurations: { mistakes } }: CheckPlan): void {
  if (mistakes.length > 0) throw new UserErrors(mistakes)
}
