import type { MessagePort, Worker } from 'node:worker_threads'
import { lineIn } from './error-text.js'
import { ANSWERED, ASKED, BEGUN, LOADING, LOADS_TOO_LONG, STARTING } from './patience.js'
import { type Loaded, requireRules } from './require-rules.js'
import { loadThread } from './thread-files.js'

/** What the thread that loads rules gets when it starts. */
export interface LoadRequest {
  readonly port: MessagePort
  /** Is set to BEGUN, and to ANSWERED once there is a reply. */
  readonly signal: Int32Array
}

/** What it answers: the rules without their functions, or why there are none. */
export type LoadReply =
  | { readonly rules: readonly unknown[] }
  | { readonly error: string; readonly stack?: string | undefined }

/** Loads modules with rules. Each is loaded once. */
export class ScriptLoader {
  private readonly loaded = new Map<string, Loaded>()
  private thread: { worker: Worker; port: MessagePort; signal: Int32Array } | undefined

  /** Loads a module by its absolute path, and waits for it. */
  load(path: string): Loaded {
    const known = this.loaded.get(path)
    if (known) return known
    const loaded = requireRules(path) ?? this.ask(path)
    this.loaded.set(path, loaded)
    return loaded
  }

  /** Loads a module in a thread of its own, which can wait for others and transform TypeScript. */
  private ask(path: string): Loaded {
    const { receiveMessageOnPort } = threads()
    this.thread ??= startThread()
    const { worker, port, signal } = this.thread
    Atomics.store(signal, 0, ASKED)
    worker.postMessage(path)
    // Other programs may keep the thread from starting.
    Atomics.wait(signal, 0, ASKED, STARTING)
    Atomics.wait(signal, 0, BEGUN, LOADING)
    if (Atomics.load(signal, 0) !== ANSWERED) {
      void worker.terminate()
      this.thread = undefined
      return { error: LOADS_TOO_LONG, line: undefined }
    }
    const reply = receiveMessageOnPort(port)?.message as LoadReply
    return 'rules' in reply ? reply : { error: reply.error, line: lineIn(reply.stack, path) }
  }
}

/** Most runs load no rules, and need no threads. */
function threads() {
  return process.getBuiltinModule('node:worker_threads')
}

function startThread() {
  const { MessageChannel, Worker } = threads()
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const { port1, port2 } = new MessageChannel()
  const workerData: LoadRequest = { port: port2, signal }
  const worker = new Worker(loadThread(), { workerData, transferList: [port2], stdout: true, stderr: true })
  worker.unref()
  port1.unref()
  // What goes wrong is in the reply, or there is none.
  worker.on('error', () => undefined)
  return { worker, port: port1, signal }
}
