import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { Change, IndexChanges, Old } from './index-changes.js'
import { readBlobs } from './objects.js'
import type { Git } from './program.js'
import type { WorkTree } from './work-tree.js'

/** Git's default: above this, renames are not looked for. */
const MAX_PAIRS = 1000 ** 2

interface Pair {
  old: Old
  added: Change
  /** From 0 to 1. */
  score: number
}

/**
 * Finds renames that git cannot see in the index, because one of the two files is another on disk, or only there
 * gone. As with git, two files that share at least half of their content are one.
 */
export async function pairRenames(
  git: Git,
  { files, deleted }: IndexChanges,
  gone: ReadonlySet<Old>,
  workTree: WorkTree,
): Promise<void> {
  const added = [...files.values()].filter(({ path, before }) => !before && existsSync(workTree.onDisk(path)))
  const old = [...gone, ...deleted.values()]
  const seenByGit = (from: Old, to: Change) => !gone.has(from) && to.blob !== undefined
  const possible = old.flatMap(from =>
    added.filter(to => !seenByGit(from, to)).map(to => [from, to] as const),
  )
  if (possible.length === 0 || possible.length > MAX_PAIRS) return
  const blobs = await readBlobs(
    git,
    [...old, ...added].flatMap(({ blob }) => blob ?? []),
  )
  const contents = new Map<Old | Change, Content>()
  const contentOf = (file: Old | Change) => {
    const known =
      contents.get(file) ??
      new Content(blobs.get(file.blob ?? '') ?? workTree.read(file.path) ?? new Uint8Array())
    contents.set(file, known)
    return known
  }
  const pairs = possible.map(([from, to]) => ({
    old: from,
    added: to,
    score: contentOf(from).shareOf(contentOf(to)),
  }))
  const alike = pairs
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score || sameName(b) - sameName(a))
  const used = new Set<Old>()
  for (const pair of alike) {
    if (used.has(pair.old) || files.get(pair.added.path)?.before) continue
    used.add(pair.old)
    // Without its blob: what git says of the index is not about these two.
    files.set(pair.added.path, { path: pair.added.path, before: pair.old })
  }
}

const sameName = ({ old, added }: Pair) => Number(posix.basename(old.path) === posix.basename(added.path))

/** A file in parts: lines, long ones in pieces. */
class Content {
  private readonly size: number
  /** How many bytes are in equal parts. */
  private readonly parts = new Map<string, number>()

  constructor(bytes: Uint8Array) {
    const text = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
    this.size = text.length
    for (const [part] of text.matchAll(/[^\n]{0,63}\n|[^\n]{1,64}/g)) {
      this.parts.set(part, (this.parts.get(part) ?? 0) + part.length)
    }
  }

  /** What part of the larger file is in the other, too. */
  shareOf(other: Content): number {
    const larger = Math.max(this.size, other.size)
    if (Math.min(this.size, other.size) < larger / 2) return 0
    if (larger === 0) return 1
    let shared = 0
    for (const [part, length] of this.parts) shared += Math.min(length, other.parts.get(part) ?? 0)
    return shared / larger
  }
}
