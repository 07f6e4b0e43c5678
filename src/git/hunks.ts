import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemMessage, UserError } from '../errors.js'
import type { Change } from './index-changes.js'
import { diffIndex } from './index-changes.js'
import { unquoteName } from './names.js'
import { readBlobs } from './objects.js'
import type { Git } from './program.js'
import { type WorkTree, withoutCr } from './work-tree.js'

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
  for (const [path, each] of await hunksOnDisk(git, workTree, onDisk)) hunks.set(path, each)
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
 * Returns the changed lines of files on disk, without those that cannot be read. One process of git compares two folders
 * of copies, whose names are numbers. They are outside the repository, so its settings, and the filters that these
 * name, have no effect.
 */
async function hunksOnDisk(
  git: Git,
  workTree: WorkTree,
  files: readonly Change[],
): Promise<Map<string, readonly Hunk[]>> {
  const blobs = await readBlobs(
    git,
    files.flatMap(({ before }) => before?.blob ?? []),
  )
  const compared = files.flatMap(({ path, before }) => {
    const now = workTree.read(path)
    return now ? [{ path, old: Buffer.from(blobs.get(before?.blob ?? '') ?? []), now }] : []
  })
  if (compared.length === 0) return new Map()
  const folder = mkdtempSync(join(tmpdir(), 'posse-'))
  try {
    const [old, now] = ['old', 'new'].map(name => join(folder, name)) as [string, string]
    for (const each of [old, now]) mkdirSync(each)
    for (const [at, file] of compared.entries()) {
      writeFileSync(join(old, String(at)), file.old)
      // Line ends that a checkout has converted are no changes.
      writeFileSync(join(now, String(at)), file.old.includes('\r\n') ? file.now : withoutCr(file.now))
    }
    const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames']
    const args = ['diff', '--no-index', ...plain, ...PATCH, '--', old, now]
    const hunks = hunksOf(await git.run(args, { outside: true, success: 1 }))
    const byNumber = new Map([...hunks].map(([name, each]) => [name.slice(name.lastIndexOf('/') + 1), each]))
    return new Map(compared.map(({ path }, at) => [path, byNumber.get(String(at)) ?? []]))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`cannot compare lines in '${folder}': ${systemMessage(error)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
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
