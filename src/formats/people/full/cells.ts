import stringWidth from 'string-width'
import { escapeOf, visible } from '../../../output/visible.js'
import { firstPast } from '../../../python/bisect.js'

/** The distance between tab stops, in cells. */
const TAB = 4
/** Text in which each character takes one cell. */
const PLAIN = /^[\x20-\x7e]*$/

/** Vowels of Thai and Lao that terminals give a cell of their own, although they belong to the letter before. */
const SPACING_VOWEL = /[\u0e33\u0eb3]/g

let segmenter: Intl.Segmenter | undefined

/** Returns the number of cells that a text takes in a terminal. */
export function cellsOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text.replace(SPACING_VOWEL, 'x'))
}

/** Splits a text into what users see as characters. */
export function* charactersOf(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter()
  for (const { segment } of segmenter.segment(text)) yield* segment.split(/(?=[\u0e33\u0eb3])/)
}

/** A line of code as a terminal shows it: with spaces for tabs, and escapes for characters that cannot be seen. */
export interface ShownLine {
  /** The number of cells. */
  readonly width: number
  /** Returns the first cell of the character at this index, in UTF-16 units. */
  cellAt(index: number): number
  /** Returns the cell after the character that ends at this index. */
  cellAfter(index: number): number
  /** Returns the text in these cells. Half of a wide character is shown as a space. */
  slice(from: number, to: number): string
}

/** Shows a line of code. */
export function shownLine(text: string): ShownLine {
  return isPlain(text) ? new PlainLine(text) : new MixedLine(text)
}

/** Whether the text is shown as it is, one cell for each UTF-16 unit. Log commands begin with two number signs. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !text.includes('##')
}

class PlainLine implements ShownLine {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  get width(): number {
    return this.#text.length
  }

  cellAt(index: number): number {
    return Math.min(index, this.#text.length)
  }

  cellAfter(index: number): number {
    return this.cellAt(index)
  }

  slice(from: number, to: number): string {
    return this.#text.slice(from, to)
  }
}

/** A character of a line. */
interface Character {
  /** Its index in the text. */
  index: number
  shown: string
  /** Its first cell. */
  cell: number
  width: number
}

class MixedLine implements ShownLine {
  readonly #characters: Character[] = []
  readonly #length: number
  readonly width: number

  constructor(text: string) {
    this.#length = text.length
    let index = 0
    let cell = 0
    for (const character of charactersOf(text)) {
      const shown =
        character === '\t' ? ' '.repeat(TAB - (cell % TAB)) : shownCharacter(character, text, index)
      const width = cellsOf(shown)
      this.#characters.push({ index, shown, cell, width })
      index += character.length
      cell += width
    }
    this.width = cell
  }

  cellAt(index: number): number {
    if (index >= this.#length) return this.width
    return this.#characters[this.#firstWith(character => character.index > index) - 1]?.cell ?? 0
  }

  cellAfter(index: number): number {
    return this.#characters[this.#firstWith(character => character.index >= index)]?.cell ?? this.width
  }

  slice(from: number, to: number): string {
    let text = ''
    for (const { shown, cell, width } of this.#characters) {
      const first = Math.max(cell, from)
      const end = Math.min(cell + width, to)
      if (first >= end) continue
      if (end - first === width) text += shown
      else text += PLAIN.test(shown) ? shown.slice(first - cell, end - cell) : ' '.repeat(end - first)
    }
    return text
  }

  #firstWith(isPast: (character: Character) => boolean): number {
    return firstPast(this.#characters.length, at => isPast(this.#characters[at] as Character))
  }
}

/** Shows one character. One without any width would attach to its neighbours, so it is escaped. */
function shownCharacter(character: string, text: string, index: number): string {
  if (character === '#')
    return /^##(?:vso)?\[/.test(text.slice(index, index + 6)) ? escapeOf(0x23) : character
  if (PLAIN.test(character)) return character
  const shown = visible(character)
  if (shown !== character || cellsOf(character) > 0) return shown
  return Array.from(character, each => escapeOf(each.codePointAt(0) ?? 0)).join('')
}
