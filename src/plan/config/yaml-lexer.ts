import { Lexer } from 'yaml'

/** What the lexer keeps while it reads. */
interface State {
  /** The text, and how far it is read. */
  buffer: string
  pos: number
  /** How deep in flow collections. */
  flowLevel: number
  /** The least indent of lines that go on with what has begun. */
  indentNext: number
}

/**
 * A lexer to which indents within brackets and quotes mean nothing, as to PyYAML: the specification, and with it the
 * parser, ends a list there whose second line is not deeper than its key.
 */
export function freeLexer(): Lexer {
  const lexer = new Lexer()
  const state = lexer as unknown as State
  let indent = state.indentNext
  const isFree = () => state.flowLevel > 0 || '\'"'.includes(state.buffer.charAt(state.pos) || ' ')
  Object.defineProperty(lexer, 'indentNext', {
    get: () => (isFree() ? 0 : indent),
    set: (value: number) => {
      indent = value
    },
  })
  return lexer
}
