import { Script } from 'node:vm'

/** How long a module with rules may take to load, in milliseconds. */
export const LOADING = 10_000

/** How long the thread that loads one may take to start. */
export const STARTING = 60_000

/** How far that thread is. */
export const ASKED = 0
export const BEGUN = 1
export const ANSWERED = 2

/** What is said of a module that takes longer. */
export const LOADS_TOO_LONG = `it takes longer than ${LOADING / 1000} s to load`

/** Where the script below finds what it runs. */
const NAME = 'posse.run'
const KEY = Symbol.for(NAME)

/** Runs code in this thread, and stops it if it takes longer than this many milliseconds: then `late` is returned. */
export function runWithin<T, L>(milliseconds: number, run: () => T, late: L): T | L {
  let result: T | L = late
  const holder = globalThis as { [KEY]?: () => void }
  holder[KEY] = () => {
    result = run()
  }
  try {
    // Only a script of its own can be stopped.
    new Script(`globalThis[Symbol.for('${NAME}')]()`).runInThisContext({
      timeout: milliseconds,
      displayErrors: false,
    })
    return result
  } catch (error) {
    if ((error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return late
    throw error
  } finally {
    delete holder[KEY]
  }
}
