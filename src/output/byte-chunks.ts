const CHUNK_SIZE = 1024 * 1024
const MAX_DIGITS = 16
/** From how many bytes on it takes less time to write them by themselves than to copy them. */
const MANY = 64 * 1024

/** Memory of chunks whose receiver is done with them. */
const free: Buffer[] = []
/** All memory of chunks; what is handed on as it is has another. */
const ours = new WeakSet<ArrayBufferLike>()

/** Takes back a chunk that nobody needs any more: there can be hundreds of megabytes of them. */
export function recycle({ buffer }: Uint8Array): void {
  if (ours.has(buffer) && buffer.byteLength === CHUNK_SIZE && free.length < 2) free.push(Buffer.from(buffer))
}

/** Gathers ASCII text and bytes into chunks that are handed on when they are full. */
export class ByteChunks {
  private readonly full: Uint8Array[] = []
  private chunk = newChunk(CHUNK_SIZE)
  private length = 0

  ascii(text: string): void {
    this.reserve(text.length)
    this.chunk.write(text, this.length, 'latin1')
    this.length += text.length
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.chunk.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Bytes that will not change: many are handed on as they are. */
  whole(bytes: Uint8Array): void {
    if (bytes.length < MANY) {
      this.bytes(bytes)
      return
    }
    if (this.length > 0) {
      this.flush()
      this.chunk = newChunk(CHUNK_SIZE)
    }
    this.full.push(bytes)
  }

  /** A whole number, not negative. */
  integer(value: number): void {
    this.reserve(MAX_DIGITS)
    let digits = 1
    for (let power = 10; power <= value; power *= 10) digits++
    for (let at = this.length + digits - 1, rest = value; at >= this.length; at--) {
      this.chunk[at] = 48 + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    this.length += digits
  }

  /** Has `write` fill room and say how many bytes it wrote; if that is none, it gets more room. */
  fill(write: (room: Buffer) => number): void {
    for (let size = CHUNK_SIZE; ; size *= 2) {
      const length = write(this.chunk.subarray(this.length))
      this.length += length
      if (length > 0) return
      this.flush()
      this.chunk = newChunk(size)
    }
  }

  /** Whether there is something to take. */
  get ready(): boolean {
    return this.full.length > 0
  }

  /** The chunks that are full. */
  take(): Uint8Array[] {
    return this.full.splice(0)
  }

  /** All that is left. */
  end(): Uint8Array[] {
    this.flush()
    return this.take()
  }

  private reserve(size: number): void {
    if (this.length + size <= this.chunk.length) return
    this.flush()
    this.chunk = newChunk(size)
  }

  private flush(): void {
    if (this.length > 0) this.full.push(this.chunk.subarray(0, this.length))
    this.length = 0
  }
}

/** Memory of its own, and no part of a pool. */
function newChunk(size: number): Buffer {
  const recycled = size <= CHUNK_SIZE ? free.pop() : undefined
  if (recycled) return recycled
  const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_SIZE, size))
  ours.add(chunk.buffer)
  return chunk
}
