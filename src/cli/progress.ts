/** A scan of no more files is over before a line about it is read. */
const THRESHOLD = 50
const CLEAR_LINE = '\r\x1b[2K'

export interface Progress {
  update(done: number, total: number): void
  clear(): void
}

/** What a progress line is written to. */
export interface Terminal {
  isTTY?: boolean
  write(text: string): unknown
}

/**
 * One line about a long scan, rewritten in place; nothing where `stream` is no terminal. It is asked for when there is
 * something to write, because Node takes long to open it.
 */
export function progressLine(
  stream: () => Terminal,
  env: Readonly<NodeJS.ProcessEnv>,
  quiet: boolean,
): Progress {
  const shown = () => stream().isTTY && env.TERM !== 'dumb'
  let visible = false
  return {
    update(done, total) {
      if (quiet || total <= THRESHOLD || !shown()) return
      visible = true
      stream().write(
        `${CLEAR_LINE}Scanning: ${done} of ${total} files (${Math.floor((100 * done) / total)} %)`,
      )
    },
    clear() {
      if (visible) stream().write(CLEAR_LINE)
      visible = false
    },
  }
}
