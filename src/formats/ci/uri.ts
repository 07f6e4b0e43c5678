/** A path as a relative URI (RFC 3986). Bytes that are no UTF-8, which names have as lone surrogates, come out again. */
export function uriOf(path: string): string {
  return path.replace(/[^\w.~/-]+/gu, text =>
    [...text].map(each => byteOf(each) ?? encodeURIComponent(each)).join(''),
  )
}

function byteOf(character: string): string | undefined {
  if (!/^\p{Cs}$/u.test(character)) return undefined
  return `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0').toUpperCase()}`
}
