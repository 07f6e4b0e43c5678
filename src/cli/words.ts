import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { decodeName, encodeName, records } from '../git/names.js'

/**
 * The words of a command line as they were written. Node replaces bytes that are not UTF-8, so that a file with such a
 * name could not be found again. Linux keeps what was written, which is decoded as Python does it.
 */
export function exactWords(words: readonly string[]): readonly string[] {
  let written: Buffer
  try {
    written = readFileSync('/proc/self/cmdline')
  } catch {
    return words
  }
  const exact = records(written).slice(-words.length)
  return words.map((word, at) => {
    const other = exact[at]
    return other !== undefined && encodeName(other).toString() === word ? other : word
  })
}

/** Decodes a text with names in it. */
export function decodeWords(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString() : decodeName(bytes)
}
