import { posix } from 'node:path'
import { UserError } from '../errors.js'
import { records } from './names.js'
import type { Git } from './program.js'

/** Modes are of files, links, submodules, or of nothing. */
export const isFile = (mode: string): boolean => mode.startsWith('100')
export const isLink = (mode: string): boolean => mode === '120000'
export const isSubmodule = (mode: string): boolean => mode === '160000'

/**
 * The files of a commit, by their paths from the root, with the ids of their contents. A link to a file of
 * the same commit is that file; other links and submodules are left out.
 */
export async function listTree(git: Git, commit: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const links = new Map<string, string>()
  for (const record of records(await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]))) {
    const [, mode = '', id = '', path = ''] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(record) ?? []
    if (isFile(mode)) files.set(path, id)
    else if (isLink(mode)) links.set(path, id)
  }
  const contents = await readBlobs(git, links.values())
  const paths = new Map<string, string>()
  for (const [path, id] of links) paths.set(path, posix.join(posix.dirname(path), String(contents.get(id))))
  for (const path of links.keys()) {
    const id = files.get(follow(path, paths))
    if (id !== undefined) files.set(path, id)
  }
  return files
}

/** Where a link leads, or some link of the circle that it leads around. */
function follow(path: string, links: ReadonlyMap<string, string>): string {
  const seen = new Set<string>()
  let at = path
  for (let next = links.get(at); next !== undefined && !seen.has(at); next = links.get(at)) {
    seen.add(at)
    at = next
  }
  return at
}

/** The contents of blobs by their ids, all from one process. Rejects with a UserError where one is missing. */
export async function readBlobs(git: Git, ids: Iterable<string>): Promise<Map<string, Uint8Array>> {
  const wanted = [...new Set(ids)]
  const blobs = new Map<string, Uint8Array>()
  if (wanted.length === 0) return blobs
  const stream = git.stream(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n` })
  const input = new Input(stream)
  try {
    for (const id of wanted) {
      const [, type, size] = (await input.line()).split(' ')
      if (type !== 'blob') throw new UserError(`the repository lacks the object ${id}`)
      if (Number(size) > MAX_BLOB) throw new UserError(`the object ${id} has more than ${MAX_BLOB} bytes`)
      blobs.set(id, await input.bytes(Number(size)))
      await input.bytes(1)
    }
    await input.end()
  } finally {
    await stream.return(undefined)
  }
  return blobs
}

const MAX_BLOB = 2 ** 30

/** A stream that is read by lines and counts. */
class Input {
  private parts: Buffer[] = []
  private length = 0

  constructor(private readonly stream: AsyncGenerator<Buffer>) {}

  /** Meant for short ones. */
  async line(): Promise<string> {
    while (!this.joined().includes('\n') && (await this.more()));
    return String(await this.bytes(this.joined().indexOf('\n') + 1)).trimEnd()
  }

  /** As many as were asked for, unless the stream ends. */
  async bytes(count: number): Promise<Buffer> {
    while (this.length < count && (await this.more()));
    const all = this.joined()
    const rest = all.subarray(count)
    this.parts = [rest]
    this.length = rest.length
    return all.subarray(0, count)
  }

  /** Reads what is left, as a failure is told only then. */
  async end(): Promise<void> {
    while (await this.more());
  }

  private joined(): Buffer {
    if (this.parts.length !== 1) this.parts = [Buffer.concat(this.parts)]
    return this.parts[0] ?? Buffer.alloc(0)
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.stream.next()
    if (done) return false
    this.parts.push(value)
    this.length += value.length
    return true
  }
}
