/** Characters that control a terminal, hide text or change its direction. Line feeds, line ends and tabs are none. */
const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|\r(?!\n)/gu

/** Replaces characters that control a terminal, hide text or change its direction by Python's escapes. */
export function visible(text: string): string {
  return text.replace(HIDDEN, character => escapeOf(character.charCodeAt(0)))
}

/** Returns Python's escape of a UTF-16 unit. */
export function escapeOf(unit: number): string {
  const digits = unit.toString(16)
  return unit < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
}
