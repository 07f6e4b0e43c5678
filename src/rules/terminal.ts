/** The terminal that shows a page. */
export interface Screen {
  columns: number
  colours: boolean
}

type Colour = 'bold' | 'cyan' | 'yellow'

const CODES: Readonly<Record<Colour, string>> = { bold: '1', cyan: '36', yellow: '33' }

/**
 * Renders Markdown for a terminal, with wrapped lines, indented code, and links in parentheses. Nested lists are not
 * supported.
 */
export function showMarkdown(page: string, { columns, colours }: Screen): string {
  const paint = (colour: Colour, text: string) => (colours ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text)
  const prose = (text: string) =>
    colours ? text.replace(/`([^`]+)`/g, (_, code: string) => paint('cyan', code)) : text
  return page
    .split(/^```.*\n([\s\S]*?)^```\n/m)
    .map((part, at) => {
      if (at % 2 === 1) return part.replace(/^.+$/gm, line => `    ${marked(line, paint)}`)
      return part.replace(/(?<=.)\n(?=[^-\n#])/g, ' ').replace(/^.+$/gm, line => {
        const heading = /^#+ (.*)/.exec(line)?.[1]
        return heading === undefined ? prose(wrap(withLinks(line), columns)) : paint('bold', heading)
      })
    })
    .join('')
}

/** Highlights the comment of a line that a rule reports. */
function marked(line: string, paint: (colour: Colour, text: string) => string): string {
  return line.replace(/# (?:[BP]\d+.*|[A-Z][A-Z\d]*\d)$/, comment => paint('yellow', comment))
}

function withLinks(line: string): string {
  return line.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)')
}

/** Wraps a line between words. Continuation lines of a list item align with its text. */
export function wrap(line: string, columns: number): string {
  const indent = line.startsWith('- ') ? '  ' : ''
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(last === undefined ? word : indent + word)
  }
  return lines.join('\n')
}
