import { ContentError } from '../../src/errors.js'
import { parseYaml } from '../../src/plan/config/yaml/index.js'
import { compareAnswers, general } from '../answers.js'
import { settingsFile } from './texts.js'

type Answer = { value: unknown } | { error: string }

/**
 * Compares how posse and PyYAML read this many mutated settings files, and prints each way in which they differ with a
 * short example. Returns whether there is none.
 */
export async function compareSettings(
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<boolean> {
  let accepted = 0
  const kinds = await compareAnswers<Answer>(
    {
      script: new URL('worker.py', import.meta.url),
      count,
      inputOf: index => settingsFile(seed, index),
      difference(theirs, file) {
        if ('value' in theirs) accepted++
        return difference(theirs, ourAnswer(file))
      },
    },
    log,
  )
  log(`${count} files, of which PyYAML reads ${accepted}; ${kinds} kinds of differences`)
  return kinds === 0
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
