/**
 * The numbered lines of an excerpt. A number that does not continue the sequence is part of the previous line's text.
 */
export function numberedLines(code: string): { number: number; text: string }[] {
  const lines: { number: number; text: string }[] = []
  for (const part of code.replace(/\n$/, '').split('\n')) {
    const [, digits, text = ''] = /^(\d+) (.*)$/s.exec(part) ?? []
    const previous = lines.at(-1)
    if (digits !== undefined && (!previous || Number(digits) === previous.number + 1)) {
      lines.push({ number: Number(digits), text })
    } else if (previous) previous.text += `\n${part}`
  }
  return lines
}
