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

/** Orders places: flags in any order before files, and these by path, line and column. */
export function comparePlaces(a: Place, b: Place): number {
  const [isFlag, isOther] = [isOfFlag(a.file), isOfFlag(b.file)]
  if (isFlag || isOther) return Number(isOther) - Number(isFlag)
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}

/** What is wrong, and where. */
export interface Mistake {
  readonly place: Place
  readonly what: string
}

/** Notes what is wrong somewhere. */
export type Report = (place: Place, what: string) => void
