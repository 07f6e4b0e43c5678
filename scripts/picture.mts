// Makes an SVG of what a terminal shows, for the README. It reads text with colours and links from standard input, or
// runs a command in a pseudoterminal (which needs python3), and writes the SVG to standard output:
//   npm run -s picture -- --columns 90 -- npx posse check app > picture.svg
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import stringWidth from 'string-width'

/** How to draw the text. */
export interface PictureOptions {
  /** The width of the terminal, in cells; by default, that of the longest line. */
  columns?: number
  /** A command to show above the text, after a prompt. */
  command?: string
}

/** The size of a cell and the space around all of them, in pixels. */
const CELL = { width: 8.4, height: 19 }
const FONT_SIZE = 14
const PADDING = 16

/** The colours of the foreground by their SGR code: in light and in dark mode. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  31: ['#cf222e', '#ff7b72'],
  32: ['#1a7f37', '#3fb950'],
  33: ['#9a6700', '#d29922'],
  34: ['#0969da', '#58a6ff'],
  35: ['#8250df', '#bc8cff'],
  36: ['#1b7c83', '#39c5cf'],
}

/** Text that is drawn in the same way, from one cell on. */
interface Run {
  text: string
  cell: number
  width: number
  classes: string
}

/** Draws text with colours (SGR) as an SVG. */
export function picture(ansi: string, { columns, command }: PictureOptions = {}): string {
  const prompt = command === undefined ? '' : `\x1b[32m$\x1b[0m \x1b[1m${command}\x1b[0m\n`
  const rows = rowsOf(prompt + ansi)
  const widest = Math.max(
    ...rows.map(runs => runs.reduce((end, { cell, width }) => Math.max(end, cell + width), 0)),
  )
  const width = Math.ceil((columns ?? widest) * CELL.width + 2 * PADDING)
  const height = rows.length * CELL.height + 2 * PADDING
  const lines = rows.map((runs, row) => runs.map(run => drawn(run, row)).join(''))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(command ?? 'A terminal')}</title>
<style>
text { font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #1f2328 }
rect { fill: #ffffff; stroke: #d1d9e0 }
.bold { font-weight: bold } .dim { opacity: 0.6 }
${rulesOf(0)}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
rect { fill: #0d1117; stroke: #3d444d }
${rulesOf(1)}
}
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${lines.filter(line => line !== '').join('\n')}
</svg>
`
}

function rulesOf(mode: 0 | 1): string {
  return Object.entries(COLOURS)
    .map(([code, colours]) => `.c${code} { fill: ${colours[mode]} }`)
    .join(' ')
}

/** The runs of each line. */
function rowsOf(ansi: string): Run[][] {
  const state = new Set<string>()
  return ansi
    .replace(/\r*\n$/, '')
    .split(/\r*\n/)
    .map(line => runsOf(line, state))
}

/** Splits a line where its colours change. `state` is what holds at its start, and then at its end. */
function runsOf(line: string, state: Set<string>): Run[] {
  const runs: Run[] = []
  let cell = 0
  // An escape sequence: colours in brackets, or anything else, which is left out. So are other control characters.
  const sequences = /\x1b\[([\d;]*)m|\x1b\].*?(?:\x1b\\|\x07)|\x1b\[[\d;?]*[A-Za-z]|([^\0-\x1f\x7f]+)/g
  for (const [, codes, text] of line.matchAll(sequences)) {
    if (codes !== undefined) for (const code of codes.split(';')) change(state, code)
    if (text === undefined) continue
    for (const part of partsOf(text)) {
      const width = stringWidth(part)
      if (part.trim() !== '') runs.push({ text: part, cell, width, classes: [...state].join(' ') })
      cell += width
    }
  }
  return runs
}

/** Plain text in one part, and each other character as users see it in a part of its own. */
function* partsOf(text: string): Generator<string> {
  for (const part of text.split(/([\x20-\x7e]+(?![^\x20-\x7e]))/)) {
    if (/^[\x20-\x7e]*$/.test(part)) yield part
    else for (const { segment } of new Intl.Segmenter().segment(part)) yield segment
  }
}

/** Bright colours are drawn like the others. */
function change(state: Set<string>, sgr: string): void {
  const code = sgr.replace(/^9(?=\d$)/, '3')
  if (code === '' || code === '0') state.clear()
  else if (code === '1') state.add('bold')
  else if (code === '2') state.add('dim')
  else if (code in COLOURS || code === '39') {
    for (const name of state) if (name.startsWith('c')) state.delete(name)
    if (code !== '39') state.add(`c${code}`)
  }
}

/** The length of each run is given, so that the cells of all lines are aligned in every font. */
function drawn({ text, cell, width, classes }: Run, row: number): string {
  const x = (PADDING + cell * CELL.width).toFixed(1)
  const y = (PADDING + row * CELL.height + FONT_SIZE).toFixed(1)
  const length = (width * CELL.width).toFixed(1)
  const attribute = classes === '' ? '' : ` class="${classes}"`
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${attribute}>${escaped(text)}</text>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Sets the size of its terminal, then becomes the command. */
const SIZED =
  'import fcntl, os, struct, sys, termios; fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(sys.argv[1]), 0, 0)); os.execvp(sys.argv[2], sys.argv[2:])'
const TERMINAL = 'import pty, sys; pty.spawn([sys.executable, "-c", *sys.argv[1:]])'

/** What a command shows in a terminal of this width. */
function shown(command: readonly string[], columns: number): string {
  const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined }
  const words = ['-c', TERMINAL, SIZED, String(columns), ...command]
  const run = spawnSync('python3', words, { env, encoding: 'utf8', input: '' })
  if (run.error) throw run.error
  return run.stdout
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    options: { columns: { type: 'string', default: '90' }, command: { type: 'string' } },
    allowPositionals: true,
  })
  const columns = Number(values.columns)
  const text = positionals.length > 0 ? shown(positionals, columns) : readFileSync(0, 'utf8')
  const command = values.command ?? (positionals.length > 0 ? positionals.join(' ') : undefined)
  process.stdout.write(picture(text, { columns, ...(command !== undefined && { command }) }))
}
