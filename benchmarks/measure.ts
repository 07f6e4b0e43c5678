import { fileURLToPath } from 'node:url'
import { run, venv } from '../conformance/python.js'

/** What is measured: a program, its arguments, and the folder that it stands in. */
export interface Command {
  argv: readonly [string, ...string[]]
  cwd: string
}

/** What one run took: seconds, and the bytes of its peak memory. */
export interface Sample {
  wall: number
  user: number
  system: number
  peak: number
}

/** Node cannot tell what one child took, and Python can. */
const MEASURE = fileURLToPath(new URL('measure.py', import.meta.url))

/** Runs a command to its end, with its children. Throws an Error with its last words if it fails. */
export function measure({ argv, cwd }: Command): Sample {
  return JSON.parse(run(venv('python'), [MEASURE, ...argv], cwd))
}
