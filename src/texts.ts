/** A column of texts, one after the other: ASCII, escaped as in Python's JSON, without quotes. */
export interface Texts {
  text: Uint8Array
  /** Where each of them ends; it begins where the one before ended. */
  end: Uint32Array | Float64Array
}

/** The bytes of one of them. */
export function bytesAt({ text, end }: Texts, place: number): Uint8Array {
  return text.subarray(place > 0 ? (end[place - 1] ?? 0) : 0, end[place] ?? 0)
}

/** All of them, decoded. */
export function textsOf(texts: Texts): string[] {
  return Array.from(texts.end, (_, place) => decode(bytesAt(texts, place)))
}

/** The text that such bytes stand for. */
export function decode(ascii: Uint8Array): string {
  const text = Buffer.from(ascii.buffer, ascii.byteOffset, ascii.byteLength).toString('latin1')
  return text.includes('\\') ? JSON.parse(`"${text}"`) : text
}
