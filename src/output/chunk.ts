/** Text, or bytes that will not change. The receiver owns the chunk. */
export type Chunk = string | Uint8Array
