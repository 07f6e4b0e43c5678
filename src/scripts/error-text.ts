import { inspect } from 'node:util'

/** How a thrown object is shown. */
const SHOWN = { depth: 0, breakLength: Infinity, customInspect: false }
/** The most characters of an error that are told. */
const MOST = 500

/** An error in one line. */
export function reasonOf(error: unknown): string {
  const line = textOf(error).replace(/\s*\n\s*/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line
}

/** Anything can be thrown, also what throws when it is looked at. */
function textOf(error: unknown): string {
  try {
    if (error instanceof Error) return `${String(error.name)}: ${String(error.message)}`
    return `it threw ${typeof error === 'object' ? inspect(error, SHOWN) : String(error)}`
  } catch {
    return 'it threw something that cannot be shown'
  }
}

/** The stack of an error, if it has one. */
export function stackOf(error: unknown): string | undefined {
  try {
    if (error instanceof Error && typeof error.stack === 'string') return error.stack
  } catch {
    // What it is made of throws.
  }
  return undefined
}

/** The first line of a module that a stack names; undefined if it names none. */
export function lineIn(stack: string | undefined, path: string): number | undefined {
  for (const frame of stack?.split('\n') ?? []) {
    const at = frame.indexOf(path)
    const [, line] = at < 0 ? [] : (/^:(\d+)/.exec(frame.slice(at + path.length)) ?? [])
    if (line !== undefined) return Number(line)
  }
  return undefined
}
