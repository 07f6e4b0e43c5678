/** Random numbers from a seed: the same on every machine. */
export class Random {
  constructor(private state: number) {}

  /** A number from 0 up to `end`, without it (Mulberry32). */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * end)
  }

  /** Whether something happens that happens once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0
  }

  /** One of these. Throws a RangeError if there are none. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from')
    return items[this.below(items.length)] as T
  }
}

/** The generator for one of many inputs, so that each can be made again without those before it. */
export function randomFor(seed: number, index: number): Random {
  return new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
}
