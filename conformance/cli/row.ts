/** Where ours is another answer by design, and why. There are no other reasons. */
export const REASONS = {
  help: 'help and usage are our own',
  version: 'the version is our own',
  html: 'our page is another one',
  sarif: 'our log is another one',
  crash: 'Bandit ends with a traceback',
  'ini level': 'Bandit fails on level and confidence in a .bandit file',
  'whole file': 'Bandit empties a file before it knows what to write, and ours appears whole or not at all',
  'bytes literal': 'bandit-baseline prints findings as a bytes literal of Python, posse-baseline as text',
  'failed step': 'posse-baseline says in one line what is wrong',
  'work tree': 'posse-baseline does not touch the work tree, so anything may be in it',
  debug: 'in debug mode, Bandit gives up a file on which one of its checks raises',
  device: 'a device or a named pipe may never end, and is skipped',
  'newer syntax': 'syntax newer than 3.13 is scanned',
} as const

/** A command line to which ours must answer otherwise than Bandit. */
export interface Deliberate {
  line: string
  because: keyof typeof REASONS
  /** Our exit code. */
  status: number
  /** What must stand in our standard output or in a file that we write. */
  shows?: string
}

/** A command line of a shell, as for Bandit; alone, both programs must answer it with the same. */
export type Row = string | Deliberate

/** Command lines that belong together. They run in a tree of awkward files, or where `setup` makes the folder. */
export interface Topic {
  about: string
  /** A script that fills the empty folder of each row. */
  setup?: string
  rows: readonly Row[]
}
