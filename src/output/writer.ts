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
import { whenKilled } from './signals.js'
import { toStderr } from './stderr.js'
import { isDevice, isTerminal, isTerminalAt, STDERR, STDOUT, writtenTo } from './terminal.js'

/*
 * Most calls here are synchronous: loading `node:fs/promises` takes longer than scanning a small file.
 */

/** Writes a block off the main thread. */
async function writeBlock(file: number, block: Uint8Array): Promise<void> {
  await promisify(writeFile)(file, block)
  recycle(block)
}

/** Writes a report. Resolves once all of it has been written. */
type Write = (chunks: Iterable<Chunk>) => Promise<void>

/** Where a report goes. */
export interface Output {
  write: Write
  /** Whether that is a terminal. It obeys control characters of the report. */
  terminal: boolean
}

/**
 * Opens the destination of a report: a file, or standard output if there is no name. Rejects with a
 * UsageError if the file cannot be written, so that the user hears of it before the scan. `write` rejects with a
 * UserError if writing fails later.
 */
export async function openOutput(
  name: string | undefined,
  cwd = '',
  argument = '-o/--output',
): Promise<Output> {
  if (name === undefined) return { terminal: isTerminal(), write: reporting('standard output', writeStdout) }
  // Bandit accepts -o without a name, and crashes after the scan.
  if (name === '') throw new UsageError(`argument ${argument}: expected a file name`)
  const target = targetOf(name, cwd, argument)
  return {
    terminal: !target.regular && isTerminalAt(target.path),
    write: reporting(`'${name}'`, chunks =>
      target.regular ? writeWhole(target, chunks) : writeThrough(target.path, blocks(chunks)),
    ),
  }
}

/** Standard error, as the destination of a report. */
export function stderrOutput(): Output {
  return {
    terminal: isDevice(STDERR),
    write: async chunks => {
      for (const block of blocks(chunks)) toStderr(block)
    },
  }
}

/** The path of the regular file that a name refers to, whether it exists or not; undefined for anything else. */
export function regularFile(name: string, cwd: string): string | undefined {
  try {
    const { path, regular } = locate(name, cwd)
    return regular ? path : undefined
  } catch {
    return undefined
  }
}

/** Writes to standard output. Resolves once everything has been written. */
export async function print(...chunks: Chunk[]): Promise<void> {
  const { write } = await openOutput(undefined)
  await write(chunks)
}

/** Turns system errors into UserErrors. */
function reporting(what: string, write: Write): Write {
  return async chunks => {
    try {
      await write(chunks)
    } catch (error) {
      // Chunks are made lazily, so the format itself can throw here.
      if ((error as NodeJS.ErrnoException).errno === undefined) throw error
      throw new UserError(`cannot write ${what}: ${systemMessage(error)}`)
    }
  }
}

interface Target {
  path: string
  /**
   * Whether this is a regular file, or does not exist yet. It is replaced as a whole; anything else is written to
   * directly.
   */
  regular: boolean
  /** The mode of the existing file. */
  mode?: number
}

function targetOf(name: string, cwd: string, argument: string): Target {
  try {
    return locate(name, cwd)
  } catch (error) {
    throw new UsageError(`argument ${argument}: can't open '${name}': ${systemMessage(error)}`)
  }
}

const MAX_LINKS = 40

/** Follows symbolic links to the file that would be written. Throws a system error if it cannot be written. */
function locate(name: string, cwd: string): Target {
  let path = resolve(cwd, name)
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const folder = realpathSync.native(dirname(path))
    path = join(folder, basename(path))
    // An open file of a process, such as /dev/stdout: we must not replace the file behind it.
    if (/^\/(proc|dev\/fd)(\/|$)/.test(folder)) return { path, regular: false }
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat?.isSymbolicLink()) {
      path = resolve(folder, readlinkSync(path))
      continue
    }
    // Fails with the system's error message for directories.
    if (stat?.isDirectory()) openSync(path, 'r+')
    accessSync(stat ? path : folder, constants.W_OK)
    return stat ? { path, regular: stat.isFile(), mode: stat.mode } : { path, regular: true }
  }
  throw new Error('too many symbolic links')
}

