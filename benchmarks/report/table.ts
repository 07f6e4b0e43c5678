import { type Verdict, verdictsOf } from '../figures.js'
import type { Results, TreeSize } from '../results.js'
import { amountText, countText, digits } from './amount.js'

const HEAD = ['| | posse | compared with | ratio | target |', '| --- | ---: | ---: | --- | --- |']

/** The figures as a Markdown table. */
export function table(results: Pick<Results, 'cases'>): string {
  return [...HEAD, ...verdictsOf(results).map(row)].join('\n')
}

function row(verdict: Verdict): string {
  const { figure, ours, theirs, ratio } = verdict
  const { quantity } = figure
  const of = quantity === 'time per byte' ? ' per byte' : ''
  const name = figure.ours === 'posse' ? '' : `${figure.ours}: `
  const cells = [
    figure.what,
    `${name}${amountText(ours, quantity)}${of}`,
    `${figure.theirs}: ${amountText(theirs, quantity)}${of}`,
    `${digits(ratio)} times${figure.timesTheirs === undefined ? ' as fast' : ''}`,
    [aim(verdict), verdict.differs ? '**the report differs**' : verdict.reached ? '' : '**missed**'],
  ]
  return `| ${cells.map(cell => [cell].flat().filter(Boolean).join(', ')).join(' | ')} |`
}

function aim({ figure }: Verdict): string {
  if (figure.timesLess !== undefined) return `at least ${figure.timesLess}`
  return figure.timesTheirs === undefined ? '' : `at most ${figure.timesTheirs}`
}

/** The machine, the versions and the scanned code of some results: a paragraph and a list. */
export function circumstances({ date, machine, versions, trees, cases }: Results): string {
  const { cpu, cores, memory, os } = machine
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const runs = Object.values(cases).flatMap(({ series }) =>
    Object.values(series).map(({ wall }) => wall.length),
  )
  const code = Object.entries(trees).map(([name, size]) => `- ${name}: ${sizeText(size, trees.corpora)}`)
  return [
    `Measured on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${memory}, ${os}; ${programs.join(', ')}. Medians of up to ${Math.max(0, ...runs)} interleaved runs.`,
    code.join('\n'),
  ].join('\n\n')
}

function sizeText({ projects, files, lines }: TreeSize, corpora?: TreeSize): string {
  const all = corpora && corpora.projects !== projects && corpora.projects.join() === projects.join()
  if (all) return 'the same code as corpora'
  return `${countText(lines)} lines in ${countText(files)} files from ${projects.join(', ')}`
}
