import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { KEPT } from '../corpus.js'
import type { Row } from '../row.js'
import { TEXT_TARGETS } from './targets.js'
import { type Crash, inputOf, type Work } from './worker.js'

/** How often a reader is looked at, in milliseconds, and how often it may be seen at the same input. */
const EVERY = 500
const TOO_OFTEN = 20

/** Fuzzes a reader of texts for some time. Keeps one input for each way in which it fails. */
export async function fuzzText(name: string, seed: number, minutes: number): Promise<Row> {
  const target = await TEXT_TARGETS[name]?.()
  if (!target) throw new RangeError(`there is no target ${name}`)
  const until = Date.now() + minutes * 60_000
  const row: Row = { target: name, executions: 0, crashes: 0, hangs: 0, leaks: 0, kept: [] }
  const seen = new Set<string>()
  const keep = (kind: string, index: number, about: string) => {
    const folder = join(KEPT, 'text')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, `${name}-${kind}-${seed}-${index}`)
    writeFileSync(file, inputOf(target, seed, index))
    row.kept.push(`${file}: ${about}`)
  }
  let start = 0
  while (Date.now() < until) {
    const end = await runWorker({ target: name, seed, start, until }, ({ index, error }) => {
      row.crashes++
      const [message = '', ...frames] = error.split('\n')
      const place = frames.find(frame => frame.includes('/src/'))?.trim() ?? ''
      const kind = `${message.replace(/\d+|'.*'|".*"/g, '…').slice(0, 80)} ${place}`
      if (!seen.has(kind)) keep('crash', index, `${message} ${place}`)
      seen.add(kind)
    })
    row.executions += end.index + 1 - start
    if (end.hangs) {
      row.hangs++
      keep('hang', end.index, `takes longer than ${(EVERY * TOO_OFTEN) / 1000} seconds`)
    }
    start = end.index + 1
  }
  return row
}

/** Runs a worker until time is up or it hangs. Resolves with the last input. */
function runWorker(
  work: Omit<Work, 'progress'>,
  onCrash: (crash: Crash) => void,
): Promise<{ index: number; hangs: boolean }> {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  progress[0] = work.start
  const data: Work = { ...work, progress }
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: data })
  return new Promise((resolve, reject) => {
    let last = -1
    let times = 0
    const timer = setInterval(() => {
      const index = Atomics.load(progress, 0)
      times = index === last ? times + 1 : 0
      last = index
      if (times > TOO_OFTEN) end(true)
    }, EVERY)
    const end = (hangs: boolean) => {
      clearInterval(timer)
      worker.terminate().then(() => resolve({ index: Atomics.load(progress, 0), hangs }), reject)
    }
    worker.on('message', onCrash)
    worker.on('error', reject)
    worker.on('exit', () => end(false))
  })
}
