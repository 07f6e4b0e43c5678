/** Markup, control and layout characters. A parser of HTML drops or changes some of these, and others hide text. */
const SPECIAL = /[&<>"']|(?!\t)\p{Cc}|\p{Cs}|\p{Bidi_Control}|[\u2028\u2029\u200b\ufeff]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as content of an element or of a quoted attribute; what cannot be seen is written as Python would. */
export function escaped(text: string): string {
  return text.replace(SPECIAL, character => ENTITIES[character] ?? visible(character.charCodeAt(0)))
}

function visible(unit: number): string {
  const digits = unit.toString(16)
  return unit < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
}

const NUMBER = new Intl.NumberFormat('en-US')

/** A whole number for readers: `4,045`. */
export function count(value: number): string {
  return NUMBER.format(value)
}

/** The same with its noun: `1 file`, `2 files`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
