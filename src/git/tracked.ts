import { lstatSync } from 'node:fs'
import { resolve } from 'node:path'
import { entriesToCompare } from '../native.js'
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
}

/**
 * The entries of the index whose files may differ from it, submodules and links among them. All others are files with
 * the times that git has recorded. Git reads no file of the work tree for it.
 */
export async function listToCompare(git: Git, root: string): Promise<Tracked[]> {
  const index = String(await git.run(['-C', root, 'rev-parse', '--git-path', 'index'])).replace(/\n$/, '')
  // Before the entries, so that one that is written in between is no newer than this.
  const time = lstatSync(resolve(root, index), { throwIfNoEntry: false, bigint: true })?.mtimeNs ?? 0n
  const listing = await git.run(['ls-files', '--stage', '--debug', '--full-name', '-z', ':/'])
  const places = entriesToCompare(listing, root, Number(time / SECOND), Number(time % SECOND))
  const entries: Tracked[] = []
  for (let at = 0; at < places.length; at += 2)
    entries.push(entryOf(listing.subarray(places[at], places[at + 1])))
  return entries
}

const SECOND = 1_000_000_000n
const SKIP_WORKTREE = 0x40000000
const INTENT_TO_ADD = 0x20000000

/** Reads `MODE ID STAGE\tPATH\0` and the details of an entry, of which only the flags matter here. */
function entryOf(record: Buffer): Tracked {
  const text = record.toString('latin1')
  const [, mode = '', id = '', stage = '', name = ''] = /^(\d+) (\w+) (\d)\t([^\0]*)\0/.exec(text) ?? []
  const flags = Number.parseInt(/\tflags: (\w+)\n$/.exec(text)?.[1] ?? '0', 16)
  return {
    path: decodeName(Buffer.from(name, 'latin1')),
    mode,
    id,
    conflict: stage !== '0',
    sparse: (flags & SKIP_WORKTREE) !== 0,
    nameOnly: (flags & INTENT_TO_ADD) !== 0,
  }
}
