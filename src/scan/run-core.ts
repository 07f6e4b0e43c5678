import type { Batch, ScanOptions, Selection } from '../../index.js'
import { Cache, scan } from '../native.js'
import type { RunPlan } from '../plan/run-plan.js'

/** The cache of a plan, if it has one. */
export function cacheOf({ cacheDir }: RunPlan): Cache | null {
  return cacheDir === undefined ? null : new Cache(cacheDir)
}

/** Scans a selection off the main thread. Rejects with the signal's reason if it is aborted. */
export async function runCore(
  { contextLines, threads, maxFileSize, maxFileTime, onProgress, signal }: RunPlan,
  selection: Selection,
  cache: Cache | null,
  options: Omit<ScanOptions, 'contextLines' | 'threads' | 'maxFileSize' | 'maxFileTime'>,
): Promise<Batch[]> {
  const total = selection.size
  return abortable(signal, abort =>
    scan(
      selection,
      {
        ...options,
        contextLines,
        threads,
        ...(maxFileSize > 0 && { maxFileSize }),
        ...(maxFileTime > 0 && { maxFileTime }),
      },
      onProgress && (done => onProgress(done, total)),
      abort,
      cache,
    ),
  )
}

/** Runs a task of the core with a derived signal, because the core replaces the handler of the signal it gets. */
async function abortable<T>(
  signal: AbortSignal | undefined,
  task: (abort: AbortSignal | null) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  try {
    return await task(signal ? AbortSignal.any([signal]) : null)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
