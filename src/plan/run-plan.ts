import { CONTEXT_LINES, MAX_FILE_SIZE } from './defaults.js'
import type { Options } from './options.js'

/** What the plans of all modes say of a run of the core. */
export interface RunPlan {
  contextLines: number
  /** 0 for all cores. */
  threads: number
  /** In bytes and in seconds; 0 for no limit. */
  maxFileSize: number
  maxFileTime: number
  cacheDir?: string
  readStdin?: () => Promise<Uint8Array>
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

/** Bandit accepts any number. No file has more lines than this. */
const MAX_CONTEXT_LINES = 2 ** 31 - 1

/** Plans a run of the core. */
export function runPlanOf(options: Pick<Options, keyof RunPlan>): RunPlan {
  const { cacheDir, readStdin, onProgress, signal } = options
  return {
    contextLines: Math.min(Math.max(options.contextLines ?? CONTEXT_LINES, 1), MAX_CONTEXT_LINES),
    threads: options.threads ?? 0,
    maxFileSize: options.maxFileSize ?? MAX_FILE_SIZE,
    maxFileTime: options.maxFileTime ?? 0,
    ...(cacheDir !== undefined && { cacheDir }),
    ...(readStdin && { readStdin }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  }
}
