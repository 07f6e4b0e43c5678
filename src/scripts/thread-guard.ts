/*
 * Keeps rules from doing what a thread must not do to the program.
 */

/** Takes the place of `process.exit`. */
export function refuseExit(): never {
  throw new Error('process.exit() was called')
}

/** Takes the place of `process.kill`: a signal to this process would end the program. 0 only asks whether a process is there. */
function refuseKill(pid: number, signal?: string | number): true {
  if (signal === 0) return ask(pid, 0)
  throw new Error('process.kill() was called')
}

const ask = process.kill.bind(process)

/** Hands what is printed to `printed`, and makes an error of the end of the process. */
export function guardProcess(printed: (text: string) => void): void {
  process.exit = refuseExit
  process.kill = refuseKill
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: unknown, encoding?: unknown, done?: unknown) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8')
      // Node's own words about modules are not those of a rule.
      if (!/^\(node:\d+\) /.test(text)) printed(text)
      const callback = typeof encoding === 'function' ? encoding : done
      if (typeof callback === 'function') callback()
      return true
    }) as typeof stream.write
  }
}
