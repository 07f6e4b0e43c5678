const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs `cleanUp` before a signal kills the process. Returns a function that cancels this. */
export function whenKilled(cleanUp: () => void): () => void {
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, die)
  }
  const die = (signal: NodeJS.Signals) => {
    cleanUp()
    release()
    process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.on(signal, die)
  return release
}
