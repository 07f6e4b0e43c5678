import { BLANKS, BREAKS, checkDepth, END, type Place, Reader } from './reader.js'
import { scanBlock, scanPlain, scanQuoted, scanRestOfLine } from './scalars.js'
import { scanDirective, scanName, scanTag, type TagWords } from './words.js'

/** Tokens that are named by what they are, or by their character. `key` and `value` may have no character. */
export type Mark =
  | 'end'
  | 'document start'
  | 'document end'
  | 'block sequence'
  | 'block mapping'
  | 'block end'
  | 'entry'
  | 'key'
  | 'value'
  | '['
  | ']'
  | '{'
  | '}'
  | ','

export type Token = Place &
  (
    | { type: Mark }
    | { type: 'directive'; name: string; words: readonly string[] }
    | { type: 'alias' | 'anchor'; name: string }
    | { type: 'tag'; tag: TagWords }
    | { type: 'scalar'; text: string; isPlain: boolean }
  )

/** How far from its start the `:` of a key may be, if there is no `?`. */
const LONGEST_KEY = 1024

/** A token that is a key if a `:` follows it on the same line. */
interface PossibleKey {
  place: Place
  /** Its index in the tokens. */
  at: number
  /** Nothing but a key can stand there. */
  required: boolean
}

/**
 * Splits YAML into tokens, as PyYAML does (PyYAML 6, lib/yaml/scanner.py). Throws a ContentError for what cannot be a
 * token.
 */
export function scanTokens(text: string): Token[] {
  return new Scanner(text).run()
}

class Scanner {
  readonly #reader: Reader
  readonly #tokens: Token[] = []
  /** The columns of the open block collections. */
  readonly #indents: number[] = []
  #indent = -1
  /** For each level of brackets, the token that may still become a key. */
  #keys: (PossibleKey | undefined)[] = [undefined]
  #allowsKey = true

  constructor(text: string) {
    this.#reader = new Reader(text)
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1
  }

