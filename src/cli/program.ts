import { NoTargets, UsageError, UserError } from '../errors.js'
import { printable } from '../log.js'
import { toStderr } from '../output/stderr.js'

/** A program of the command line. */
export interface Program {
  /** What errors of usage begin with, as `posse`. */
  name: string
  /** Its usage in one line, with its newline. */
  usage: string
  /** Resolves with the exit code. */
  main: (words: readonly string[]) => Promise<number>
  /** Tells the user about an error that they can fix. */
  tell: (message: string) => void
  /** Prints the usage where no targets are named. */
  printUsage?: (usage: string) => Promise<void>
  /** Called with the exit code when everything is written. */
  ended?: (code: number) => void
}

/** Runs a program and sets its exit code when everything is written. The programs are CommonJS, which has no top-level await. */
export function runProgram(program: Program): void {
  program
    .main(process.argv.slice(2))
    .then(code => {
      program.ended?.(code)
      return code
    })
    .catch(error => explain(error, program))
    .then(code => {
      process.exitCode = code
    })
}

/** Prints one line for what the user can fix; anything else is a defect and shows its stack. */
async function explain(error: unknown, { name, usage, tell, printUsage }: Program): Promise<2> {
  if (error instanceof NoTargets && printUsage) await printUsage(usage)
  else if (error instanceof UsageError) toStderr(`${usage}${name}: error: ${printable(error.message)}\n`)
  else if (error instanceof UserError) tell(printable(error.message))
  else console.error(error)
  return 2
}
