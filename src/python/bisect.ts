/** The first place of a sorted list that is past a point; its length, if none is. */
export function firstPast(length: number, isPast: (place: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isPast(middle)) high = middle
    else low = middle + 1
  }
  return low
}
