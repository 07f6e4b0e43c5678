import type { Results } from '../results.js'
import type { Chart, Theme } from './chart.js'
import { chartsOf } from './charts.js'
import { circumstances, table } from './table.js'

const BEGIN = '<!-- bench -->'
const END = '<!-- /bench -->'

/** The file name of a chart, next to its results. */
export function chartFile(results: string, chart: string, theme: Theme): string {
  return `${results}-${chart}-${theme}.svg`
}

/**
 * Returns the README with the charts and the table of some results between its markers. Throws an Error if it has no
 * markers.
 */
export function withResults(readme: string, name: string, results: Results): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error(`README.md has no ${BEGIN} followed by ${END}: add both where the results belong`)
  const charts = Object.entries(chartsOf(results)).map(([key, chart]) => picture(name, key, chart))
  const block = [...charts, table(results), circumstances(results)].join('\n\n')
  return `${readme.slice(0, begin)}${BEGIN}\n${block}\n${readme.slice(end)}`
}

function picture(name: string, key: string, { title, bars }: Chart): string {
  const [dark, light] = (['dark', 'light'] as const).map(
    theme => `benchmarks/results/${chartFile(name, key, theme)}`,
  )
  const words = `${title}: ${bars.map(({ label, text }) => `${label} ${text}`).join(', ')}`
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${dark}">`,
    `  <img src="${light}" width="720" alt="${words}">`,
    '</picture>',
  ].join('\n')
}
