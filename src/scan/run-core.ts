import type { Batch, RecordQueue, ScanOptions, Selection } from '../../index.js'
import { Cache, scan } from '../native.js'
import type { RunPlan } from '../plan/run-plan.js'
import type { Report } from '../report/report.js'

/** Says in a report what is odd about the cache. */
export function noteCache(report: Report, { note, hasFailed }: Cache): void {
  if (note !== null) report.cacheNote = note
  if (hasFailed) report.cacheFailed = true
}

/** The cache of a plan, if it has one. */
export function cacheOf({ cacheDir }: RunPlan): Cache | null {
  return cacheDir === undefined ? null : new Cache(cacheDir)
}

/** Scans a selection off the main thread. Rejects with the signal's reason if it is aborted. */
export async function runCore(
  { contextLines, threads, maxFileSize, maxFileTime, onProgress, signal }: RunPlan,
  selection: Selection,
  cache: Cache | null,
  options: CoreOptions,
  records?: RecordQueue,
): Promise<Batch[]> {
  const total = selection.size
  const all = coreScanOptions({ contextLines, threads, maxFileSize, maxFileTime }, options)
  const progress = onProgress && ((done: number) => onProgress(done, total))
  return abortable(signal, abort => scan(selection, all, progress, abort, cache, records))
}

/** What a scan of the core is to do, but for what a plan says. */
export type CoreOptions = Omit<ScanOptions, 'contextLines' | 'threads' | 'maxFileSize' | 'maxFileTime'>

/** The same with what a plan says. */
export function coreScanOptions(
  {
    contextLines,
    threads,
    maxFileSize,
    maxFileTime,
  }: Pick<RunPlan, 'contextLines' | 'threads' | 'maxFileSize' | 'maxFileTime'>,
  options: CoreOptions,
): ScanOptions {
  return {
    ...options,
    contextLines,
    threads,
    ...(maxFileSize > 0 && { maxFileSize }),
    ...(maxFileTime > 0 && { maxFileTime }),
  }
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
