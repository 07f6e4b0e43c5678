import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { venv } from '../../conformance/python.js'
import { scan } from '../../src/api.js'
import type { Comparer, Difference } from '../differential/batch.js'
import { outcomes } from '../differential/signature.js'

/** CPython and posse, each asked which sources it refuses. */
export class Parsers implements Comparer {
  private readonly process: ChildProcess
  private readonly lines: AsyncIterator<string>
  /** How many sources CPython has accepted. */
  accepted = 0

  constructor() {
    const script = fileURLToPath(new URL('worker.py', import.meta.url))
    const process = spawn(venv('python'), [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
    this.process = process
  }

  /** The code to start from, which is the first answer: statements, and the contents of strings. */
  async seeds(): Promise<string[][]> {
    return JSON.parse((await this.lines.next()).value)
  }

  async differences(texts: readonly string[]): Promise<Difference[]> {
    this.process.stdin?.write(`${JSON.stringify(texts)}\n`)
    const [line, ours] = await Promise.all([this.lines.next(), ourRefusals(texts)])
    const theirs: (string | null)[] = JSON.parse(line.value)
    this.accepted += theirs.filter(raised => raised === null).length
    return texts.flatMap((text, at) => {
      const raised = theirs[at] ?? ''
      const [left, right] = [reasonOf(raised), ours.get(at) ?? 'scanned']
      return left === right ? [] : [{ text, signature: outcomes(left, right, raised) }]
    })
  }

  async stop(): Promise<void> {
    this.process.stdin?.end()
    await once(this.process, 'exit')
  }
}

/** What Bandit does about an exception. */
function reasonOf(raised: string): string {
  if (raised === '') return 'scanned'
  return /^(?:Syntax|Indentation|Tab)Error/.test(raised) ? 'syntax error' : 'exception'
}

/** The reasons of what posse refuses, by index. */
async function ourRefusals(texts: readonly string[]): Promise<Map<number, string>> {
  const sources = texts.map((text, at) => ({ name: `${at}`, content: Buffer.from(text, 'latin1') }))
  const { skipped } = await scan({ sources, tests: ['B101'] })
  return new Map(skipped.map(({ name, reason }) => [Number(name), reason.split(' while')[0] ?? '']))
}
