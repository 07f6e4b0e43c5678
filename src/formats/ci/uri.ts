/** Encodes a path as a relative URI (RFC 3986). Lone surrogates become the non-UTF-8 bytes that they stand for. */
export function uriOf(path: string): string {
  return path.replace(/[^\w.~/-]+/gu, text =>
    [...text].map(each => byteOf(each) ?? encodeURIComponent(each)).join(''),
  )
}

function byteOf(character: string): string | undefined {
  if (!/^\p{Cs}$/u.test(character)) return undefined
  return `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0').toUpperCase()}`
}
