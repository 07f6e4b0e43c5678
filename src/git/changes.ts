import { records, unquoteName } from './names.js'
import { isFile } from './objects.js'
import type { Git } from './program.js'

/** A file that is not what it was, or where it was. */
export interface Change {
  /** From the root of the repository. */
  path: string
  /** Its content in the index; absent where the file on disk is another. */
  blob?: string
  /** Where and what it was before; absent for a new file. */
  before?: { path: string; blob: string }
}

/** What is compared with a commit: the files on disk, or the index. */
export interface Comparison {
  base: string
  staged: boolean
}

export interface Changes {
  files: Change[]
  /** Paths of submodules that are at another commit. */
  submodules: string[]
}

const SUBMODULE = '160000'
const NOTHING = /^0+$/

/**
 * Files that were added or changed since `base`, renamed ones being the same files. Files on disk that git
 * neither knows nor ignores are new; deleted files and links are no changes.
 */
export async function listChanges(git: Git, comparison: Comparison): Promise<Changes> {
  const files = new Map<string, Change>()
  const submodules: string[] = []
  const fields = records(await diff(git, comparison, '--raw', '-z', '--no-abbrev')).values()
  for (const header of fields) {
    const [oldMode = '', mode = '', oldBlob = '', blob = '', status = ''] = header.slice(1).split(' ')
    const oldPath = fields.next().value ?? ''
    const path = status.startsWith('R') ? (fields.next().value ?? '') : oldPath
    // A file in conflict is listed once more, without a mode.
    if (mode === SUBMODULE) submodules.push(path)
    if (!isFile(mode)) continue
    files.set(path, {
      path,
      ...(!NOTHING.test(blob) && { blob }),
      ...(isFile(oldMode) && { before: { path: oldPath, blob: oldBlob } }),
    })
  }
  for (const path of comparison.staged ? [] : await listUntracked(git)) files.set(path, { path })
  return { files: [...files.values()], submodules }
}

/** A run of lines that were added or changed, the last one excluded; none where lines were only taken out. */
export interface Hunk {
  start: number
  end: number
}

/** The changed lines of each file by its path; a file that is not there has none. */
export async function listHunks(git: Git, comparison: Comparison): Promise<Map<string, Hunk[]>> {
  const files = new Map<string, Hunk[]>()
  let hunks: Hunk[] = []
  let inside = 0
  const patch = await diff(
    git,
    comparison,
    '--patch',
    '--unified=0',
    '--inter-hunk-context=0',
    '--text',
    ...PREFIXES,
  )
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

const PREFIXES = ['--src-prefix=a/', '--dst-prefix=b/']
const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** Lines of a patch, which may be in any encoding, as Latin-1. */
function* linesOf(patch: Buffer): Generator<string> {
  for (let start = 0; start < patch.length; ) {
    const newline = patch.indexOf('\n', start)
    const end = newline < 0 ? patch.length : newline
    yield patch.toString('latin1', start, end)
    start = end + 1
  }
}

/** Whatever the user's settings are: no other program, no colours. */
const PLAIN = ['--no-ext-diff', '--no-textconv', '--no-color', '--submodule=short']

function diff(git: Git, { base, staged }: Comparison, ...form: string[]): Promise<Buffer> {
  const what = ['--find-renames', '--ignore-submodules=dirty', ...(staged ? ['--cached'] : []), base]
  return git.run(['diff', ...PLAIN, ...form, ...what, '--'])
}

async function listUntracked(git: Git): Promise<string[]> {
  return records(await git.run(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/']))
}
