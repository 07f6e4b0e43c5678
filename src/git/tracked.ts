import { decodeName } from './names.js'
import type { Git } from './program.js'

/** An entry of the index. */
export interface Tracked {
  /** From the root of the repository. */
  path: string
  mode: string
  id: string
  /** It has entries of several stages, of which this is one. */
  conflict: boolean
  /** A sparse checkout leaves it out of the work tree. */
  sparse: boolean
  /** Only its name is staged: `git add --intent-to-add`. */
  nameOnly: boolean
  /** The file as git saw it last; absent if git does not say. */
  stat?: FileStat
}

/** Times are in milliseconds, as Node gives them. */
export interface FileStat {
  changed: number
  modified: number
  inode: number
  size: number
}

const SKIP_WORKTREE = 0x40000000
const INTENT_TO_ADD = 0x20000000

const ENTRY = /(\d+) (\w+) (\d)\t([^\0]*)\0((?: {2}.*\n)*)/g
const DETAILS =
  /^ {2}ctime: (\d+):(\d+)\n {2}mtime: (\d+):(\d+)\n {2}dev: \d+\tino: (\d+)\n {2}uid: \d+\tgid: \d+\n {2}size: (\d+)\tflags: (\w+)\n$/

/** The entries of the index. Git reads no file of the work tree for it. */
export async function listTracked(git: Git): Promise<Tracked[]> {
  const args = ['ls-files', '--stage', '--debug', '--full-name', '-z', ':/']
  const output = (await git.run(args)).toString('latin1')
  const entries: Tracked[] = []
  for (const [, mode = '', id = '', stage = '', name = '', details = ''] of output.matchAll(ENTRY)) {
    const [, ...fields] = DETAILS.exec(details) ?? []
    const [ctime, ctimeNs, mtime, mtimeNs, inode = 0, size = 0] = fields.map(Number)
    const flags = Number.parseInt(fields[6] ?? '0', 16)
    entries.push({
      path: decodeName(Buffer.from(name, 'latin1')),
      mode,
      id,
      conflict: stage !== '0',
      sparse: (flags & SKIP_WORKTREE) !== 0,
      nameOnly: (flags & INTENT_TO_ADD) !== 0,
      ...(fields.length > 0 && {
        stat: { changed: milliseconds(ctime, ctimeNs), modified: milliseconds(mtime, mtimeNs), inode, size },
      }),
    })
  }
  return entries
}

/** The same arithmetic as Node's, so that equal times are equal numbers. */
const milliseconds = (seconds = 0, nanoseconds = 0) => seconds * 1000 + nanoseconds / 1_000_000
