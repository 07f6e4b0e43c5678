import { cellsOf, charactersOf } from './cells.js'

/** Code between backticks is one word. */
const WORD = /(?:`[^`]*`|[^\s`]|`)+/g

/** Wraps a text between words into lines of at most `width` cells. A word that is wider is cut into several. */
export function wrap(text: string, width: number): string[] {
  if (width === Number.POSITIVE_INFINITY) return [text]
  const lines: string[] = []
  let line = ''
  let room = width
  for (const word of text.match(WORD) ?? []) {
    const size = cellsOf(word)
    if (line !== '' && size < room) {
      line += ` ${word}`
      room -= size + 1
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = size > width ? cut(word, width) : [word]
    line = pieces.pop() ?? ''
    lines.push(...pieces)
    room = width - cellsOf(line)
  }
  return [...lines, line]
}

/** Cuts a word between characters as users see them. */
function cut(word: string, width: number): string[] {
  const pieces = ['']
  let room = width
  for (const character of charactersOf(word)) {
    const size = cellsOf(character)
    if (size > room) {
      pieces.push('')
      room = width
    }
    pieces[pieces.length - 1] += character
    room -= size
  }
  return pieces
}
