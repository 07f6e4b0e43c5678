import { parentPort, workerData } from 'node:worker_threads'
import { reasonOf } from './error-text.js'
import { importRules } from './import-rules.js'
import type { LoadReply, LoadRequest } from './load.js'
import { said } from './module-rules.js'
import { guardProcess } from './thread-guard.js'

/*
 * Loads rules in a thread of its own: whatever a module does, the program goes on.
 */

const { port, signal } = workerData as LoadRequest

let printed: string | undefined
guardProcess(text => {
  printed ??= text
})

parentPort?.on('message', async (path: string) => {
  let reply: LoadReply
  try {
    const rules = await importRules(path)
    reply =
      printed === undefined
        ? { rules: rules.map(said) }
        : { error: `it prints: ${JSON.stringify(printed.trim())}` }
  } catch (error) {
    reply = { error: reasonOf(error), ...(error instanceof Error && { stack: error.stack }) }
  }
  printed = undefined
  port.postMessage(reply)
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})
