import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import type { Source } from '../../index.cjs'
import { UserError } from '../errors.js'
import type { Log } from '../log.js'
import { byCodePoint } from '../python/order.js'
import { baselineOf } from '../report/baseline/baseline.js'
import type { Finding } from '../report/finding.js'
import type { Report } from '../report/report.js'
import type { ChangeOptions } from './change-options.js'
import { type Change, type Comparison, type Hunk, listChanges, listHunks } from './changes.js'
import { encodeName } from './names.js'
import { listTree, readBlobs } from './objects.js'
import { commitOf, headTree, mergeBase, openRepository } from './revisions.js'
import { type Listed, type SelectOptions, selectListed } from './select.js'

/** What git gives to scan. */
export interface FromGit extends Pick<Listed, 'excluded' | 'skippedFolders'> {
  sources: Source[]
}

/** Takes those findings out of a report that are not asked for; `scan` does to other contents what was done. */
export type Narrow = (report: Report, scan: (sources: Source[]) => Promise<Report>) => Promise<void>

export interface ChangedFiles extends FromGit {
  narrow: Narrow
}

/** The files of a commit, without a look at those on disk. */
export async function readCommit(revision: string, options: SelectOptions): Promise<FromGit> {
  const { root } = await openRepository()
  const tree = await listTree(await commitOf(revision))
  const { paths, missing, ...listed } = selectListed(root, tree.keys(), options)
  const idOf = (path: string) => tree.get(path) ?? ''
  const blobs = await readBlobs(Array.from(paths.values(), idOf))
  const sources = Array.from(paths, ([name, path]) => source(name, blobs.get(idOf(path))))
  // What git does not know is looked for on disk, as Bandit does, and mostly is not there either.
  sources.push(...missing.map(target => ({ name: `.${sep}${target}`, path: target })))
  return { ...listed, sources: sources.sort((a, b) => byCodePoint(a.name, b.name)) }
}

/** The files that changed, by the options' reckoning. */
export async function readChanges(
  changes: ChangeOptions,
  options: SelectOptions,
  log: Log,
): Promise<ChangedFiles> {
  const { root } = await openRepository()
  const comparison = { base: await baseOf(changes), staged: changes.staged ?? false }
  const { files, submodules } = await listChanges(comparison)
  for (const path of submodules) log.warning(`${path}: a submodule changed, which is a repository of its own`)

  const byPath = new Map(files.map(file => [file.path, file]))
  const { paths, missing: _, ...listed } = selectListed(root, byPath.keys(), options)
  const named = Array.from(paths, ([name, path]) => [name, byPath.get(path)] as const)
  const chosen = named.filter((pair): pair is [string, Change] => pair[1] !== undefined)
  return {
    ...listed,
    sources: await readNow(root, chosen, comparison.staged),
    async narrow(report, scan) {
      if (changes.newSince !== undefined) {
        const before = await scan(await readBefore(root, chosen, options))
        baselineOf(before.findings, 'exact')?.(report)
      }
      if (changes.changedLines) {
        const touches = await touching(comparison, chosen)
        report.findings = report.findings.filter(touches)
        report.suppressed = report.suppressed?.filter(({ finding }) => touches(finding))
      }
    },
  }
}

/** The commit, or empty tree, that is compared with. */
async function baseOf({ since, newSince, staged }: ChangeOptions): Promise<string> {
  if (newSince !== undefined) return commitOf(newSince)
  if (since !== undefined) return mergeBase(since)
  if (staged) return headTree()
  throw new UserError('changes need something to be compared with')
}

type Named = readonly (readonly [name: string, change: Change])[]

/** A file that a sparse checkout leaves out is read from the index. */
async function readNow(root: string, files: Named, staged: boolean): Promise<Source[]> {
  const onDisk = (path: string) => encodeName(`${root}/${path}`)
  const fromIndex = ({ path, blob }: Change) => (staged || !existsSync(onDisk(path)) ? blob : undefined)
  const blobs = await readBlobs(files.flatMap(([, file]) => fromIndex(file) ?? []))
  return files.map(([name, file]) => {
    const blob = fromIndex(file)
    return blob === undefined ? { name } : source(name, blobs.get(blob))
  })
}

/** Files that were outside of the targets, or excluded, are new where they are now. */
async function readBefore(root: string, files: Named, options: SelectOptions): Promise<Source[]> {
  const old = files.flatMap(([name, { before }]) => (before ? [{ name, ...before }] : []))
  const { paths } = selectListed(root, new Set(old.map(({ path }) => path)), options)
  const inScope = new Set(paths.values())
  const kept = old.filter(({ path }) => inScope.has(path))
  const blobs = await readBlobs(kept.map(({ blob }) => blob))
  return kept.map(({ name, blob }) => source(name, blobs.get(blob)))
}

/**
 * A finding is on changed lines where one of its node's is, or where lines were taken out between them:
 * without `timeout=3,` on its second line a call is another.
 */
async function touching(comparison: Comparison, files: Named): Promise<(finding: Finding) => boolean> {
  const all = await listHunks(comparison)
  const everything: Hunk[] = [{ start: 0, end: Number.POSITIVE_INFINITY }]
  const hunksOf = new Map(
    files.map(([name, { path, before }]) => [name, before ? (all.get(path) ?? []) : everything]),
  )
  return ({ file, line, start, end }) => {
    const first = Math.min(line, start.line)
    const last = Math.max(line, end.line)
    return (hunksOf.get(file) ?? []).some(hunk => first < hunk.end && hunk.start < last + 1)
  }
}

const source = (name: string, content: Uint8Array = new Uint8Array()): Source => ({ name, content })
