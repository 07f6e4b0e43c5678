import type { Part, TextColumn } from '../../../index.js'
import { FindingField, FindingText, fillRows } from '../../native.js'
import { ByteChunks } from '../../output/byte-chunks.js'
import type { Chunk } from '../../output/chunk.js'
import type { Finding } from '../../report/finding.js'
import { MetricsTable, type NamedColumn } from '../../report/metrics-table.js'
import { errorsOf, type Report } from '../../report/report.js'
import { columnOf, partOf } from '../../report/texts.js'
import { cweLink } from '../../rules/cwe.js'
import { groupOf } from '../../rules/group.js'
import { hiddenRanges, type Variant, writeFindings } from '../finding-writer.js'
import type { FormatOptions } from '../format.js'
import { idColumn } from '../stable-ids.js'
import { isoSeconds } from '../time.js'
import { jsonText } from './json-text.js'

/**
 * Bandit's JSON document with more fields, as `posse check` writes it. Whatever reads Bandit's can read it. The core writes
 * the findings and the metrics.
 */
export function* checkJson(report: Report, { time, pathOf = name => name }: FormatOptions): Generator<Chunk> {
  const { findings, hidden = [], suppressed = [] } = report
  const out = new ByteChunks()
  const errors = errorsOf(report).map(({ name, reason }) => ({ filename: name, reason }))
  out.bytes(Buffer.from(`{"errors": ${jsonText(errors)},\n"generated_at": "${isoSeconds(time)}",\n`))
  out.ascii('"metrics": {')
  yield* metrics(out, report)
  const all = [...findings, ...hidden, ...suppressed].map(each => ('finding' in each ? each.finding : each))
  const ids = idColumn(all, pathOf)
  const list = (name: string, from: number, to: number, note?: Note) =>
    results(out, name, all.slice(from, to), partOf(ids, from, to), note)
  const shown = findings.length
  const unseen = shown + hidden.length
  out.ascii('},\n')
  yield* list('results', 0, shown)
  out.ascii(',\n')
  yield* list('hidden', shown, unseen, { key: 'reason', texts: hidden.map(({ reason }) => reason) })
  out.ascii(',\n')
  yield* list('suppressed', unseen, all.length, {
    key: 'comment',
    texts: suppressed.map(({ comment }) => comment),
  })
  out.ascii('}\n')
  yield* out.end()
}

/** What else is known of the findings in a list. */
interface Note {
  key: string
  texts: readonly string[]
}

/** The columns of texts that findings are written with. */
const FINGERPRINT: Part = { given: 0 }
const HIDDEN_IN_RECOMMENDED: Part = { given: 1 }
const NOTE: Part = { given: 2 }

/** Writes a list of findings, one per line. */
function* results(
  out: ByteChunks,
  name: string,
  findings: readonly Finding[],
  ids: TextColumn,
  note: Note | undefined,
): Generator<Chunk> {
  out.ascii(`"${name}": [`)
  const reasons = columnOf(findings, ({ hiddenInRecommended }) => hiddenInRecommended)
  const given = [ids, reasons, ...(note ? [columnOf(note.texts, text => text)] : [])]
  yield* writeFindings(out, findings, given, variant => partsOf(variant, note?.key))
  out.ascii(findings.length > 0 ? '\n]' : ']')
}

/** The parts of a finding. */
function partsOf(
  { rule, inCell, hasSteps, fixClass, isNoted, isFirst }: Variant,
  note: string | undefined,
): (string | Part)[] {
  const { cwe } = rule
  return [
    isFirst ? '\n{' : ',\n{',
    ...(inCell
      ? ['"cell":', { number: FindingField.Cell }, ',"cell_id":"', { string: FindingText.CellId }, '",']
      : []),
    '"code":"',
    { value: 'code' },
    '","col_offset":',
    { number: FindingField.Column },
    ',"end_col_offset":',
    { number: FindingField.EndColumn },
    ',"end_line_number":',
    { number: FindingField.SpanEndLine },
    ',"filename":"',
    { value: 'name' },
    '","fingerprint":"',
    FINGERPRINT,
    '"',
    ...(fixClass ? [',"fix":', { json: FindingText.FixText }, `,"fix_class":"${fixClass}"`] : []),
    ...(hasSteps ? [',"flow":', { json: FindingText.Steps }] : []),
    `,"group":${jsonText(groupOf(rule.id) ?? null)},`,
    ...(isNoted ? ['"hidden_in_recommended":"', HIDDEN_IN_RECOMMENDED, '",'] : []),
    '"issue_confidence":"',
    { value: 'confidence' },
    `","issue_cwe":${jsonText(cwe === 0 ? {} : { id: cwe, link: cweLink(cwe) })},"issue_severity":"`,
    { value: 'severity' },
    '","issue_text":"',
    { string: FindingText.Message },
    '","line_number":',
    { number: FindingField.Line },
    ',"line_range":[',
    { value: 'lines', text: ',' },
    `],"more_info":${jsonText(rule.link)},"test_id":${jsonText(rule.id)},`,
    `"test_name":${jsonText(rule.testName)}`,
    ...(note === undefined ? [] : [`,"${note}":"`, NOTE, '"']),
    '}',
  ]
}

/** Writes the counters of each file, then the totals. */
function* metrics(out: ByteChunks, report: Report): Generator<Chunk> {
  const hidden = hiddenRanges()
  const table = report.metricsTable ?? MetricsTable.of(report.metrics)
  const totals = MetricsTable.of([{ name: '_totals', ...report.totals }])
  let separator = ''
  for (const { table: each, from, to, columns } of [
    ...table.runs(0, table.size),
    ...totals.runs(0, totals.size),
  ]) {
    const native = each.native()
    for (let next = from; next < to; separator = ',') {
      const parts = countersOf(columns, separator)
      const end = separator ? to : next + 1
      out.fill(room => {
        const { rows, length } = fillRows(room, parts, native, next, end, hidden)
        next += rows
        return length
      })
      if (out.ready) yield* out.take()
    }
  }
}

/** The parts of a file's counters: levels from the lowest to the highest. */
function countersOf(columns: readonly NamedColumn[], separator: string): Part[] {
  const criterion = (name: string) => name.replace(/\..*/, '')
  const sorted = columns.toSorted(([a, at], [b, other]) =>
    criterion(a) === criterion(b) ? at - other : criterion(a) < criterion(b) ? -1 : 1,
  )
  const counters = sorted.flatMap(([name, column], at) => [
    { text: `${at > 0 ? ',' : ''}"${name}":` },
    { number: column },
  ])
  return [{ text: `${separator}"` }, { value: 'name' }, { text: '":{' }, ...counters, { text: '}' }]
}
