/** The labelled sets. */
export const SETS = ['security-eval', 'seccodeplt', 'semgrep-rules', 'owasp'] as const
export type SetName = (typeof SETS)[number]

/** A place in a set's code that somebody has labelled. */
export interface Item {
  set: SetName
  /** Unique in its set. */
  id: string
  /** The path below the set's folder. */
  file: string
  /** The families of the flaw that is here, or that is not. */
  families: readonly string[]
  /** Whether the flaw is here: a finding is right. Otherwise a finding is a false alarm. */
  flawed: boolean
  /** The first and last line that a finding may be at, counted from 1; the whole file if undefined. */
  lines?: readonly [first: number, last: number]
  /** What the item and its twin have in common, if it has one: the same code, one with the flaw and one without. */
  pair?: string
}

/** A labelled set: its files by name, and what is known of them. */
export interface LabelledSet {
  name: SetName
  files: ReadonlyMap<string, string>
  items: readonly Item[]
}
