import { visibleLine, withoutCommands } from '../../../output/visible.js'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Escapes text for an element or a quoted attribute. Hidden characters, some of which HTML parsers drop or change, become
 * Python escapes.
 */
export function escaped(text: string): string {
  const markup = visibleLine(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
  return withoutCommands(markup, each => `&#${each.charCodeAt(0)};`)
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
