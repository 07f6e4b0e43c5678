/** A string as Python's repr() prints it. */
export function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  // Python escapes characters in the Unicode categories "other" and "separator".
  const inner = text.replace(/[\p{C}\p{Z}\\'"]/gu, character => {
    if (character === ' ') return character
    if (character === "'" || character === '"') return character === quote ? `\\${quote}` : character
    return escaped(character)
  })
  return quote + inner + quote
}

/** A string as Python's ascii() prints it: like repr(), with all non-ASCII characters escaped. */
export function ascii(text: string): string {
  return repr(text).replace(/[^\0-\x7f]/gu, escaped)
}

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return SHORT[character] ?? `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
