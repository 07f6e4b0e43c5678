import { closeSync, constants, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs'

/** How long a pipe may have nobody who writes to it, in milliseconds. */
const PATIENCE = 3000
/** How long to wait before a pipe is asked again, in milliseconds. */
const PAUSE = 10
const CHUNK_SIZE = 1024 * 1024

/** A file that cannot be read although the system has no error for it. */
export class Unreadable extends Error {}

/**
 * Yields the bytes of a file that somebody named. A pipe is read to its end, also one of a shell's `<(...)`; if nobody
 * writes to it, reading would never end. Throws the system's error, or {@link Unreadable}.
 */
export async function* inputChunks(path: string): AsyncGenerator<Buffer> {
  if (isPipe(path)) yield* piped(path)
  else yield* createReadStream(path, { highWaterMark: CHUNK_SIZE })
}

/** Reads a file that somebody named, as {@link inputChunks} does. */
export async function readInput(path: string): Promise<Buffer> {
  if (!isPipe(path)) return readFileSync(path)
  const parts: Buffer[] = []
  for await (const part of piped(path)) parts.push(part)
  return Buffer.concat(parts)
}

/** Reads a file that was only found. What is no regular file may have no end. */
export function readRegular(path: string | Buffer): Buffer {
  if (!statSync(path).isFile()) throw new Unreadable('not a regular file')
  return readFileSync(path)
}

const isPipe = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false

async function* piped(path: string): AsyncGenerator<Buffer> {
  // Without this flag, the system waits until somebody writes.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const deadline = Date.now() + PATIENCE
    for (let began = false; ; ) {
      const part = readNow(file)
      if (part === undefined || part.length > 0) began = true
      else if (began) return
      else if (Date.now() > deadline) throw new Unreadable('it is a pipe to which nobody writes')
      if (part?.length) yield part
      else await new Promise(resolve => setTimeout(resolve, PAUSE))
    }
  } finally {
    closeSync(file)
  }
}

/** Returns what can be read from a pipe now; undefined if somebody has it open who has not written yet. */
function readNow(file: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(1 << 16)
  try {
    return buffer.subarray(0, readSync(file, buffer))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}
