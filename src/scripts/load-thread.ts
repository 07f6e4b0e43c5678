import { parentPort, workerData } from 'node:worker_threads'
import { reasonOf, stackOf } from './error-text.js'
import { importRules } from './import-rules.js'
import { LeftOver } from './left-over.js'
import type { LoadReply, LoadRequest } from './load.js'
import { said } from './module-rules.js'
import { ANSWERED, BEGUN } from './patience.js'
import { replaces, SharedCode } from './shared-code.js'
import { guardProcess } from './thread-guard.js'

/*
 * Loads rules in a thread of its own: whatever a module does, the program goes on.
 */

const { port, signal } = workerData as LoadRequest

let printed: string | undefined
guardProcess(text => {
  printed ??= text
})

/** An error that nobody caught, and where it comes from. */
let failed: { readonly error: unknown; readonly before: string } | undefined
process.on('unhandledRejection', error => {
  failed ??= { error, before: 'a promise of it was rejected, and nobody waits for it: ' }
})
process.on('uncaughtException', error => {
  failed ??= { error, before: 'what it has left for later, such as a timer, failed: ' }
})

const shared = new SharedCode()

parentPort?.on('message', async (path: string) => {
  tell(BEGUN)
  const leftOver = new LeftOver()
  const loaded = await load(path)
  const replaced = shared.restore()
  // Only then does Node tell of promises that nobody waits for. A timer of a module may go on, as long as it does no harm.
  await leftOver.ended()
  const reply = replyOf(loaded, replaced ?? shared.restore())
  printed = undefined
  failed = undefined
  port.postMessage(reply)
  tell(ANSWERED)
})

function tell(state: number): void {
  Atomics.store(signal, 0, state)
  Atomics.notify(signal, 0)
}

type Imported = { readonly rules: readonly unknown[] } | { readonly error: unknown }

async function load(path: string): Promise<Imported> {
  try {
    return { rules: await importRules(path) }
  } catch (error) {
    return { error }
  }
}

/** The answer, for a module that has replaced something of this name. */
function replyOf(loaded: Imported, replaced: string | undefined): LoadReply {
  if (replaced !== undefined) return { error: replaces(replaced) }
  if ('error' in loaded) return failure(loaded.error)
  if (failed) return failure(failed.error, failed.before)
  if (printed !== undefined) return { error: `it prints: ${JSON.stringify(printed.trim())}` }
  try {
    return { rules: loaded.rules.map(said) }
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown, before = ''): LoadReply {
  const stack = stackOf(error)
  return { error: `${before}${reasonOf(error)}`, ...(stack !== undefined && { stack }) }
}
