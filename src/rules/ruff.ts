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

/** Rules that say the same of the same calls, of which Ruff has the first only. */
const COVERED: ReadonlyMap<string, string> = new Map([['B308', 'B703']])

/** The rules that a comment for Ruff is about, if it names the codes of these. */
export function coveredByRuff(ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...ids].flatMap(id => [id, COVERED.get(id) ?? id]))
}

/** Whether Ruff runs the rule only with `--preview`. */
export function isRuffPreview(id: string): boolean {
  return id.startsWith('B4')
}
