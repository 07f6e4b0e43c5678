/** Ruff's codes that differ from ours by more than the first letter; undefined if Ruff 0.17.5 lacks the rule. */
const EXCEPTIONS: ReadonlyMap<string, string | undefined> = new Map([
  ['B613', 'PLE2502'],
  ['B614', undefined],
  ['B615', undefined],
  ['B703', undefined],
])

/** Ruff's code for a rule; undefined if it lacks the rule, as it lacks all of ours. */
export function ruffCode(id: string): string | undefined {
  if (!id.startsWith('B')) return undefined
  return EXCEPTIONS.has(id) ? EXCEPTIONS.get(id) : id.replace('B', 'S')
}

/** Whether Ruff runs the rule only with `--preview`. */
export function isRuffPreview(id: string): boolean {
  return id.startsWith('B4')
}
