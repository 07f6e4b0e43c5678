import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { prepareBandit, venv } from '../conformance/python.js'

/** Inputs about which a Python program and we are asked. */
export interface Questions<Theirs> {
  /** Answers each line of its input, which is base64, with a line of JSON. */
  script: URL
  /** The program's working directory. */
  cwd?: string
  count: number
  inputOf: (index: number) => Buffer
  /** How our answer differs from the program's, if it does. */
  difference: (theirs: Theirs, input: Buffer) => string | undefined
}

interface Group {
  count: number
  shortest: Buffer
}

/**
 * Asks both about each input, and prints each way in which the answers differ with the shortest input. Returns how many
 * ways there are.
 */
export async function compareAnswers<Theirs>(
  { script, cwd, count, inputOf, difference }: Questions<Theirs>,
  log: (line: string) => void,
): Promise<number> {
  prepareBandit()
  const worker = spawn(venv('python'), [fileURLToPath(script)], { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: worker.stdout })[Symbol.asyncIterator]()
  const groups = new Map<string, Group>()
  for (let index = 0; index < count; index++) {
    const input = inputOf(index)
    worker.stdin.write(`${input.toString('base64')}\n`)
    const signature = difference(JSON.parse((await answers.next()).value), input)
    if (signature !== undefined) add(groups, signature, input)
  }
  worker.stdin.end()
  await once(worker, 'exit')
  for (const [signature, { count, shortest }] of [...groups].sort(([, a], [, b]) => b.count - a.count))
    log(`${count}: ${signature}\n  ${JSON.stringify(shortest.toString())}`)
  return groups.size
}

function add(groups: Map<string, Group>, signature: string, input: Buffer): void {
  const { count = 0, shortest = input } = groups.get(signature) ?? {}
  groups.set(signature, { count: count + 1, shortest: input.length < shortest.length ? input : shortest })
}

/** An error message without its numbers and quoted texts. */
export const general = (message: string) =>
  message
    .replace(/\n/g, ' ')
    .replace(/'[^']*'|"[^"]*"|\d+/g, '_')
    .replace(/ +/g, ' ')
    .slice(0, 70)
