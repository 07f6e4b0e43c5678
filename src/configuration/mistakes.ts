/** Where something is written. */
export interface Place {
  /** An absolute path, or the flag of the command line. */
  readonly file: string
  /** From 1; 0 where there are no lines. */
  readonly line: number
  /** In UTF-16 units from 1. */
  readonly column: number
}

/** The place of a file, or of a flag, as a whole. */
export function topOf(file: string): Place {
  return { file, line: 0, column: 0 }
}

/** Whether the file of a place is a flag. */
export function isOfFlag(file: string): boolean {
  return file.startsWith('--')
}

/** What is wrong, and where. */
export interface Mistake {
  readonly place: Place
  readonly what: string
}

/** Notes what is wrong somewhere. */
export type Report = (place: Place, what: string) => void
