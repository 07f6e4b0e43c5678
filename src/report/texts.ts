import type { TextColumn } from '../../index.js'
import { pythonString } from '../python/json.js'

/** A column of concatenated texts, in ASCII, escaped as in Python's JSON, without quotes. */
export interface Texts<Ends = Uint32Array | Float64Array> {
  text: Uint8Array
  /** Where each text ends. It starts where the previous one ended. */
  end: Ends
}

/** Builds a column from these texts. */
export function textsFrom(texts: readonly string[]): Texts<Float64Array> {
  const escaped = texts.map(text => pythonString(text).slice(1, -1))
  let length = 0
  const end = Float64Array.from(escaped, ({ length: added }) => (length += added))
  return { text: Buffer.from(escaped.join(''), 'latin1'), end }
}

/**
 * Builds a column with a text for each item. Equal texts are stored once, as what `written` makes of them. Rows with equal
 * texts usually follow one another.
 */
export function columnOf<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  written = (text: string) => text,
): TextColumn {
  const known = new Map<string, number>()
  const places = new Uint32Array(items.length)
  let previous: string | undefined
  let place = 0
  for (let row = 0; row < items.length; row++) {
    const text = textOf(items[row] as T)
    if (text !== previous) {
      place = known.get(text) ?? known.size
      known.set(text, place)
      previous = text
    }
    places[row] = place
  }
  return { ...textsFrom(Array.from(known.keys(), written)), places }
}

/** The part of a column for some of its rows. */
export function partOf(column: TextColumn, from: number, to: number): TextColumn {
  return { ...column, places: column.places.subarray(from, to) }
}

/** Returns the bytes of one text. */
export function bytesAt({ text, end }: Texts, place: number): Uint8Array {
  return text.subarray(place > 0 ? (end[place - 1] ?? 0) : 0, end[place] ?? 0)
}

/** Decodes all texts. */
export function textsOf(texts: Texts): string[] {
  return Array.from(texts.end, (_, place) => decode(bytesAt(texts, place)))
}

/** Decodes the bytes of one text. */
export function decode(ascii: Uint8Array): string {
  const text = Buffer.from(ascii.buffer, ascii.byteOffset, ascii.byteLength).toString('latin1')
  return text.includes('\\') ? JSON.parse(`"${text}"`) : text
}
