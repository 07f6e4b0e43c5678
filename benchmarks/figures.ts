import { median, type Results, type Series } from './results.js'

/** What is compared: seconds, seconds by the byte read, or bytes of memory. */
export type Quantity = 'time' | 'time per byte' | 'memory'

/** A comparison of two commands of one case, and what it has to show. */
export interface Figure {
  what: string
  case: string
  ours: string
  theirs: string
  quantity: Quantity
  /** So many times less than theirs, at least. */
  timesLess?: number
  /** So many times theirs, at most. */
  timesTheirs?: number
}

/** What a figure came to. */
export interface Verdict {
  figure: Figure
  ours: number
  theirs: number
  /** How many times less than theirs; how many times theirs, where that is limited. */
  ratio: number
  reached: boolean
  /** Whether the reports are other bytes, where they have to be the same. */
  differs: boolean
}

const COLD = { ours: 'posse', quantity: 'time' } as const
const RUFF = 'Ruff --no-cache'
const CACHED = { ours: 'posse --cache', theirs: 'Ruff, its cache warm', quantity: 'time' } as const
const CHANGED = { ours: '1 % changed', theirs: 'unchanged', quantity: 'time', timesTheirs: 1.5 } as const
const SHAPE = { case: 'shapes', theirs: 'corpora', quantity: 'time per byte', timesTheirs: 2 } as const
const GROWTH = { case: 'growth', theirs: '1x', quantity: 'time per byte', timesTheirs: 1.1 } as const
const MEMORY = { ours: 'posse', theirs: RUFF, quantity: 'memory', timesTheirs: 1 } as const

/** The figures to reach; those without a limit are there to compare. */
export const FIGURES: readonly Figure[] = [
  { ...COLD, what: 'cold scan, corpora', case: 'cold-corpora', theirs: RUFF, timesLess: 2 },
  { ...COLD, what: 'cold scan, monorepo', case: 'cold-monorepo', theirs: RUFF, timesLess: 2 },
  { ...COLD, what: 'cold scan, corpora', case: 'cold-corpora', theirs: 'the parser alone', timesTheirs: 1.5 },
  {
    ...COLD,
    what: 'cold scan, monorepo',
    case: 'cold-monorepo',
    theirs: 'the parser alone',
    timesTheirs: 1.1,
  },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'Bandit', timesLess: 300 },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'flake8-bandit' },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'semgrep' },
  { ...CACHED, what: 'second scan, corpora', case: 'cached-corpora', timesLess: 3 },
  { ...CACHED, what: 'second scan, monorepo', case: 'cached-monorepo', timesLess: 4 },
  { ...CHANGED, what: 'with the cache, corpora', case: 'changed-corpora' },
  { ...CHANGED, what: 'with the cache, monorepo', case: 'changed-monorepo' },
  { ...MEMORY, what: 'peak memory, corpora', case: 'cold-corpora' },
  { ...MEMORY, what: 'peak memory, monorepo', case: 'cold-monorepo' },
  { ...COLD, what: 'one small file', case: 'small-file', theirs: 'node -e 0', timesTheirs: 1.4 },
  { ...COLD, what: 'one small file', case: 'small-file', theirs: 'Bandit', timesLess: 3 },
  {
    what: 'threads, monorepo',
    case: 'threads',
    ours: '-j 2',
    theirs: '-j 1',
    quantity: 'time',
    timesLess: 1.7,
  },
  { ...GROWTH, what: 'a tree twice as large', ours: '2x' },
  { ...GROWTH, what: 'a tree four times as large', ours: '4x' },
  { ...SHAPE, what: 'one long file', ours: 'dict of 14,000 entries' },
  { ...SHAPE, what: 'one long file', ours: 'chain of 5,000 terms' },
  { ...SHAPE, what: 'one long file', ours: '100,000 asserts' },
]

/** Compares what was measured with the figures, where both sides of one were. */
export function verdictsOf({ cases }: Pick<Results, 'cases'>): Verdict[] {
  return FIGURES.flatMap(figure => {
    const measured = cases[figure.case]
    const [our, their] = [measured?.series[figure.ours], measured?.series[figure.theirs]]
    if (!measured || !our || !their) return []
    const [ours, theirs] = [amount(our, figure.quantity), amount(their, figure.quantity)]
    const differs = measured.sameReport === false
    const ratio = figure.timesTheirs === undefined ? theirs / ours : ours / theirs
    const reached = ratio >= (figure.timesLess ?? 0) && ratio <= (figure.timesTheirs ?? Infinity) && !differs
    return [{ figure, ours, theirs, ratio, reached, differs }]
  })
}

/** The median of a series, in seconds, seconds by the byte, or bytes. */
function amount(series: Series, quantity: Quantity): number {
  if (quantity === 'memory') return median(series.peak)
  return median(series.wall) / (quantity === 'time' ? 1 : (series.bytes ?? Number.NaN))
}
