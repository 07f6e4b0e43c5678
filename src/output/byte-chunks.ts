const CHUNK_SIZE = 1024 * 1024
/** From this size on, writing bytes separately is faster than copying them. */
const PASS_THROUGH_SIZE = 64 * 1024

/** Memory of recycled chunks. */
const free: Buffer[] = []
/** The memory of all chunks made here. Bytes that were passed through have their own. */
const ours = new WeakSet<ArrayBufferLike>()

/** Takes back a chunk that is no longer needed, to reuse its memory: a report can have hundreds of megabytes. */
export function recycle({ buffer }: Uint8Array): void {
  if (ours.has(buffer) && buffer.byteLength === CHUNK_SIZE && free.length < 2) free.push(Buffer.from(buffer))
}

/** Collects ASCII text and bytes in chunks, which can be taken once they are full. */
export class ByteChunks {
  readonly #full: Uint8Array[] = []
  #chunk = newChunk(CHUNK_SIZE)
  #length = 0

  ascii(text: string): void {
    this.#reserve(text.length)
    this.#chunk.write(text, this.#length, 'latin1')
    this.#length += text.length
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#chunk.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Adds bytes that will not change. A large array is passed through without a copy. */
  whole(bytes: Uint8Array): void {
    if (bytes.length < PASS_THROUGH_SIZE) {
      this.bytes(bytes)
      return
    }
    if (this.#length > 0) {
      this.#flush()
      this.#chunk = newChunk(CHUNK_SIZE)
    }
    this.#full.push(bytes)
  }

  /** Adds a non-negative integer in decimal. */
  integer(value: number): void {
    this.ascii(String(value))
  }

  /**
   * Calls `write` with a buffer to fill. It returns how many bytes it wrote; if that is 0, it is called with a larger
   * one.
   */
  fill(write: (buffer: Buffer) => number): void {
    for (let size = CHUNK_SIZE; ; size *= 2) {
      const length = write(this.#chunk.subarray(this.#length))
      this.#length += length
      if (length > 0) return
      this.#flush()
      this.#chunk = newChunk(size)
    }
  }

  /** Whether there are full chunks to take. */
  get ready(): boolean {
    return this.#full.length > 0
  }

  /** Takes the full chunks. */
  take(): Uint8Array[] {
    return this.#full.splice(0)
  }

  /** Takes all remaining chunks. */
  end(): Uint8Array[] {
    this.#flush()
    return this.take()
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#chunk.length) return
    this.#flush()
    this.#chunk = newChunk(size)
  }

  #flush(): void {
    if (this.#length > 0) this.#full.push(this.#chunk.subarray(0, this.#length))
    this.#length = 0
  }
}

/** A chunk with its own memory, not from Node's pool, so that it can be recycled. */
function newChunk(size: number): Buffer {
  const recycled = size <= CHUNK_SIZE ? free.pop() : undefined
  if (recycled) return recycled
  const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_SIZE, size))
  ours.add(chunk.buffer)
  return chunk
}
