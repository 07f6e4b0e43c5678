/** A line of an excerpt. */
export interface NumberedLine {
  number: number
  text: string
}

/**
 * The numbered lines of an excerpt. A number that does not continue the sequence is part of the previous line's text.
 */
export function numberedLines(code: string): NumberedLine[] {
  const lines: NumberedLine[] = []
  for (const part of code.replace(/\n$/, '').split('\n')) {
    const previous = lines.at(-1)
    const number = previous ? previous.number + 1 : Number.parseInt(part, 10)
    const prefix = `${number} `
    if (part.startsWith(prefix)) lines.push({ number, text: part.slice(prefix.length) })
    else if (previous) previous.text += `\n${part}`
  }
  return lines
}
