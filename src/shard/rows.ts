import { Finding, type FindingColumns } from '../report/finding.js'
import { textsFrom } from '../report/texts.js'
import { RANKING } from '../rules/levels.js'
import { NODE_KINDS, type RuleInfo } from '../rules/rule-info.js'

/** The numbers of a row; `rule` is the place of the finding's rule among those of the record. */
export const COLUMNS = [
  'rule',
  'kind',
  'severity',
  'confidence',
  'line',
  'column',
  'endColumn',
  'rangeStart',
  'rangeEnd',
  'nodeLine',
  'nodeColumn',
  'nodeEndLine',
  'nodeEndColumn',
] as const

/** A finding in a record. The hash is GitHub's fingerprint of its line, empty where there is none. */
export type Row = readonly [numbers: readonly number[], hash: string, text: string, code: string]

/** The JSON of a finding's row; its texts are escaped already. */
export function rowOf(finding: Finding, rule: number, hash: string): string {
  const { lineRange, start, end } = finding
  const numbers: Record<(typeof COLUMNS)[number], number> = {
    rule,
    kind: NODE_KINDS.indexOf(finding.kind),
    severity: RANKING.indexOf(finding.severity),
    confidence: RANKING.indexOf(finding.confidence),
    line: finding.line,
    column: finding.column,
    endColumn: finding.endColumn,
    rangeStart: lineRange.first,
    rangeEnd: lineRange.last,
    nodeLine: start.line,
    nodeColumn: start.column,
    nodeEndLine: end.line,
    nodeEndColumn: end.column,
  }
  const list = COLUMNS.map(name => numbers[name]).join(',')
  return `[[${list}],"${hash}","${ascii(finding.textBytes)}","${ascii(finding.codeBytes)}"]`
}

/** Makes findings of rows: these become columns as a scan gives them. */
export function findingsOf(
  rows: readonly (readonly [file: string, row: Row])[],
  rules: readonly RuleInfo[],
): Finding[] {
  const column = (name: (typeof COLUMNS)[number]) => {
    const at = COLUMNS.indexOf(name)
    return Uint32Array.from(rows, ([, [numbers]]) => numbers[at] ?? 0)
  }
  const messages = textsFrom(rows.map(([, [, , text]]) => text))
  const excerpts = textsFrom(rows.map(([, [, , , code]]) => code))
  const columns: FindingColumns = {
    kind: Uint8Array.from(column('kind')),
    severity: Uint8Array.from(column('severity')),
    confidence: Uint8Array.from(column('confidence')),
    line: column('line'),
    column: column('column'),
    endColumn: column('endColumn'),
    rangeStart: column('rangeStart'),
    rangeEnd: column('rangeEnd'),
    // A range that was too long is recorded as it was cut.
    rangeLimited: new Uint8Array(rows.length),
    nodeLine: column('nodeLine'),
    nodeColumn: column('nodeColumn'),
    nodeEndLine: column('nodeEndLine'),
    nodeEndColumn: column('nodeEndColumn'),
    message: Uint32Array.from(rows.keys()),
    messageEnd: Uint32Array.from(messages.end),
    messageText: messages.text,
    codeStart: excerpts.end.map((_, at) => excerpts.end[at - 1] ?? 0),
    codeEnd: excerpts.end,
    text: excerpts.text,
  }
  const rule = column('rule')
  return rows.map(([name], at) => new Finding({ name }, rules[rule[at] ?? 0] as RuleInfo, columns, at))
}

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
