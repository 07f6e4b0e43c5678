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

/** Formats an integer for people: `4,045`. `Intl.NumberFormat` takes milliseconds to load. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Formats a count with its noun: `1 file`, `2 files`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
