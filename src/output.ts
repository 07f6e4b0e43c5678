import { rmSync } from 'node:fs'
import {
  access,
  chmod,
  constants,
  copyFile,
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { systemMessage, UsageError, UserError } from './errors.js'
import { recycle } from './formats/byte-chunks.js'
import type { Chunk } from './formats/index.js'

/** Writes a report, and waits until it is there. */
export type Output = (chunks: Iterable<Chunk>) => Promise<void>

/**
 * Opens the place of a report: a file, or standard output where there is no name, or `-`. A name that
 * cannot be written is a UsageError now, before anything is scanned; a failed write is a UserError later.
 */
export async function openOutput(name: string | undefined, argument = '-o/--output'): Promise<Output> {
  if (name === undefined || name === '-') return reporting('standard output', writeStdout)
  // With -o alone Bandit scans, and then breaks on the missing file.
  if (name === '') throw new UsageError(`argument ${argument}: expected a file name`)
  const place = await locate(name).catch((error: unknown) => {
    throw new UsageError(`argument ${argument}: can't open '${name}': ${systemMessage(error)}`)
  })
  return reporting(`'${name}'`, chunks =>
    place.regular ? writeWhole(place, chunks) : writeThrough(place.path, chunks),
  )
}

/** Writes to standard output, and waits until it is there. */
export async function print(...chunks: Chunk[]): Promise<void> {
  await (await openOutput(undefined))(chunks)
}

/** The same, with an error of the system as the one line that a user reads. */
function reporting(what: string, write: Output): Output {
  return async chunks => {
    try {
      await write(chunks)
    } catch (error) {
      // A report may find only now that it cannot be made, or break down.
      if ((error as NodeJS.ErrnoException).errno === undefined) throw error
      throw new UserError(`cannot write ${what}: ${systemMessage(error)}`)
    }
  }
}

interface Place {
  path: string
  /** A regular file, or none yet: it is replaced as a whole. Anything else is written through. */
  regular: boolean
  /** Mode of the file that is there. */
  mode?: number
}

const MAX_LINKS = 40

/** Follows links to what is really written. Rejects with the system's error where that cannot be. */
async function locate(name: string): Promise<Place> {
  let path = resolve(name)
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const folder = await realpath(dirname(path))
    path = join(folder, basename(path))
    // An open file of a process, as /dev/stdout is: what stands behind it is not ours to replace.
    if (/^\/(proc|dev\/fd)(\/|$)/.test(folder)) return { path, regular: false }
    const stat = await lstat(path).catch(unlessMissing)
    if (stat?.isSymbolicLink()) {
      path = resolve(folder, await readlink(path))
      continue
    }
    // Fails, in the system's own words.
    if (stat?.isDirectory()) await open(path, 'r+')
    await access(stat ? path : folder, constants.W_OK)
    return stat ? { path, regular: stat.isFile(), mode: stat.mode } : { path, regular: true }
  }
  throw new Error('too many symbolic links')
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** A report appears whole or not at all: a temporary file beside it takes its name when it is complete. */
async function writeWhole(place: Place, chunks: Iterable<Chunk>): Promise<void> {
  const temporary = join(dirname(place.path), `.posse-${process.pid}-${Date.now().toString(36)}.tmp`)
  const release = removeWhenKilled(temporary)
  try {
    const file = await open(temporary, 'wx').catch(unlessRefused)
    // The file may be ours to write in a folder that is not.
    if (!file) return await writeThrough(place.path, chunks)
    await writeTo(file, chunks)
    if (place.mode !== undefined) await chmod(temporary, place.mode & 0o7777)
    const replaced = await rename(temporary, place.path).then(() => true, unlessRefused)
    // Nor can a file be replaced that is somebody else's or a mount point; it can be rewritten.
    if (!replaced) await copyFile(temporary, place.path)
  } finally {
    await rm(temporary, { force: true })
    release()
  }
}

function unlessRefused(error: NodeJS.ErrnoException): undefined {
  if (!['EACCES', 'EBUSY', 'EPERM'].includes(error.code ?? '')) throw error
}

async function writeThrough(path: string, chunks: Iterable<Chunk>): Promise<void> {
  await writeTo(await open(path, 'w'), chunks)
}

async function writeTo(file: FileHandle, chunks: Iterable<Chunk>): Promise<void> {
  try {
    // The next block is made while this one is written.
    let pending = Promise.resolve()
    for (const block of blocks(chunks)) {
      await pending
      pending = file.writeFile(block).then(() => recycle(block))
    }
    await pending
  } catch (error) {
    unlessClosed(error)
  } finally {
    await file.close()
  }
}

async function writeStdout(chunks: Iterable<Chunk>): Promise<void> {
  const { stdout } = process
  stdout.once('error', () => undefined)
  try {
    for (const block of blocks(chunks)) {
      await new Promise<void>((done, fail) => stdout.write(block, error => (error ? fail(error) : done())))
    }
  } catch (error) {
    unlessClosed(error)
  }
}

/** A reader that has seen enough is no error. */
function unlessClosed(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Keeps a signal from leaving the file behind; the process still dies of it. Returns how to undo this. */
function removeWhenKilled(path: string): () => void {
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, die)
  }
  const die = (signal: NodeJS.Signals) => {
    rmSync(path, { force: true })
    release()
    process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.on(signal, die)
  return release
}

const BLOCK_LENGTH = 64 * 1024

/** Text gathered into blocks of bytes; bytes as they are. */
function* blocks(chunks: Iterable<Chunk>): Generator<Uint8Array> {
  let text = ''
  for (const chunk of chunks) {
    if (typeof chunk === 'string') text += chunk
    if (text.length >= BLOCK_LENGTH || typeof chunk !== 'string') {
      if (text) yield encode(text)
      text = ''
    }
    if (typeof chunk !== 'string') yield chunk
  }
  if (text) yield encode(text)
}

/** UTF-8, a lone surrogate as its escape: file names that are no UTF-8 have them. */
function encode(text: string): Uint8Array {
  return Buffer.from(text.replace(/\p{Cs}/gu, escapeSurrogate))
}

function escapeSurrogate(surrogate: string): string {
  return `\\u${surrogate.charCodeAt(0).toString(16)}`
}
