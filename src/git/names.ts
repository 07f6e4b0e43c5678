/** Matches a UTF-8 sequence in bytes decoded as Latin-1, or a single invalid byte. */
const SEQUENCES =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g

/** Decodes a file name. As in Python, invalid UTF-8 bytes become the surrogates U+DC80 to U+DCFF. */
export function decodeName(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(SEQUENCES, sequence =>
      sequence.length === 1
        ? String.fromCharCode(0xdc00 + sequence.charCodeAt(0))
        : Buffer.from(sequence, 'latin1').toString(),
    )
}

/** Encodes a name decoded by {@link decodeName}. */
export function encodeName(name: string): Buffer {
  const parts = name
    .split(/([\udc80-\udcff])/u)
    .map((part, at) => (at % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - 0xdc00)))
  return Buffer.concat(parts)
}

/** Splits an output into its records, each of which ends with a NUL. */
export function records(output: Buffer): string[] {
  const found: string[] = []
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start)
    found.push(decodeName(output.subarray(start, end)))
    start = end + 1
  }
  return found
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' }

/** Decodes a name in a line of a patch, plain or quoted as in C. The line is decoded as Latin-1. */
export function unquoteName(text: string): string {
  if (!text.startsWith('"')) return decodeName(Buffer.from(text, 'latin1'))
  const bytes = text
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    )
  return decodeName(Buffer.from(bytes, 'latin1'))
}
