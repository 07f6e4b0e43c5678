import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { randomFor } from '../random.js'
import { mutateBytes } from './mutate.js'
import type { Target } from './target.js'
import { TEXT_TARGETS } from './targets.js'

/** What a worker is to do. It writes how many inputs it has begun to `progress`. */
export interface Work {
  target: string
  seed: number
  /** The first input. */
  start: number
  until: number
  progress: Int32Array
}

/** An input that made a reader throw. */
export interface Crash {
  index: number
  error: string
}

/** The input with this number. */
export function inputOf({ seeds, words }: Target, seed: number, index: number): Buffer {
  const random = randomFor(seed, index)
  return mutateBytes(random.pick(seeds), words, random, random.pick(seeds))
}

/** After how many inputs the clock is looked at. */
const OFTEN = 64

async function work({ target: name, seed, start, until, progress }: Work): Promise<void> {
  const target = await TEXT_TARGETS[name]?.()
  if (!target) return
  const folder = mkdtempSync(join(tmpdir(), 'posse-fuzz-'))
  try {
    for (let index = start; index % OFTEN !== 0 || Date.now() < until; index++) {
      Atomics.store(progress, 0, index)
      try {
        await target.run(inputOf(target, seed, index), folder)
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
        parentPort?.postMessage({ index, error: text } satisfies Crash)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (parentPort) await work(workerData as Work)