/** Writes a report all at once or not at all: to a temporary file next to it, which is renamed when complete. */
async function writeWhole(target: Target, chunks: Iterable<Chunk>): Promise<void> {
  const temporary = join(dirname(target.path), `.posse-${process.pid}-${Date.now().toString(36)}.tmp`)
  const move = await mover(target)
  const report = blocks(chunks)
  const begun = [report.next(), report.next()]
  // A single block is written before Node could handle a signal.
  const release = begun[1]?.done ? () => undefined : whenKilled(() => rmSync(temporary, { force: true }))
  let renamed = false
  try {
    const file = unlessRefused(() => openSync(temporary, 'wx'))
    // We may have permission to write the file, but not its folder.
    if (file === REFUSED) return await writeThrough(target.path, resumed(begun, report))
    await writeTo(file, resumed(begun, report))
    if (target.mode !== undefined) chmodSync(temporary, target.mode & 0o7777)
    renamed = unlessRefused(() => move(temporary)) !== REFUSED
    // A file that belongs to somebody else, or is a mount point, cannot be replaced, but it can be overwritten.
    if (!renamed) copyFileSync(temporary, target.path)
  } finally {
    if (!renamed) rmSync(temporary, { force: true })
    release()
  }
}

/**
 * Returns a function that moves a file to the target. Exchanging it with an existing file and removing that one is
 * faster than replacing it: for a replacement, ext4 waits until the new file's blocks have been allocated on disk.
 */
async function mover({ path, mode }: Target): Promise<(file: string) => void> {
  if (mode === undefined) return file => renameSync(file, path)
  const { exchange } = await import('../native.js')
  return file => {
    if (!exchange(file, path)) return renameSync(file, path)
    try {
      unlinkSync(file)
    } catch {
      // The report is in its place, even if the old one remains.
    }
  }
}

const REFUSED = Symbol('refused')

/** Returns the result of the call, or `REFUSED` if the system does not permit it. */
function unlessRefused<T>(call: () => T): T | typeof REFUSED {
  try {
    return call()
  } catch (error) {
    if (!['EACCES', 'EBUSY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return REFUSED
  }
}

async function writeThrough(path: string, blocks: Iterable<Uint8Array>): Promise<void> {
  // Asynchronous, because opening a FIFO blocks until it has a reader.
  await writeTo(await promisify(open)(path, 'w'), blocks)
}

async function writeTo(file: number, blocks: Iterable<Uint8Array>): Promise<void> {
  let pending = Promise.resolve()
  let last: Uint8Array | undefined
  try {
    // The next block is made while this one is written.
    for (const block of blocks) {
      await pending
      if (last) pending = writeBlock(file, last)
      last = block
    }
    await pending
    // Usually the only block: writing it here is faster than starting a thread.
    if (last) writeFileSync(file, last)
  } catch (error) {
    unlessClosed(error)
  } finally {
    // If the format threw, a write may still be pending.
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

/** Writes through Node's stream for standard output. */
function streamed(block: Uint8Array): Promise<void> {
  const { stdout } = process
  const ignore = () => undefined
  return new Promise((done, fail) => {
    // The callback gets the error, too; without a listener, it would be thrown.
    stdout.once('error', ignore)
    stdout.write(block, error => {
      if (error) return fail(error)
      stdout.off('error', ignore)
      done()
    })
  })
}

/** A reader that closes the pipe early is not an error. */
function unlessClosed(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
}

const BLOCK_LENGTH = 64 * 1024

/** Collects text into blocks of bytes. Chunks of bytes pass through unchanged. */
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

/** Resumes an iteration: first the steps already taken from it, then the rest. */
function* resumed<T>(begun: readonly IteratorResult<T, unknown>[], rest: Iterable<T>): Generator<T> {
  for (const step of begun) if (!step.done) yield step.value
  yield* rest
}

/** Encodes text as UTF-8, with lone surrogates escaped. They occur in file names that are not valid UTF-8. */
function encode(text: string): Uint8Array {
  return Buffer.from(text.replace(/[\ud800-\udfff]/gu, escapeSurrogate))
}

function escapeSurrogate(surrogate: string): string {
  return `\\u${surrogate.charCodeAt(0).toString(16)}`
}
