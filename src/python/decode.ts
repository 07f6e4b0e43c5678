import { ContentError } from '../errors.js'

/** Decodes text. Throws a ContentError with the position of the first invalid byte. */
export function decode(content: Uint8Array, encoding = 'utf-8'): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    const lossy = Buffer.from(new TextDecoder(encoding, { ignoreBOM: true }).decode(content))
    const position = content.findIndex((byte, at) => byte !== lossy[at])
    throw new ContentError(`byte ${position} is not valid ${encoding.toUpperCase()}`)
  }
}
