/** Text, or bytes that are final. A chunk belongs to its receiver. */
export type Chunk = string | Uint8Array
