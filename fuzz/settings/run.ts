import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { prepareBandit, venv } from '../../conformance/python.js'
import { ContentError } from '../../src/errors.js'
import { parseYaml } from '../../src/plan/config/yaml/index.js'
import { settingsFile } from './texts.js'

type Answer = { value: unknown } | { error: string }

interface Group {
  count: number
  shortest: Buffer
}

/**
 * Compares how posse and PyYAML read this many mutated settings files, and prints each way in which they differ with a
 * short example. Returns whether there is none.
 */
export async function compareSettings(
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<boolean> {
  prepareBandit()
  const script = fileURLToPath(new URL('worker.py', import.meta.url))
  const worker = spawn(venv('python'), [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: worker.stdout })[Symbol.asyncIterator]()
  const groups = new Map<string, Group>()
  let accepted = 0
  for (let index = 0; index < count; index++) {
    const file = settingsFile(seed, index)
    worker.stdin.write(`${file.toString('base64')}\n`)
    const theirs: Answer = JSON.parse((await answers.next()).value)
    if ('value' in theirs) accepted++
    const signature = difference(theirs, ourAnswer(file))
    if (signature !== undefined) add(groups, signature, file)
  }
  worker.stdin.end()
  await once(worker, 'exit')
  for (const [signature, { count, shortest }] of [...groups].sort(([, a], [, b]) => b.count - a.count))
    log(`${count} files: ${signature}\n  ${JSON.stringify(shortest.toString())}`)
  log(`${count} files, of which PyYAML reads ${accepted}; ${groups.size} kinds of differences`)
  return groups.size === 0
}

function add(groups: Map<string, Group>, signature: string, file: Buffer): void {
  const { count = 0, shortest = file } = groups.get(signature) ?? {}
  groups.set(signature, { count: count + 1, shortest: file.length < shortest.length ? file : shortest })
}

function ourAnswer(file: Buffer): Answer {
  try {
    return { value: shown(parseYaml(file), []) }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    return { error: error.message }
  }
}

/** How the answers differ: numbers, quoted texts and places in messages are left out. */
function difference(theirs: Answer, ours: Answer): string | undefined {
  if ('error' in theirs && 'error' in ours) return undefined
  if ('error' in theirs) return `only PyYAML refuses it: ${general(theirs.error)}`
  if ('error' in ours) return `only posse refuses it: ${general(ours.error)}`
  const [a, b] = [theirs, ours].map(answer => JSON.stringify(answer.value))
  return a === b ? undefined : 'different values'
}

const general = (message: string) =>
  message
    .replace(/\n/g, ' ')
    .replace(/'[^']*'|"[^"]*"|\d+/g, '_')
    .replace(/ +/g, ' ')
    .slice(0, 70)

/** A value in the form of `worker.py`. */
function shown(value: unknown, above: readonly unknown[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' || typeof value === 'bigint') return { number: numberText(Number(value)) }
  if (typeof value !== 'object') return { type: typeof value }
  if (above.includes(value)) return { above: true }
  const inside = [...above, value]
  if (Array.isArray(value)) return value.map(item => shown(item, inside))
  if (value instanceof Set) return { type: 'set' }
  if (value instanceof Date) return { type: 'date' }
  if (value instanceof Uint8Array) return { type: 'bytes' }
  const keys = Reflect.ownKeys(value)
  const pairs = keys
    .filter(key => typeof key === 'string')
    .map(key => [key, shown(Reflect.get(value, key), inside)])
  return { pairs, others: keys.length - pairs.length }
}

/** Python has whole numbers of any size, which no setting needs. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (Math.abs(value) >= 1e300) return 'large'
  return (Object.is(value, -0) ? '-' : '') + value.toExponential(12).replace(/e([-+])(\d)$/, 'e$10$2')
}
