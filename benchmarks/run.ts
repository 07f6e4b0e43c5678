// Compares posse with Bandit, Ruff and the bare parser: `npm run bench [-- --quick | --help | ...]`
// What they find in labelled code: `npm run bench -- --detection`. What posse finds in real code: `npm run bench -- --noise`
import { readFileSync, writeFileSync } from 'node:fs'
import { type Arguments, readArguments, USAGE } from './arguments.js'
import { runCase } from './case.js'
import { CASES, type Setting } from './cases/index.js'
import { noise } from './detection/noise.js'
import { detection } from './detection/run.js'
import { EXTRAS, prepareExtras } from './extras.js'
import { verdictsOf } from './figures.js'
import { busyCores, thisMachine } from './machine.js'
import { amountText } from './report/amount.js'
import { barChart, THEMES } from './report/chart.js'
import { chartsOf } from './report/charts.js'
import { chartFile, withResults } from './report/readme.js'
import { circumstances, table } from './report/table.js'
import { type CaseResult, median, type Results, readResults, resultsText, writeResult } from './results.js'
import { prepareTools } from './tools.js'
import { prepareTrees, sizeOf } from './trees.js'

const README = new URL('../README.md', import.meta.url)

/** Measures, or reads saved results, and prints them. Returns the exit code. */
function main(asked: Arguments): number {
  const results = asked.from === undefined ? measureAll(asked) : readResults(asked.from)
  const verdicts = verdictsOf(results)
  const short = verdicts.filter(({ reached }) => !reached)
  console.log(`${table(results)}\n\n${circumstances(results)}`)
  if (asked.check) console.log(`\n${short.length} of ${verdicts.length} targets missed`)

  const complete = asked.from !== undefined || asked.cases.every(name => results.cases[name])
  if (!complete) return 2
  if (!asked.part) keepResults(asked.from ?? asked.name, results)
  if (asked.readme) {
    const readme = readFileSync(README, 'utf8')
    writeFileSync(README, withResults(readme, asked.from ?? asked.name, results))
  }
  return asked.check && short.length > 0 ? 1 : 0
}

/** Measures the cases that are asked for. Skips a case that fails, and prints its error. */
function measureAll({ cases: names, extras, quick, full }: Arguments): Results {
  if ((process.env.POSSE_PROFILE || 'release') !== 'release') {
    throw new Error(`POSSE_PROFILE=${process.env.POSSE_PROFILE} is not what users run; unset it`)
  }
  const versions = prepareTools()
  const usable = prepareExtras(extras)
  const trees = prepareTrees(versions.Python, { quick, full })
  const setting: Setting = { trees, extras: usable, rounds: quick ? 3 : 5, shortRounds: quick ? 10 : 20 }
  // Reads all code, so that it is in the page cache for the measurements.
  const sizes = Object.entries(trees).map(([name, tree]) => [name, sizeOf(tree)])
  const busy = busyCores()
  if (busy > 0.1) console.error(`other programs use ${busy.toFixed(1)} cores: the figures will be wrong`)

  const cases: Record<string, CaseResult> = {}
  for (const name of names) {
    try {
      const result = CASES[name]?.(setting)
      if (!result) continue
      cases[name] = runCase(result)
      console.error(`${name}: ${summary(cases[name])}`)
    } catch (error) {
      console.error(`${name} failed: ${messageOf(error)}`)
    }
  }
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    versions: { ...versions, ...Object.fromEntries(usable.map(name => [name, EXTRAS[name].version])) },
    trees: Object.fromEntries(sizes),
    cases,
  }
}

function summary({ series }: CaseResult): string {
  return Object.entries(series)
    .map(([name, { wall }]) => `${name} ${amountText(median(wall), 'time')}`)
    .join(', ')
}

/** Saves results with their charts. */
function keepResults(name: string, results: Results): void {
  writeResult(`${name}.json`, resultsText(results))
  for (const [key, chart] of Object.entries(chartsOf(results))) {
    for (const theme of THEMES) writeResult(chartFile(name, key, theme), barChart(chart, theme))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

try {
  const [mode, ...words] = process.argv.slice(2)
  if (mode === '--detection') detection(words)
  else if (mode === '--noise') noise(words)
  else {
    const asked = readArguments(process.argv.slice(2))
    if (asked.help) process.stdout.write(USAGE)
    else process.exitCode = main(asked)
  }
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 2
}
