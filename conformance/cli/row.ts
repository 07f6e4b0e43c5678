/** The only reasons why posse's answer may differ from Bandit's by design. */
export const REASONS = {
  help: "help and usage are posse's own",
  version: "the version is posse's own",
  html: 'the HTML page is different',
  sarif: 'the SARIF log is different',
  crash: 'Bandit ends with a traceback',
  'wrong type': 'a text where a list belongs is an error; Bandit looks for its characters',
  'ini output':
    'a .bandit file that was found, and not named, cannot choose the form or the place of a report',
  'ini level': 'Bandit fails on level and confidence in a .bandit file',
  'whole file': 'Bandit empties a file before it knows what to write; posse writes it in full or not at all',
  'bytes literal': 'bandit-baseline prints findings as a Python bytes literal, posse-baseline as text',
  'failed step': 'posse-baseline reports the error in one line',
  'work tree': 'posse-baseline does not touch the work tree, so it allows uncommitted changes',
  debug: 'in debug mode, Bandit abandons a file on which a check raises an exception',
  device: 'a device or a named pipe may never end, so it is skipped',
  'not xml': 'characters that XML does not allow make the whole report unreadable, so they are escaped',
  'newer syntax': 'syntax newer than Python 3.13 is scanned',
} as const

/** A command line to which posse must give a different answer from Bandit. */
export interface Deliberate {
  line: string
  because: keyof typeof REASONS
  /** posse's exit code. */
  status: number
  /** Text that must appear in posse's standard output or in a file that it writes. */
  shows?: string
}

/** A shell command line for Bandit. If it is a plain string, both programs must give the same answer. */
export type Row = string | Deliberate

/** Command lines that belong together. They run in a tree of awkward files, or in a folder that `setup` fills. */
export interface Topic {
  about: string
  /** A script that fills the empty folder for each row. */
  setup?: string
  rows: readonly Row[]
}
