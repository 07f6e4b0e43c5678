import { grouped } from './grouped.js'
import type { Item, LabelledSet, SetName } from './item.js'
import { type Judged, ruleScores, type Score, scoreOf } from './score.js'

/** A row of the table of results. */
interface Measure {
  set: SetName
  what(score: Score): string
  value(score: Score): string
}

const found: Pick<Measure, 'what' | 'value'> = {
  what: ({ flawed }) => `found, of ${flawed}`,
  value: score => percent(score.found, score.flawed),
}
const flagged: Pick<Measure, 'what' | 'value'> = {
  what: ({ sound }) => `flagged wrongly, of ${sound}`,
  value: score => percent(score.flagged, score.sound),
}

const MEASURES: readonly Measure[] = [
  { set: 'security-eval', ...found },
  { set: 'seccodeplt', ...found },
  { set: 'seccodeplt', ...flagged },
  {
    set: 'seccodeplt',
    what: ({ pairs }) => `pairs told apart, of ${pairs}`,
    value: ({ apart }) => `${apart}`,
  },
  { set: 'semgrep-rules', ...found },
  { set: 'semgrep-rules', ...flagged },
  { set: 'owasp', ...found },
  { set: 'owasp', ...flagged },
]

function percent(part: number, all: number): string {
  return all === 0 ? '' : `${((100 * part) / all).toFixed(1)} %`
}

/** What each tool found and flagged wrongly, as a Markdown table. `untried` says which sets a tool was not run on. */
export function scoreTable(judged: Judged, untried: (tool: string, set: SetName) => boolean): string {
  const tools = [...judged.found.keys()]
  const rows = MEASURES.map(({ set, what, value }) => {
    const scores = tools.map(tool => scoreOf(judged, set, tool))
    const cells = scores.map((score, index) => (untried(tools[index] ?? '', set) ? '' : value(score)))
    return [set, scores[0] ? what(scores[0]) : '', ...cells]
  })
  return markdownTable(['set', '', ...tools], rows, 2)
}

/** How often each tool found a flaw, by set and family. */
export function familyTable({ items, found }: Judged): string {
  const tools = [...found.keys()]
  const flawed = items.flatMap((item, index) => (item.flawed ? [{ item, index }] : []))
  const groups = grouped(flawed, ({ item }) => `${item.set} ${familyText(item)}`)
  const rows = [...groups].map(([name, group]) => {
    const hits = (tool: string) => group.filter(({ index }) => found.get(tool)?.[index]?.length).length
    return [...name.split(' '), `${group.length}`, ...tools.map(tool => `${hits(tool)}`)]
  })
  rows.sort((one, other) => (one[0] === other[0] ? Number(other[2]) - Number(one[2]) : 0))
  return markdownTable(['set', 'family', 'flaws', ...tools], rows, 2)
}

/** A flaw that is of many families may be any injection. */
function familyText({ families }: Item): string {
  return families.length > 2 ? 'any' : families.join('+')
}

/** For each rule of a tool, how often it was right and wrong on each set. */
export function ruleTable(judged: Judged, tool: string, sets: readonly SetName[]): string {
  const rows = [...ruleScores(judged, tool)].map(([rule, scores]) => [
    rule,
    ...sets.flatMap(set => [scores[set].right, scores[set].wrong].map(count => `${count || ''}`)),
  ])
  return markdownTable([tool, ...sets.flatMap(set => [`${set} right`, 'wrong'])], rows, 1)
}

/** A Markdown table. The columns after the first `texts` hold numbers. */
export function markdownTable(head: readonly string[], rows: readonly string[][], texts: number): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at < texts ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, at) => (at < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** What a tool misses and what it flags wrongly in a set, with the code. */
export function missesText(
  { items, found }: Judged,
  { name, files }: LabelledSet,
  tool: string,
  family?: string,
): string {
  const texts = items.flatMap((item, index) => {
    const rules = found.get(tool)?.[index] ?? []
    const isWrong = item.flawed === (rules.length === 0)
    const isAsked = item.set === name && (family === undefined || item.families.includes(family))
    if (!isWrong || !isAsked) return []
    const verdict = item.flawed ? 'missed' : `flagged wrongly by ${rules.join(', ')}`
    return `=== ${item.id}: ${verdict} (${item.families.join(', ')})\n${codeOf(item, files.get(item.file) ?? '')}`
  })
  return [...texts, `${texts.length} of ${name} by ${tool}`].join('\n\n')
}

/** How many lines are shown before and after the lines that an item is about. */
const AROUND = 6

function codeOf({ lines }: Item, text: string): string {
  return excerpt(text, lines ?? [1, Number.POSITIVE_INFINITY], lines ? AROUND : 0, lines !== undefined)
}

/** Lines of a text and those around them, with their numbers. */
export function excerpt(
  text: string,
  [first, last]: readonly [number, number],
  around: number,
  marked = true,
): string {
  const shown = text
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
  return shown
    .filter(({ number }) => number >= first - around && number <= last + around)
    .map(({ line, number }) => {
      const mark = marked && number >= first && number <= last ? '>' : ' '
      return `${mark}${String(number).padStart(5)}  ${line}`.trimEnd()
    })
    .join('\n')
}
