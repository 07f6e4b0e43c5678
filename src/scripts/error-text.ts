/** The most characters of an error that are told. */
const MOST = 500

/** An error in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`
  const line = text.replace(/\s*\n\s*/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line
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
