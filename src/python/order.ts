/** Half of a character above U+FFFF, or a byte of a name that is not valid UTF-8. */
const SURROGATE = /[\ud800-\udfff]/

/**
 * Compares by code point, as Python does. JavaScript compares UTF-16 units, which puts characters above U+FFFF
 * before U+E000 to U+FFFF. Its result can be wrong only if the lesser string contains a surrogate.
 */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0
  const order = a < b ? -1 : 1
  return SURROGATE.test(order < 0 ? a : b) ? byEachCodePoint(a, b) : order
}

function byEachCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    const start = i > 0 && isHighSurrogate(a.charCodeAt(i - 1)) ? i - 1 : i
    return (a.codePointAt(start) ?? 0) - (b.codePointAt(start) ?? 0)
  }
  return a.length - b.length
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
