/** Encodes a path as a relative URI (RFC 3986). Lone surrogates become the non-UTF-8 bytes that they stand for. */
export function uriOf(path: string): string {
  return path.replace(/[^\w.~/-]+/gu, text =>
    [...text].map(each => byteOf(each) ?? encodeURIComponent(each)).join(''),
  )
}

/** An absolute URI as the base of relative ones, so with a slash at its end. Returns undefined for any other text. */
export function baseUri(text: string): string | undefined {
  // A scheme of one letter is a drive of Windows.
  if (!/^[a-z][a-z0-9+.-]+:[^?#]+$/i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text).href.replace(/\/?$/, '/')
}

function byteOf(character: string): string | undefined {
  if (!/^\p{Cs}$/u.test(character)) return undefined
  return `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0').toUpperCase()}`
}
