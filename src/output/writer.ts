import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  lstatSync,
  open,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFile,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { systemMessage, UsageError, UserError } from '../errors.js'
import { recycle } from './byte-chunks.js'
import type { Chunk } from './chunk.js'
import { STDOUT, writtenTo } from './terminal.js'

/*
 * Mostly calls that wait: `node:fs/promises` alone takes longer to load than a small file to scan.
 */

/** Writes a block off the main thread. */
async function writeBlock(file: number, block: Uint8Array): Promise<void> {
  await promisify(writeFile)(file, block)
  recycle(block)
}

/** Writes a report, and waits until it is there. */
export type Output = (chunks: Iterable<Chunk>) => Promise<void>

/**
 * Opens the place of a report: a file, or standard output where there is no name, or `-`. A name that
 * cannot be written is a UsageError now, before anything is scanned; a failed write is a UserError later.
 */
export async function openOutput(
  name: string | undefined,
  cwd = '',
  argument = '-o/--output',
): Promise<Output> {
  if (name === undefined || name === '-') return reporting('standard output', writeStdout)
  // With -o alone Bandit scans, and then breaks on the missing file.
  if (name === '') throw new UsageError(`argument ${argument}: expected a file name`)
  const place = placeOf(name, cwd, argument)
  return reporting(`'${name}'`, chunks =>
    place.regular ? writeWhole(place, chunks) : writeThrough(place.path, blocks(chunks)),
  )
}

/** The regular file that a name stands for, be it there or yet to be made; undefined where it is none. */
export function regularFile(name: string, cwd: string): string | undefined {
  try {
    const { path, regular } = locate(name, cwd)
    return regular ? path : undefined
  } catch {
    return undefined
  }
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

function placeOf(name: string, cwd: string, argument: string): Place {
  try {
    return locate(name, cwd)
  } catch (error) {
    throw new UsageError(`argument ${argument}: can't open '${name}': ${systemMessage(error)}`)
  }
}

const MAX_LINKS = 40

/** Follows links to what is really written. Throws the system's error where that cannot be. */
function locate(name: string, cwd: string): Place {
  let path = resolve(cwd, name)
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const folder = realpathSync.native(dirname(path))
    path = join(folder, basename(path))
    // An open file of a process, as /dev/stdout is: what stands behind it is not ours to replace.
    if (/^\/(proc|dev\/fd)(\/|$)/.test(folder)) return { path, regular: false }
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat?.isSymbolicLink()) {
      path = resolve(folder, readlinkSync(path))
      continue
    }
    // Fails, in the system's own words.
    if (stat?.isDirectory()) openSync(path, 'r+')
    accessSync(stat ? path : folder, constants.W_OK)
    return stat ? { path, regular: stat.isFile(), mode: stat.mode } : { path, regular: true }
  }
  throw new Error('too many symbolic links')
}

/** A report appears whole or not at all: a temporary file beside it takes its name when it is complete. */
async function writeWhole(place: Place, chunks: Iterable<Chunk>): Promise<void> {
  const temporary = join(dirname(place.path), `.posse-${process.pid}-${Date.now().toString(36)}.tmp`)
  const move = await mover(place)
  const report = blocks(chunks)
  const begun = [report.next(), report.next()]
  // A single block is written before Node would hear of a signal.
  const release = begun[1]?.done ? () => undefined : removeWhenKilled(temporary)
  let renamed = false
  try {
    const file = unlessRefused(() => openSync(temporary, 'wx'))
    // The file may be ours to write in a folder that is not.
    if (file === REFUSED) return await writeThrough(place.path, resumed(begun, report))
    await writeTo(file, resumed(begun, report))
    if (place.mode !== undefined) chmodSync(temporary, place.mode & 0o7777)
    renamed = unlessRefused(() => move(temporary)) !== REFUSED
    // Nor can a file be replaced that is somebody else's or a mount point; it can be rewritten.
    if (!renamed) copyFileSync(temporary, place.path)
  } finally {
    if (!renamed) rmSync(temporary, { force: true })
    release()
  }
}

/**
 * Makes what puts a file in this place. To let it change places with one that is there, and remove that, is done sooner
 * than to replace it, for which ext4 waits until the new one has its place on the disk.
 */
async function mover({ path, mode }: Place): Promise<(file: string) => void> {
  if (mode === undefined) return file => renameSync(file, path)
  const { exchange } = await import('../native.js')
  return file => (exchange(file, path) ? unlinkSync(file) : renameSync(file, path))
}

const REFUSED = Symbol('refused')

/** What the call returns, or that the system does not allow it. */
function unlessRefused<T>(call: () => T): T | typeof REFUSED {
  try {
    return call()
  } catch (error) {
    if (!['EACCES', 'EBUSY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return REFUSED
  }
}

async function writeThrough(path: string, blocks: Iterable<Uint8Array>): Promise<void> {
  // Off the main thread: a FIFO waits for its reader.
  await writeTo(await promisify(open)(path, 'w'), blocks)
}

async function writeTo(file: number, blocks: Iterable<Uint8Array>): Promise<void> {
  let pending = Promise.resolve()
  let last: Uint8Array | undefined
  try {
    // While a block is written, the next ones are made.
    for (const block of blocks) {
      await pending
      if (last) pending = writeBlock(file, last)
      last = block
    }
    await pending
    // Mostly the only one: sooner written than a thread is started for it.
    if (last) writeFileSync(file, last)
  } catch (error) {
    unlessClosed(error)
  } finally {
    // A report that breaks down half-way may still be writing.
    await pending.catch(() => undefined)
    closeSync(file)
  }
}

async function writeStdout(chunks: Iterable<Chunk>): Promise<void> {
  try {
    for (const block of blocks(chunks)) {
      const rest = block.subarray(writtenTo(STDOUT, block))
      if (rest.length > 0) await streamed(rest)
    }
  } catch (error) {
    unlessClosed(error)
  }
}

/** Writes by Node's stream for standard output. */
function streamed(block: Uint8Array): Promise<void> {
  const { stdout } = process
  return new Promise((done, fail) => {
    // The callback hears of it, too.
    stdout.once('error', () => undefined)
    stdout.write(block, error => (error ? fail(error) : done()))
  })
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

/** What was taken of an iteration, and the rest of it. */
function* resumed<T>(begun: readonly IteratorResult<T, unknown>[], rest: Iterable<T>): Generator<T> {
  for (const step of begun) if (!step.done) yield step.value
  yield* rest
}

/** UTF-8, a lone surrogate as its escape: file names that are no UTF-8 have them. */
function encode(text: string): Uint8Array {
  return Buffer.from(text.replace(/[\ud800-\udfff]/gu, escapeSurrogate))
}

function escapeSurrogate(surrogate: string): string {
  return `\\u${surrogate.charCodeAt(0).toString(16)}`
}
