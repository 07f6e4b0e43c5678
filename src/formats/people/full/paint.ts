import type { Terminal } from '../../../output/screen.js'
import type { Level } from '../../../rules/levels.js'

/** Colours that are legible in light and in dark themes. Plain blue is too dark on black in some of them. */
const CODES = {
  bold: '1',
  frame: '94',
  code: '36',
  mark: '1',
  removed: '31',
  added: '32',
  HIGH: '1;31',
  MEDIUM: '1;33',
  LOW: '1;36',
  UNDEFINED: '1',
}

export type Style = keyof typeof CODES

/** An address that can stand in an escape sequence. */
const ADDRESS = /^https?:\/\/[\x21-\x7e]+$/

/** Colours and links for a terminal. Without one, all texts stay as they are. */
export class Paint {
  readonly #colours: boolean
  readonly #links: boolean

  constructor(terminal: Terminal | undefined) {
    this.#colours = terminal?.colours ?? false
    this.#links = terminal?.links ?? false
  }

  /** Colours a text. */
  as(style: Style | Level, text: string): string {
    return this.#colours && text !== '' ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text
  }

  /** Makes a text a link (OSC 8). */
  link(address: string, text: string): string {
    return this.#links && ADDRESS.test(address) ? `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\` : text
  }

  /** Colours the code in a text, which is between backticks. */
  code(text: string): string {
    return this.#colours ? text.replace(/`[^`]+`/g, code => this.as('code', code)) : text
  }
}
