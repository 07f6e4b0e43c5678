/**
 * Runs a program and exits with its code when all is written. The programs are CommonJS, which cannot await at its top.
 * `explain` tells the user what went wrong, and gives the code for it.
 */
export function runProgram(
  main: (words: readonly string[]) => Promise<number>,
  explain: (error: unknown) => number | Promise<number>,
): void {
  main(process.argv.slice(2))
    .catch(explain)
    .then(code => {
      process.exitCode = code
    })
}
