import { eastAsianWidth } from 'get-east-asian-width'
import { escapeOf, visible } from '../../../output/visible.js'
import { firstPast } from '../../../python/bisect.js'

/** The distance between tab stops, in cells. */
const TAB = 4
/** Text in which each character takes one cell. */
const PLAIN = /^[\x20-\x7e]*$/

/** Characters that have a cell, or two. */
const VISIBLE =
  /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u
/**
 * What is wide only as a whole: flags, key caps, pictures that are text without the selector or the picture that is joined
 * to them, and syllables of Korean letters.
 */
const WIDE_TOGETHER =
  /^(?:\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic})|[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6])/u
/** Signs that have cells of their own, although they belong to the letter before. */
const SPACING = /[\p{Spacing_Mark}\uff00-\uffef]/u
/** Letters of Korean syllables. */
const JAMO = /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/

/**
 * Returns the number of cells that a text takes in a terminal. Own code on top of a table, because string-width takes
 * several milliseconds to load, even for a report in ASCII.
 */
export function cellsOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let cells = 0
  if (LETTERS.test(text)) for (const letter of text) cells += widthOf(letter)
  else for (const character of charactersOf(text)) cells += cellsOfCharacter(character)
  return cells
}

function cellsOfCharacter(character: string): number {
  const first = character.search(VISIBLE)
  if (first < 0) return 0
  const isWideTogether = WIDE_TOGETHER.test(character)
  const [base = '', ...rest] = character.slice(first)
  const added = rest.filter(each => SPACING.test(each) || (!isWideTogether && JAMO.test(each)))
  return added.reduce<number>((cells, each) => cells + widthOf(each), isWideTogether ? 2 : widthOf(base))
}

const widthOf = (letter: string): number => eastAsianWidth(letter.codePointAt(0) ?? 0)

/**
 * Text of Latin, Greek, Cyrillic, Chinese, Japanese and Korean letters, punctuation and symbols, none of which changes the
 * one before. Segmenters and Unicode's classes take milliseconds to load.
 */
const LETTERS = new RegExp(
  [
    String.raw`^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf`,
    String.raw`\u2100-\u27bf\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3]*$`,
  ].join(''),
)

/** Vowels of Thai and Lao, which are characters of their own for terminals, but not for Unicode. */
const SPACING_VOWEL = /(?=[\u0e33\u0eb3])/

let segmenter: Intl.Segmenter | undefined

/** Splits a text into what users see as characters. */
export function* charactersOf(text: string): Generator<string> {
  if (LETTERS.test(text)) return yield* text
  segmenter ??= new Intl.Segmenter()
  for (const { segment } of segmenter.segment(text)) yield* segment.split(SPACING_VOWEL)
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

/** A part of a mixed line: one character, or several that take one cell each. */
interface Part {
  /** Its index in the line. */
  index: number
  shown: string
  /** Its first cell. */
  cell: number
  width: number
  isPlain: boolean
}

/** Parts of a line: a tab; plain text; a number sign; other characters, with the one before, which they may change. */
const PARTS = /\t|[\x20-\x22\x24-\x7e]+(?=[\x20-\x7e\t]|$)|#(?=[\x20-\x7e\t]|$)|[\x20-\x7e]?[^\x20-\x7e\t]+/g

/** A command that CI systems obey anywhere in a line of a log, as in `##[error]`. Rulers of number signs are none. */
const COMMAND = /^#[^\0-\x7f]*#(?:[a-z]|[^\0-\x7f])*\[/i
/** No command's mark is longer, in UTF-16 units. */
const MAX_COMMAND = 64

class MixedLine implements ShownLine {
  readonly #parts: Part[] = []
  readonly #length: number
  #width = 0

  constructor(text: string) {
    this.#length = text.length
    for (const { 0: part, index } of text.matchAll(PARTS)) {
      if (part === '\t') this.#add(index, plain(' '.repeat(TAB - (this.#width % TAB))), false)
      else if (part !== '#' && PLAIN.test(part)) this.#add(index, plain(part), true)
      else this.#addCharacters(index, part, text)
    }
  }

  #addCharacters(start: number, part: string, line: string): void {
    let index = start
    for (const character of charactersOf(part)) {
      const isCommand = character.startsWith('#') && COMMAND.test(line.slice(index, index + MAX_COMMAND))
      this.#add(index, isCommand ? plain(escapeOf('#')) : shownCharacter(character), false)
      index += character.length
    }
  }

  #add(index: number, { shown, width }: Shown, isPlain: boolean): void {
    this.#parts.push({ index, shown, cell: this.#width, width, isPlain })
    this.#width += width
  }

  get width(): number {
    return this.#width
  }

  cellAt(index: number): number {
    const part =
      index < this.#length ? this.#parts[this.#firstWith(({ index: start }) => start > index) - 1] : undefined
    if (!part) return this.#width
    return part.isPlain ? part.cell + index - part.index : part.cell
  }

  cellAfter(index: number): number {
    const next = this.#firstWith(({ index: start }) => start >= index)
    const last = this.#parts[next - 1]
    if (last?.isPlain) return Math.min(last.cell + index - last.index, last.cell + last.width)
    return this.#parts[next]?.cell ?? this.#width
  }

  slice(from: number, to: number): string {
    let text = ''
    for (const { shown, cell, width } of this.#parts) {
      const first = Math.max(cell, from)
      const end = Math.min(cell + width, to)
      if (first >= end) continue
      if (end - first === width) text += shown
      else text += PLAIN.test(shown) ? shown.slice(first - cell, end - cell) : ' '.repeat(end - first)
    }
    return text
  }

  #firstWith(isPast: (part: Part) => boolean): number {
    return firstPast(this.#parts.length, at => isPast(this.#parts[at] as Part))
  }
}

/** What is shown, and how many cells it takes. */
interface Shown {
  shown: string
  width: number
}

const plain = (shown: string): Shown => ({ shown, width: shown.length })

/** The characters that were shown before: to measure one takes long. */
const known = new Map<string, Shown>()
const MAX_KNOWN = 4096

function shownCharacter(character: string): Shown {
  let shown = known.get(character)
  if (shown) return shown
  shown = newCharacter(character)
  if (known.size < MAX_KNOWN) known.set(character, shown)
  return shown
}

/** Shows a character. One without any width would attach to its neighbours, so it is escaped. */
function newCharacter(character: string): Shown {
  const shown = visible(character)
  const width = cellsOf(shown)
  if (shown !== character || width > 0) return { shown, width }
  return plain(Array.from(character, each => escapeOf(each)).join(''))
}
