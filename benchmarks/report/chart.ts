/** One bar: its label, its length, and the text at its end. */
export interface Bar {
  label: string
  value: number
  text: string
  /** Whether this is posse, which is highlighted. */
  ours: boolean
}

export interface Chart {
  title: string
  bars: readonly Bar[]
}

const COLORS = {
  light: { text: '#1f2328', quiet: '#59636e', ours: '#1a7f37', other: '#afb8c1' },
  dark: { text: '#f0f6fc', quiet: '#9198a1', ours: '#3fb950', other: '#4b535d' },
} as const

export type Theme = keyof typeof COLORS

/** Each chart is drawn in all of these. */
export const THEMES = Object.keys(COLORS) as Theme[]

const WIDTH = 720
const LABELS = 170
/** Room for the text at the end of the longest bar. */
const ENDS = 90
const TOP = 46
const ROW = 32
const BAR = 20

/** A chart of horizontal bars as SVG. It has no background, so that the page's shows through. */
export function barChart({ title, bars }: Chart, theme: Theme): string {
  const { text, quiet, ours, other } = COLORS[theme]
  const height = TOP + bars.length * ROW
  const longest = Math.max(...bars.map(({ value }) => value))
  const rows = bars.flatMap((bar, index) => {
    const top = TOP + index * ROW
    const middle = top + BAR / 2 + 5
    const width = Math.max(2, ((WIDTH - LABELS - ENDS) * bar.value) / longest)
    const weight = bar.ours ? ' font-weight="600"' : ''
    return [
      `<text x="${LABELS - 12}" y="${middle}" fill="${text}" text-anchor="end"${weight}>${escaped(bar.label)}</text>`,
      `<rect x="${LABELS}" y="${top}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${bar.ours ? ours : other}"/>`,
      `<text x="${(LABELS + width + 8).toFixed(1)}" y="${middle}" fill="${bar.ours ? text : quiet}"${weight}>${escaped(bar.text)}</text>`,
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="-apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif" font-size="14">`,
    `<title>${escaped(title)}</title>`,
    `<text x="${LABELS}" y="24" fill="${text}" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
