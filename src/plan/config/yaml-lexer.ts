import { Lexer } from 'yaml'

/** The private state of the lexer. */
interface State {
  /** The text, and the position in it. */
  buffer: string
  pos: number
  /** Nesting depth of flow collections. */
  flowLevel: number
  /** The minimum indent of continuation lines. */
  indentNext: number
}

/**
 * A lexer that ignores indentation within brackets and quotes, as PyYAML does. By the specification, which the parser
 * follows, a list in brackets ends if its second line is not indented more than its key.
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
