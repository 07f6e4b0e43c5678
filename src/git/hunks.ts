import { availableParallelism } from 'node:os'
import type { Change } from './index-changes.js'
import { diffIndex } from './index-changes.js'
import { unquoteName } from './names.js'
import { readBlobs } from './objects.js'
import type { Git } from './program.js'
import type { WorkTree } from './work-tree.js'

/** A run of lines that were added or changed, the last one excluded; none where lines were only taken out. */
export interface Hunk {
  start: number
  end: number
}

/** A file that has no earlier content is new from its first line to its last. */
const EVERYTHING: readonly Hunk[] = [{ start: 0, end: Number.POSITIVE_INFINITY }]

/** The changed lines of files since a commit, by their paths. */
export async function listHunks(
  git: Git,
  workTree: WorkTree,
  base: string,
  files: readonly Change[],
): Promise<Map<string, readonly Hunk[]>> {
  const hunks = new Map<string, readonly Hunk[]>(files.map(({ path }) => [path, EVERYTHING]))
  const old = files.filter(({ before }) => before)
  const inIndex = old.filter(({ blob }) => blob !== undefined)
  if (inIndex.length > 0) {
    const all = hunksOf(await git.run(diffIndex(base, ...PATCH)))
    for (const { path } of inIndex) hunks.set(path, all.get(path) ?? [])
  }
  const onDisk = old.filter(({ blob }) => blob === undefined)
  const blobs = await readBlobs(
    git,
    onDisk.flatMap(({ before }) => before?.blob ?? []),
  )
  // Each is a process of its own, some at a time.
  const left = onDisk.values()
  const compare = async () => {
    for (const { path, before } of left) {
      const file = workTree.onDisk(path)
      // An argument of a program has no bytes that are no UTF-8.
      if (typeof file !== 'string') continue
      hunks.set(path, await hunksOnDisk(git, blobs.get(before?.blob ?? ''), file))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, compare))
  return hunks
}

const PATCH = [
  '--patch',
  '--unified=0',
  '--inter-hunk-context=0',
  '--text',
  '--src-prefix=a/',
  '--dst-prefix=b/',
]

/**
 * The changed lines of a file on disk. Git compares it outside of the repository, where no settings are, and so no
 * filter. Ends of lines that a checkout has converted are no changes.
 */
async function hunksOnDisk(
  git: Git,
  before: Uint8Array = new Uint8Array(),
  file: string,
): Promise<readonly Hunk[]> {
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color']
  const ends = Buffer.from(before).includes('\r\n') ? [] : ['--ignore-cr-at-eol']
  const args = ['diff', '--no-index', ...plain, ...PATCH, ...ends, '--', '-', file]
  const [hunks = []] = hunksOf(await git.run(args, { input: before, outside: true, success: 1 })).values()
  return hunks
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** The hunks of a patch, by paths; a file whose lines are the same is not in it. */
function hunksOf(patch: Buffer): Map<string, Hunk[]> {
  const files = new Map<string, Hunk[]>()
  let hunks: Hunk[] = []
  let inside = 0
  for (const line of linesOf(patch)) {
    if (inside > 0) {
      if (/^[-+]/.test(line)) inside--
    } else if (line.startsWith('+++ ')) {
      hunks = []
      // The tab ends a name with blanks.
      files.set(unquoteName(line.slice('+++ '.length).replace(/\t$/, '')).replace('b/', ''), hunks)
    } else {
      const [, removed = '1', first, added = '1'] = HUNK.exec(line) ?? []
      if (first === undefined) continue
      const count = Number(added)
      // Where nothing was added, git names the line before.
      const start = Number(first) + (count === 0 ? 1 : 0)
      hunks.push({ start, end: start + count })
      inside = Number(removed) + count
    }
  }
  return files
}

/** Lines of a patch, which may be in any encoding, as Latin-1. */
function* linesOf(patch: Buffer): Generator<string> {
  for (let start = 0; start < patch.length; ) {
    const newline = patch.indexOf('\n', start)
    const end = newline < 0 ? patch.length : newline
    yield patch.toString('latin1', start, end)
    start = end + 1
  }
}
