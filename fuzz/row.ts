/** What became of a target. */
export interface Row {
  target: string
  executions: number
  crashes: number
  hangs: number
  leaks: number
  /** The files of inputs that failed, and what each is about. */
  kept: string[]
}

/** The rows as a table. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['target', 'executions', 'crashes', 'hangs', 'leaks']
  const body = rows.map(({ target, executions, crashes, hangs, leaks }) =>
    [target, executions.toLocaleString('en'), crashes, hangs, leaks].map(String),
  )
  const widths = head.map((name, column) =>
    Math.max(name.length, ...body.map(row => row[column]?.length ?? 0)),
  )
  const lineOf = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  return [head, ...body].map(lineOf).join('\n')
}
