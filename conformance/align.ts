/** A run of items that the two sides do not share: on one side or on both. */
export interface Gap<T> {
  theirs: T[]
  ours: T[]
}

/** What two lists have in common, in order, and where they differ. */
export interface Alignment<T> {
  same: number
  gaps: Gap<T>[]
}

/**
 * Aligns two lists along a longest common subsequence, so that one extra item does not make everything after it
 * differ. Equal ends are removed first; the cost of the rest is the product of both lengths.
 */
export function align<T>(theirs: readonly T[], ours: readonly T[], key: (item: T) => string): Alignment<T> {
  const left = theirs.map(key)
  const right = ours.map(key)
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  let tail = 0
  while (
    tail < left.length - start &&
    tail < right.length - start &&
    left.at(-1 - tail) === right.at(-1 - tail)
  )
    tail++

  const rows = left.length - start - tail
  const columns = right.length - start - tail
  const width = columns + 1
  const longest = new Uint32Array((rows + 1) * width)
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0
  const equal = (row: number, column: number): boolean => left[start + row] === right[start + column]
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      longest[row * width + column] = equal(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }

  const gaps: Gap<T>[] = []
  let gap: Gap<T> | undefined
  for (let row = 0, column = 0; row < rows || column < columns; ) {
    if (row < rows && column < columns && equal(row, column)) {
      gap = undefined
      row++
      column++
      continue
    }
    if (!gap) {
      gap = { theirs: [], ours: [] }
      gaps.push(gap)
    }
    if (column >= columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) {
      gap.theirs.push(theirs[start + row++] as T)
    } else {
      gap.ours.push(ours[start + column++] as T)
    }
  }
  return { same: start + tail + at(0, 0), gaps }
}
