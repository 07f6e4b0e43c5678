import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** The machine on which the figures were measured. */
export interface Machine {
  cpu: string
  cores: number
  memory: string
  os: string
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    os: `${type()} ${release()}`,
  }
}

/** The default name of the results on this machine. */
export function machineName(): string {
  return `${process.platform}-${process.arch}-${availableParallelism()}-cores`
}

/** How many cores other programs keep busy, measured by idling for a second. */
export function busyCores(): number {
  const before = ticks()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
  const after = ticks()
  const all = after.all - before.all
  return all > 0 ? (cpus().length * (after.busy - before.busy)) / all : 0
}

function ticks(): { busy: number; all: number } {
  const times = cpus().map(({ times }) => times)
  const all = times.flatMap(one => Object.values(one)).reduce((sum, time) => sum + time, 0)
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) }
}
