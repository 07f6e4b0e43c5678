/** Ruff's numbers that are not ours with another letter; undefined where Ruff 0.17.5 has no such check. */
const OTHERS: ReadonlyMap<string, string | undefined> = new Map([
  ['B613', 'PLE2502'],
  ['B614', undefined],
  ['B615', undefined],
  ['B703', undefined],
])

/** What Ruff calls a check, if it has it. */
export function ruffCode(id: string): string | undefined {
  return OTHERS.has(id) ? OTHERS.get(id) : id.replace('B', 'S')
}

/** Whether Ruff runs it with `--preview` only. */
export function isRuffPreview(id: string): boolean {
  return id.startsWith('B4')
}
