/** The lines of an example that end in a comment with the id of a rule: there it must find something, and nowhere else. */
export function markedLines(code: string, id: string): number[] {
  const mark = new RegExp(`#\\s*${id}\\s*$`)
  return code.split(/\r?\n/).flatMap((line, at) => (mark.test(line) ? [at + 1] : []))
}
