import { escapeOf } from '../../../output/visible.js'

/** Markup, control and layout characters. HTML parsers drop or change some of these, and others hide text. */
const SPECIAL = /[&<>"']|(?!\t)\p{Cc}|\p{Cs}|\p{Bidi_Control}|[\u2028\u2029\u200b\ufeff]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for an element or a quoted attribute. Invisible characters become Python escapes. */
export function escaped(text: string): string {
  return text.replace(SPECIAL, character => ENTITIES[character] ?? escapeOf(character.charCodeAt(0)))
}

/** Made when it is needed: that takes a millisecond. */
let numbers: Intl.NumberFormat | undefined

/** Formats an integer for people: `4,045`. */
export function count(value: number): string {
  if (value < 1000) return String(value)
  numbers ??= new Intl.NumberFormat('en-US')
  return numbers.format(value)
}

/** Formats a count with its noun: `1 file`, `2 files`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
