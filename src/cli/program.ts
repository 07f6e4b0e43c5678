import { NoTargets, UsageError, UserError, UserErrors } from '../errors.js'
import { toStderr } from '../output/stderr.js'
import { printable, visible, withoutCommands } from '../output/visible.js'

/** A program of the command line. */
export interface Program {
  /** The prefix of usage errors, such as `posse`. */
  name: string
  /** One line of usage, with its newline. */
  usage: string
  /** Resolves with the exit code. */
  main: (words: readonly string[]) => Promise<number>
  /** Reports an error that the user can fix. */
  tell: (message: string) => void | Promise<void>
  /** Prints the usage if no targets are named. */
  printUsage?: (usage: string) => Promise<void>
  /** Called with the exit code after everything has been written. */
  ended?: (code: number) => void
}

/**
 * Runs a program, and sets the exit code once everything has been written. The programs are CommonJS, so they cannot
 * use top-level await.
 */
export function runProgram(program: Program): void {
  // What fails where nobody waits for it, as in a module with rules, must not look like findings.
  for (const event of ['unhandledRejection', 'uncaughtException'])
    process.on(event, error => void explainError(error, program).finally(() => process.exit(2)))
  program
    .main(process.argv.slice(2))
    .then(code => {
      program.ended?.(code)
      return code
    })
    .catch(error => explainError(error, program))
    // The error could not be printed.
    .catch(() => 2)
    .then(code => {
      process.exitCode = code
    })
}

/** What was probably meant. Loaded here, because few runs get here. */
async function hintOf({ misspelling }: UsageError): Promise<string> {
  if (!misspelling) return ''
  const { didYouMean } = await import('../nearest.js')
  return didYouMean(misspelling.word, misspelling.words)
}

/** Prints one line for an error that the user can fix. Any other error is a defect, and its stack is shown. */
export async function explainError(
  error: unknown,
  { name, usage, tell, printUsage }: Pick<Program, 'name' | 'usage' | 'tell' | 'printUsage'>,
): Promise<2> {
  if (error instanceof NoTargets && printUsage) {
    await printUsage(usage)
    toStderr(`${name}: name what to scan, for example: ${name} -r .\n`)
  } else if (error instanceof UsageError)
    toStderr(`${usage}${name}: error: ${printable(error.message + (await hintOf(error)))}\n`)
  else if (error instanceof UserErrors) for (const message of error.messages) await tell(printable(message))
  else if (error instanceof UserError) await tell(printable(error.message))
  else toStderr(`${withoutCommands(visible(process.getBuiltinModule('node:util').inspect(error)))}\n`)
  return 2
}
