import { ContentError } from '../../../errors.js'

/** What `peek` returns at the end of the text. The text itself cannot contain it. */
export const END = '\0'
export const BREAKS = '\r\n\x85\u2028\u2029'
/** What may follow a token: a blank, a line break or the end. */
export const BLANKS = `${END} \t${BREAKS}`

/** How deep collections may nest. PyYAML runs out of stack at about the same depth. */
const MAX_DEPTH = 480

/** Throws a ContentError for collections that are nested too deep. */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new ContentError(`nested more than ${MAX_DEPTH} levels deep`)
}

/** A place in the text. Lines and columns count from 0. */
export interface Place {
  index: number
  line: number
  column: number
}

/** Returns an error at a place. */
export function errorAt({ line, column }: Place, message: string): ContentError {
  return new ContentError(`${message} at line ${line + 1}, column ${column + 1}`)
}

/** Reads a text character by character, and knows the line and the column. */
export class Reader implements Place {
  readonly #text: string
  index = 0
  line = 0
  column = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Returns the character that is `distance` characters ahead, or `END`. */
  peek(distance = 0): string {
    return this.#text.charAt(this.index + distance) || END
  }

  /** Whether the next character is one of these. */
  at(characters: string, distance = 0): boolean {
    return characters.includes(this.peek(distance))
  }

  /** Whether the text goes on with `word`. */
  startsWith(word: string): boolean {
    return this.#text.startsWith(word, this.index)
  }

  /** Takes this many characters. */
  take(length: number): string {
    const taken = this.#text.slice(this.index, this.index + length)
    for (const character of taken) {
      this.index += character.length
      const isBreak = BREAKS.includes(character) && !(character === '\r' && this.peek() === '\n')
      if (isBreak) {
        this.line++
        this.column = 0
      } else if (character !== '\ufeff') this.column++
    }
    return taken
  }

  /** Takes characters as long as they are among these. */
  takeAll(characters: string): string {
    let length = 0
    while (this.at(characters, length)) length++
    return this.take(length)
  }

  /** Takes characters up to the first that is among these. `END` must be one of them. */
  takeUntil(characters: string): string {
    let length = 0
    while (!this.at(characters, length)) length++
    return this.take(length)
  }

  /** Takes a line break, if there is one here. All but two kinds are read as a line feed. */
  takeBreak(): string {
    if (!this.at(BREAKS)) return ''
    const taken = this.take(this.startsWith('\r\n') ? 2 : 1)
    return taken === '\u2028' || taken === '\u2029' ? taken : '\n'
  }

  /** Whether `---` or `...` stands here, alone. At the start of a line, it starts or ends a document. */
  atMarker(): boolean {
    return (this.startsWith('---') || this.startsWith('...')) && this.at(BLANKS, 3)
  }

  place(): Place {
    return { index: this.index, line: this.line, column: this.column }
  }

  /** Returns an error at a place, by default the current one. */
  error(message: string, place: Place = this): ContentError {
    return errorAt(place, message)
  }
}
