import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemMessage, UserError } from '../errors.js'
import { byCodePoint } from '../python/order.js'
import { MAGIC } from './record.js'

/**
 * Finds the files of records: the named files, and all files in the named folders that start like a record. Also
 * searches direct subfolders, because artifacts are often unpacked to one each. Rejects with a UserError if a folder
 * has none.
 */
export async function findRecords(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(name => recordsAt(name).catch(unreadable(name))))
  const empty = names.find((_, at) => found[at]?.length === 0)
  if (empty !== undefined) throw new UserError(`no records of posse --shard found in '${empty}'`)
  return found.flat()
}

async function recordsAt(name: string): Promise<string[]> {
  const found = await stat(name)
  // Records are read twice.
  if (found.isFile()) return [name]
  if (!found.isDirectory()) throw new UserError(`'${name}' is not a regular file`)
  const inside = await entriesOf(name)
  const nested = await Promise.all(inside.filter(isFolder).map(({ path }) => entriesOf(path)))
  const files = [...inside, ...nested.flat()].filter(entry => !isFolder(entry)).map(({ path }) => path)
  const areRecords = await Promise.all(files.map(isRecord))
  return files.filter((_, at) => areRecords[at])
}

interface Entry {
  path: string
  folder: boolean
}

const isFolder = ({ folder }: Entry) => folder

/** The folders and regular files in a folder, sorted by name. */
async function entriesOf(path: string): Promise<Entry[]> {
  const entries = await readdir(path, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory() || entry.isFile())
    .map(entry => ({ path: join(path, entry.name), folder: entry.isDirectory() }))
    .sort((a, b) => byCodePoint(a.path, b.path))
}

/** Whether a file starts like a record. */
export async function isRecord(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length)
    return bytesRead === MAGIC.length && buffer.equals(Buffer.from(MAGIC))
  } finally {
    await handle.close()
  }
}

function unreadable(name: string) {
  return (error: NodeJS.ErrnoException): never => {
    if (error instanceof UserError) throw error
    throw new UserError(`cannot read '${error.path ?? name}': ${systemMessage(error)}`)
  }
}