  run(): Token[] {
    while (!this.#next()) {}
    return this.#tokens
  }

  /** Scans the next token. Returns whether it was the last. */
  #next(): boolean {
    const reader = this.#reader
    this.#skipBlanks()
    this.#expireKeys()
    this.#unwind(reader.column)
    const character = reader.peek()
    const isAlone = reader.at(BLANKS, 1)
    if (character === END) {
      this.#finish()
      return true
    }
    if (reader.column === 0 && character === '%') this.#directive()
    else if (reader.column === 0 && reader.atMarker()) this.#documentMark(character)
    else if ('[{'.includes(character)) this.#open(character as '[' | '{')
    else if (']}'.includes(character)) this.#close(character as ']' | '}')
    else if (character === ',') this.#comma()
    else if (character === '-' && isAlone) this.#entry()
    else if (character === '?' && (this.#inFlow || isAlone)) this.#key()
    else if (character === ':' && (this.#inFlow || isAlone)) this.#value()
    else if (!this.#scalarOrProperty(character, isAlone))
      throw reader.error(`'${character}' cannot start a token`)
    return false
  }

  /** Scans an alias, an anchor, a tag or a scalar. Returns whether there is one. */
  #scalarOrProperty(character: string, isAlone: boolean): boolean {
    const reader = this.#reader
    const place = reader.place()
    if (character === '|' || character === '>') {
      if (this.#inFlow) return false
      this.#dropKey()
      this.#allowsKey = true
      const text = scanBlock(reader, this.#indent)
      this.#tokens.push({ type: 'scalar', text, isPlain: false, ...place })
      return true
    }
    const isPlain = !`${BLANKS}-?:,[]{}#&*!|>'"%@\``.includes(character)
    const startsPlain =
      isPlain || (!isAlone && (character === '-' || (!this.#inFlow && '?:'.includes(character))))
    if (!startsPlain && !'*&!\'"'.includes(character)) return false
    this.#saveKey()
    this.#allowsKey = false
    if (startsPlain) {
      const { text, tookBreak } = scanPlain(reader, this.#indent + 1, this.#inFlow)
      this.#allowsKey = tookBreak
      this.#tokens.push({ type: 'scalar', text, isPlain: true, ...place })
    } else if (character === '*') this.#tokens.push({ type: 'alias', name: scanName(reader), ...place })
    else if (character === '&') this.#tokens.push({ type: 'anchor', name: scanName(reader), ...place })
    else if (character === '!') this.#tokens.push({ type: 'tag', tag: scanTag(reader), ...place })
    else this.#tokens.push({ type: 'scalar', text: scanQuoted(reader), isPlain: false, ...place })
    return true
  }

  /** Skips blanks, comments and line breaks. Tabs are none of these. */
  #skipBlanks(): void {
    const reader = this.#reader
    if (reader.index === 0 && reader.peek() === '\ufeff') reader.take(1)
    for (;;) {
      reader.takeAll(' ')
      if (reader.peek() === '#') reader.takeUntil(END + BREAKS)
      if (reader.takeBreak() === '') return
      if (!this.#inFlow) this.#allowsKey = true
    }
  }

  #push(type: Mark, place: Place = this.#reader.place()): void {
    this.#tokens.push({ type, ...place })
  }

  /** Adds a token for the next characters. */
  #take(type: Mark, length = 1): void {
    this.#push(type)
    this.#reader.take(length)
  }

  /** Closes the block collections that are indented more than `column`. In brackets, indentation means nothing. */
  #unwind(column: number): void {
    if (this.#inFlow) return
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1
      this.#push('block end')
    }
  }

  /** Opens a block collection at a column, if none is open there. */
  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false
    this.#indents.push(this.#indent)
    this.#indent = column
    return true
  }

  #saveKey(): void {
    const required = !this.#inFlow && this.#indent === this.#reader.column
    if (!this.#allowsKey) return
    this.#dropKey()
    this.#keys[this.#keys.length - 1] = { place: this.#reader.place(), at: this.#tokens.length, required }
  }

  /** Gives up the possible key of this level of brackets. */
  #dropKey(): void {
    const key = this.#keys.at(-1)
    if (key?.required) throw this.#reader.error("expected ':' after a key", key.place)
    this.#keys[this.#keys.length - 1] = undefined
  }

  /** Gives up keys that cannot get their `:` any more. */
  #expireKeys(): void {
    for (const [level, key] of this.#keys.entries()) {
      if (
        !key ||
        (key.place.line === this.#reader.line && this.#reader.index - key.place.index <= LONGEST_KEY)
      )
        continue
      if (key.required) throw this.#reader.error("expected ':' after a key", key.place)
      this.#keys[level] = undefined
    }
  }

  #finish(): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#push('end')
  }

  #directive(): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#allowsKey = false
    const place = this.#reader.place()
    this.#tokens.push({ type: 'directive', ...scanDirective(this.#reader), ...place })
    scanRestOfLine(this.#reader)
  }

  #documentMark(character: string): void {
    this.#unwind(-1)
    this.#dropKey()
    this.#allowsKey = false
    this.#take(character === '-' ? 'document start' : 'document end', 3)
  }

  #open(bracket: '[' | '{'): void {
    this.#saveKey()
    this.#keys.push(undefined)
    checkDepth(this.#keys.length - 1)
    this.#allowsKey = true
    this.#take(bracket)
  }

  #close(bracket: ']' | '}'): void {
    this.#dropKey()
    if (!this.#inFlow) throw this.#reader.error(`'${bracket}' closes nothing`)
    this.#keys.pop()
    this.#allowsKey = false
    this.#take(bracket)
  }

  #comma(): void {
    this.#allowsKey = true
    this.#dropKey()
    this.#take(',')
  }

  #entry(): void {
    if (!this.#inFlow) this.#openBlock('block sequence', 'a sequence entry')
    this.#allowsKey = true
    this.#dropKey()
    this.#take('entry')
  }

  #key(): void {
    if (!this.#inFlow) this.#openBlock('block mapping', 'a key')
    this.#allowsKey = !this.#inFlow
    this.#dropKey()
    this.#take('key')
  }

  #value(): void {
    const key = this.#keys.at(-1)
    if (key) {
      this.#keys[this.#keys.length - 1] = undefined
      const { at, place } = key
      this.#tokens.splice(at, 0, { type: 'key', ...place })
      if (!this.#inFlow && this.#indentTo(place.column))
        this.#tokens.splice(at, 0, { type: 'block mapping', ...place })
      this.#allowsKey = false
    } else {
      if (!this.#inFlow) this.#openBlock('block mapping', 'a value')
      this.#allowsKey = !this.#inFlow
      this.#dropKey()
    }
    this.#take('value')
  }

  #openBlock(type: 'block sequence' | 'block mapping', what: string): void {
    if (!this.#allowsKey) throw this.#reader.error(`${what} is not allowed here`)
    if (this.#indentTo(this.#reader.column)) this.#push(type)
  }
}
