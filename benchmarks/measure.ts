import { fileURLToPath } from 'node:url'
import { run, venv } from '../conformance/python.js'

/** A command to measure: a program, its arguments, and its working directory. */
export interface Command {
  argv: readonly [string, ...string[]]
  cwd: string
}

/** The cost of one run: seconds, and bytes of peak memory. */
export interface Sample {
  wall: number
  user: number
  system: number
  peak: number
}

/** A Python script, because Node cannot report the resource usage of a single child process. */
const MEASURE = fileURLToPath(new URL('measure.py', import.meta.url))

/** Runs a command and measures it, including its children. If it fails, throws an Error with its last output. */
export function measure({ argv, cwd }: Command): Sample {
  return JSON.parse(run(venv('python'), [MEASURE, ...argv], cwd))
}
