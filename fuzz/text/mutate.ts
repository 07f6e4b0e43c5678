import type { Random } from '../random.js'

/** Numbers that are just over some limit, as text. */
const NUMBERS = ['-1', '0', '65536', '4294967296', '9007199254740993', '1e400', '-0', 'NaN']

/** The most bytes of an input. */
const LONGEST = 4096

/** Makes another input of one: some bytes or words are changed, left out, repeated, or taken from `other`. */
export function mutateBytes(
  seed: Uint8Array,
  words: readonly string[],
  random: Random,
  other: Uint8Array,
): Buffer {
  let bytes = Buffer.from(seed)
  for (let left = 1 + random.below(6); left > 0; left--) {
    const at = random.below(bytes.length + 1)
    const end = Math.min(bytes.length, at + random.below(random.once(4) ? 64 : 6))
    bytes = Buffer.concat([
      bytes.subarray(0, at),
      changed(bytes.subarray(at, end), words, random, other),
      bytes.subarray(end),
    ])
  }
  return bytes.subarray(0, LONGEST)
}

function changed(part: Uint8Array, words: readonly string[], random: Random, other: Uint8Array): Uint8Array {
  switch (random.below(8)) {
    case 0:
      return Buffer.alloc(0)
    case 1:
      return Buffer.concat([part, part, part])
    case 2:
      return Buffer.concat(Array.from({ length: 1 + random.below(200) }, () => part))
    case 3:
      return Buffer.from([random.below(256)])
    case 4:
      return Buffer.from(part.map(byte => byte ^ (1 << random.below(8))))
    case 5:
      return Buffer.from(random.pick(NUMBERS))
    case 6: {
      const from = random.below(other.length)
      return other.subarray(from, from + 1 + random.below(40))
    }
    default:
      return Buffer.concat([part, Buffer.from(words.length > 0 ? random.pick(words) : ' ')])
  }
}
