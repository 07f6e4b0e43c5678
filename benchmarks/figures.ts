import { median, type Results, type Series } from './results.js'

/** What is compared: seconds, seconds per byte read, or bytes of memory. */
export type Quantity = 'time' | 'time per byte' | 'memory'

/** A comparison of two commands of one case, with its target. */
export interface Figure {
  what: string
  case: string
  ours: string
  theirs: string
  quantity: Quantity
  /** The target: theirs divided by ours is at least this. */
  timesLess?: number
  /** The target: ours divided by theirs is at most this. */
  timesTheirs?: number
}

/** The outcome of a figure. */
export interface Verdict {
  figure: Figure
  ours: number
  theirs: number
  /** Ours divided by theirs if the figure has `timesTheirs`; theirs divided by ours otherwise. */
  ratio: number
  reached: boolean
  /** Whether two reports that must be the same bytes differ. */
  differs: boolean
}

const COLD = { ours: 'posse', quantity: 'time' } as const
const RUFF = 'Ruff --no-cache'
const CACHED = { ours: 'posse --cache', theirs: 'Ruff, warm cache', quantity: 'time' } as const
const CHANGED = { ours: '1% changed', theirs: 'unchanged', quantity: 'time', timesTheirs: 1.5 } as const
const SHAPE = { case: 'shapes', theirs: 'corpora', quantity: 'time per byte', timesTheirs: 2 } as const
const GROWTH = { case: 'growth', theirs: '1x', quantity: 'time per byte', timesTheirs: 1.1 } as const
const MEMORY = { ours: 'posse', theirs: RUFF, quantity: 'memory', timesTheirs: 1 } as const

/** All figures. Those without a target are only for comparison. */
export const FIGURES: readonly Figure[] = [
  { ...COLD, what: 'cold scan, corpora', case: 'cold-corpora', theirs: RUFF, timesLess: 2 },
  { ...COLD, what: 'cold scan, monorepo', case: 'cold-monorepo', theirs: RUFF, timesLess: 2 },
  { ...COLD, what: 'cold scan, corpora', case: 'cold-corpora', theirs: 'parser only', timesTheirs: 1.5 },
  {
    ...COLD,
    what: 'cold scan, monorepo',
    case: 'cold-monorepo',
    theirs: 'parser only',
    timesTheirs: 1.1,
  },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'Bandit', timesLess: 300 },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'flake8-bandit' },
  { ...COLD, what: 'cold scan, sample', case: 'bandit', theirs: 'semgrep' },
  { ...CACHED, what: 'cached scan, corpora', case: 'cached-corpora', timesLess: 3 },
  { ...CACHED, what: 'cached scan, monorepo', case: 'cached-monorepo', timesLess: 4 },
  { ...CHANGED, what: 'cached scan after changes, corpora', case: 'changed-corpora' },
  { ...CHANGED, what: 'cached scan after changes, monorepo', case: 'changed-monorepo' },
  { ...MEMORY, what: 'peak memory, corpora', case: 'cold-corpora' },
  { ...MEMORY, what: 'peak memory, monorepo', case: 'cold-monorepo' },
  { ...COLD, what: 'one small file', case: 'small-file', theirs: 'node -e 0', timesTheirs: 1.4 },
  { ...COLD, what: 'one small file', case: 'small-file', theirs: 'Bandit', timesLess: 3 },
  {
    what: 'posse check, monorepo',
    case: 'check-monorepo',
    ours: 'check',
    theirs: 'posse',
    quantity: 'time',
    timesTheirs: 1.05,
  },
  {
    what: 'posse check with rules of its own, monorepo',
    case: 'own-rules',
    ours: '1,000 rules',
    theirs: 'no rules',
    quantity: 'time',
    timesTheirs: 1.03,
  },
  {
    what: 'posse check with a rule in JavaScript on a name, monorepo',
    case: 'script-rules',
    ours: 'rule on a name',
    theirs: 'no rules',
    quantity: 'time',
    timesTheirs: 1.05,
  },
  {
    what: 'posse check with a rule in JavaScript on every call, monorepo',
    case: 'script-rules',
    ours: 'rule on every call',
    theirs: 'no rules',
    quantity: 'time',
  },
  {
    what: 'posse check, one small file',
    case: 'small-file',
    ours: 'check',
    theirs: 'node -e 0',
    quantity: 'time',
    timesTheirs: 1.5,
  },
  {
    what: 'threads, monorepo',
    case: 'threads',
    ours: '-j 2',
    theirs: '-j 1',
    quantity: 'time',
    timesLess: 1.7,
  },
  { ...GROWTH, what: 'twice as much code', ours: '2x' },
  { ...GROWTH, what: 'four times as much code', ours: '4x' },
  { ...SHAPE, what: 'one long file', ours: 'dict of 14,000 entries' },
  { ...SHAPE, what: 'one long file', ours: 'chain of 5,000 terms' },
  { ...SHAPE, what: 'one long file', ours: '100,000 asserts' },
]

/** Compares the results with the figures. Skips a figure unless both of its commands were measured. */
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

/** The median of a series, in seconds, seconds per byte, or bytes. */
function amount(series: Series, quantity: Quantity): number {
  if (quantity === 'memory') return median(series.peak)
  return median(series.wall) / (quantity === 'time' ? 1 : (series.bytes ?? Number.NaN))
}
