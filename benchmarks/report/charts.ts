import { median, type Results } from '../results.js'
import { amountText, countText } from './amount.js'
import type { Bar, Chart } from './chart.js'

/** The charts of some results, by file name. Leaves out a chart if one of its cases was not measured. */
export function chartsOf({ cases, trees }: Pick<Results, 'cases' | 'trees'>): Record<string, Chart> {
  const charts: Record<string, Chart> = {}
  const bars = (name: string): Bar[] =>
    Object.entries(cases[name]?.series ?? {}).map(([label, { wall }]) => {
      const value = median(wall)
      return { label, value, text: amountText(value, 'time'), ours: label.startsWith('posse') }
    })
  const add = (name: string, tree: string, ...of: readonly string[]): void => {
    const size = trees[tree]
    if (!size || !of.every(one => cases[one])) return
    const sorted = of.flatMap(bars).toSorted((one, other) => one.value - other.value)
    charts[name] = { title: `Time to scan ${countText(size.lines)} lines of Python`, bars: sorted }
  }
  add('monorepo', 'monorepo', 'cached-monorepo', 'cold-monorepo')
  add('bandit', 'sample', 'bandit')
  return charts
}
