import { createHash, hash } from 'node:crypto'
import { UsageError } from '../errors.js'
import type { FoundFiles } from '../plan/plan.js'

/** One part of a scan. Parts are numbered from 1. */
export interface Part {
  index: number
  total: number
}

/** Parses the value of --shard. Throws a UsageError. */
export function readPart(text: string): Part {
  const [, index = '', total = ''] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []
  const part = { index: Number(index), total: Number(total) }
  if (part.index >= 1 && part.index <= part.total) return part
  throw new UsageError(
    `argument --shard: invalid value: '${text}' (expected INDEX/TOTAL, from 1/TOTAL to TOTAL/TOTAL)`,
  )
}

/**
 * The part that a file belongs to: the first 48 bits of the SHA-256 of its path, modulo the number of parts, plus 1.
 * It does not depend on other files.
 */
export function partOf(path: string, total: number): number {
  return (Number.parseInt(hash('sha256', path).slice(0, 12), 16) % total) + 1
}

/** Selects the files of a part. All excluded files belong to the first part. */
export function takePart(
  { sources, excluded }: FoundFiles,
  { index, total }: Part,
  pathOf: (name: string) => string,
): FoundFiles {
  const own = sources.filter(({ name }) => partOf(pathOf(name), total) === index)
  return { sources: own, excluded: index === 1 ? excluded : [] }
}

/**
 * A digest of the list of files, which is the same for all parts of a scan. Excluded files do not count: records of
 * other parts may be among them.
 */
export function digestOf(sources: FoundFiles['sources'], pathOf: (name: string) => string): string {
  const digest = createHash('sha256')
  for (const { name } of sources) digest.update(`${name}\0${pathOf(name)}\0`)
  return digest.digest('hex')
}
