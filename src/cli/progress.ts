/** A scan of this many files or fewer ends before anyone could read a progress line. */
const THRESHOLD = 50
const CLEAR_LINE = '\r\x1b[2K'

export interface Progress {
  update(done: number, total: number): void
  clear(): void
}

/** A stream for the progress line. */
export interface Terminal {
  isTTY?: boolean
  write(text: string): unknown
}

/**
 * Shows the progress of a long scan on one line, rewritten in place. Shows nothing if `stream` is not a terminal.
 * `stream` is called only when there is something to write, because opening it is slow in Node.
 */
export function progressLine(
  stream: () => Terminal | undefined,
  env: Readonly<NodeJS.ProcessEnv>,
  quiet: boolean,
): Progress {
  const shown = () => env.TERM !== 'dumb' && stream()?.isTTY
  let visible = false
  return {
    update(done, total) {
      if (quiet || total <= THRESHOLD || !shown()) return
      visible = true
      stream()?.write(
        `${CLEAR_LINE}Scanning: ${done} of ${total} files (${Math.floor((100 * done) / total)}%)`,
      )
    },
    clear() {
      if (visible) stream()?.write(CLEAR_LINE)
      visible = false
    },
  }
}
