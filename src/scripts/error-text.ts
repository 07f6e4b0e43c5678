/** An error in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`
  return `${error.name}: ${error.message}`.replace(/\s*\n\s*/g, ' ')
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
