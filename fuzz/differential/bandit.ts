import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { venv } from '../../conformance/python.js'
import { type Report, readReport } from '../../conformance/report.js'

/** A report, and what Bandit raised, by the name of the file. */
export interface TheirAnswer {
  report: Report
  reasons: ReadonlyMap<string, string>
}

/** Bandit in a process of its own, which scans one folder after the other. */
export class Bandit {
  private process: ChildProcess | undefined
  private lines: Interface | undefined

  /** Scans a folder. Rejects if Bandit's process ends or takes longer than `seconds`. */
  async scan(cwd: string, target: string, out: string, seconds: number): Promise<TheirAnswer> {
    this.process ??= this.start()
    const { process, lines } = this
    await new Promise<void>((resolve, reject) => {
      const end = (problem: string) => () => {
        this.stop()
        reject(new Error(`Bandit ${problem}`))
      }
      const timer = setTimeout(end('takes too long'), seconds * 1000)
      const ended = end('ended')
      process?.once('exit', ended)
      lines?.once('line', () => {
        clearTimeout(timer)
        process?.off('exit', ended)
        resolve()
      })
      process?.stdin?.write(`${JSON.stringify([cwd, target, out])}\n`)
    })
    const reasons: Record<string, string> = JSON.parse(readFileSync(`${out}.reasons`, 'utf8'))
    return { report: readReport(out), reasons: new Map(Object.entries(reasons)) }
  }

  stop(): void {
    this.process?.kill()
    this.process = undefined
  }

  private start(): ChildProcess {
    const script = fileURLToPath(new URL('worker.py', import.meta.url))
    const process = spawn(venv('python'), [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: process.stdout })
    return process
  }
}
