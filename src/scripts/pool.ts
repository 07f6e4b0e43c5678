import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import type { Piscina } from 'piscina'
import type { CheckTask, CheckThreadData } from './check-thread.js'
import { reasonOf } from './error-text.js'
import { LEFT_OVER } from './left-over.js'
import { type FileRecords, type RecordColumns, Records } from './records.js'
import type { Excluded, Outcome, ScriptFault, ScriptIssue } from './run-checks.js'
import { checkThread, poolLibrary } from './thread-files.js'

/** A rule of a module: the number that findings refer to it by, and where it is. */
export interface ScriptPlace {
  readonly number: number
  readonly module: string
  /** Its place among the rules of the module. */
  readonly at: number
}

/** How long the checks of a batch may take, in milliseconds. */
const PATIENCE = 1000
/** How long those of each of its files may take if that is not enough: other programs may have kept the thread waiting. */
const PATIENCE_WITH_ONE = 2000
/** How often the threads are looked at. */
const PAUSE = 50
/** How much memory a thread has, in MiB. */
const MEMORY = 256
/** How many batches there may be for each thread. */
const QUEUED = 4
/** More threads than this do not make checks faster. */
const MOST_THREADS = 8

/** Runs the checks of rules in threads of their own, which start with the first batch. */
export class ScriptPool {
  private readonly modules: readonly string[]
  private readonly rules: CheckTask['rules']
  private pool: Piscina | undefined
  private readonly issues: ScriptIssue[] = []
  private readonly faults: ScriptFault[] = []
  private readonly running = new Set<Promise<void>>()
  private readonly most: number
  private failure: { readonly error: unknown } | undefined
  /** How many threads are asked, and what waits for one of them. */
  private asked = 0
  private readonly waiting: (() => void)[] = []
  private sent = 0
  private checked = 0

  constructor(
    rules: readonly ScriptPlace[],
    private readonly nameOf: (file: number) => string,
    threads: number,
  ) {
    this.most = Math.min(threads > 0 ? threads : availableParallelism(), MOST_THREADS)
    this.modules = [...new Set(rules.map(({ module }) => module))]
    this.rules = rules.map(({ number, module, at }) => [number, this.modules.indexOf(module), at])
  }

  /** Checks a batch, and does not wait for it. Returns its files. */
  add(batch: RecordColumns): readonly FileRecords[] {
    const records = shared(batch)
    const { files } = new Records(records)
    this.sent += files.length
    const running = this.check(records, files)
      .catch((error: unknown) => {
        this.failure ??= { error }
      })
      .finally(() => this.running.delete(running))
    this.running.add(running)
    return files
  }

  /** Waits until the threads can take a batch soon: those that wait are kept in memory. */
  async room(): Promise<void> {
    while (this.running.size >= this.most * QUEUED) await Promise.race(this.running)
  }

  /** Waits for all batches. Rejects if a file of one was not checked, which would be a defect. */
  async finish(): Promise<{ issues: ScriptIssue[]; faults: ScriptFault[] }> {
    await Promise.all(this.running)
    if (this.failure) throw this.failure.error
    if (this.checked !== this.sent)
      throw new Error(`rules were asked about ${this.sent} files, and answered for ${this.checked}`)
    const { issues, faults } = this
    return { issues, faults }
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.pool?.destroy()
  }

  private async check(records: RecordColumns, files: readonly FileRecords[]): Promise<void> {
    const names = files.map(({ place }) => this.nameOf(place))
    const excluded: [file: number, rule: number][] = []
    const left: (readonly number[])[] = [[...files.keys()]]
    for (let only = left.pop(); only; only = left.pop()) {
      const answer = await this.ask(records, names, excluded, only)
      if ('files' in answer) {
        // A check may report more than a call can take arguments.
        for (const issue of answer.issues) this.issues.push(issue)
        for (const fault of answer.faults) this.faults.push(fault)
        this.checked += answer.files
        continue
      }
      const { file, rule, offset, reason } = answer
      const isLate = reason === undefined
      if (only.length > 1 && (isLate || file < 0)) {
        left.push(...only.map(at => [at]).toReversed())
        continue
      }
      const at = file < 0 ? (only[0] ?? 0) : file
      this.faults.push({
        file: files[at]?.place ?? 0,
        rule,
        line: files[at]?.position(offset).line ?? 1,
        reason: isLate ? `the check takes longer than ${PATIENCE_WITH_ONE / 1000} s` : reason,
      })
      if (file < 0) {
        // Not even the first check began: the rules cannot be loaded again.
        this.checked += only.length
        continue
      }
      excluded.push([at, rule])
      left.push(only)
    }
  }

  /** Asks a thread, and returns its answer, or where it was when it had to be ended. Without a reason, it took too long. */
  private async ask(
    records: RecordColumns,
    names: readonly string[],
    excluded: Excluded,
    only: readonly number[],
  ): Promise<Outcome | { file: number; rule: number; offset: number; reason: string | undefined }> {
    const progress = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT))
    progress[1] = -1
    const task: CheckTask = { records, names, rules: this.rules, excluded, only, progress }
    // A pool that ends the thread of a task may forget the tasks that wait for it: none do.
    while (this.asked >= this.most) await new Promise<void>(resolve => this.waiting.push(resolve))
    this.asked++
    const end = new AbortController()
    const patience = only.length > 1 ? PATIENCE : PATIENCE_WITH_ONE
    let isLate = false
    let begun: number | undefined
    const watch = setInterval(() => {
      const state = Atomics.load(progress, 0)
      if (state > 0) begun ??= Date.now()
      // What checks have left for later may take as long again, and as long as the thread waits for it.
      const time = state === 2 ? patience * 2 + LEFT_OVER : patience
      isLate = begun !== undefined && Date.now() - begun > time
      if (isLate) end.abort()
    }, PAUSE)
    try {
      this.pool ??= this.start()
      return (await this.pool.run(task, { signal: end.signal })) as Outcome
    } catch (error) {
      const [, file = -1, rule = 0, offset = 0] = progress
      const number = file < 0 ? (this.rules[0]?.[0] ?? 0) : rule
      return { file, rule: number, offset, reason: isLate ? undefined : endOf(error) }
    } finally {
      clearInterval(watch)
      this.asked--
      this.waiting.shift()?.()
    }
  }

  private start(): Piscina {
    const library = createRequire(import.meta.url)(poolLibrary()) as typeof import('piscina')
    const workerData: CheckThreadData = { modules: this.modules }
    const pool = new library.Piscina({
      filename: checkThread(),
      minThreads: 0,
      maxThreads: this.most,
      idleTimeout: 1000,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
      workerData,
      recordTiming: false,
    })
    // A thread that has lost its task may still fail. What matters is told by the task.
    pool.on('error', () => undefined)
    return pool
  }
}

/** Why a thread ended. */
function endOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it needs more than ${MEMORY} MiB of memory` : reasonOf(error)
}

/** The same columns in memory that all threads see, so that a batch can be asked about again. */
function shared({ numbers, strings, texts }: RecordColumns): RecordColumns {
  const copy = <A extends Uint8Array | Uint32Array>(array: A, made: A): A => {
    made.set(array)
    return made
  }
  return {
    numbers: copy(numbers, new Uint32Array(new SharedArrayBuffer(numbers.byteLength))),
    strings: copy(strings, new Uint8Array(new SharedArrayBuffer(strings.byteLength))),
    texts: copy(texts, new Uint8Array(new SharedArrayBuffer(texts.byteLength))),
  }
}
