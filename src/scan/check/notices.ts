import type { Batch } from '../../../index.js'
import { FindingField, FindingText } from '../../native.js'
import { Finding } from '../../report/finding.js'
import { FIELDS, type FindingRows, WIDTH } from '../../report/finding-row.js'
import { FIX_CLASSES, type FixClass, type WrittenFix } from '../../report/fix.js'
import { textsFrom } from '../../report/texts.js'
import { type Level, RANKING } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'

/** A finding about a comment: a row of the comment, with a rule and a message of its own. */
export interface Notice {
  readonly source: { readonly name: string }
  readonly rule: RuleInfo
  /** The place of the rule in the list that rows refer to. */
  readonly place: number
  readonly severity: Level
  readonly message: string
  /** The row of the comment in its batch. */
  readonly row: number
  /** What mends it. */
  readonly fix: { readonly class: FixClass; readonly written: WrittenFix } | undefined
}

/** Makes the findings of a batch about comments. */
export function noticesOf(batch: Batch, notices: readonly Notice[]): Finding[] {
  // Of the texts of a row, a notice has a message and a fix of its own, and the comment's cell; the others are empty.
  const { text, end } = textsFrom([
    ...notices.flatMap(({ source, rule, message, row, fix }) => [
      message,
      new Finding(source, rule, batch, row).cellId,
      fix ? JSON.stringify(fix.written) : '',
    ]),
    '',
  ])
  const numbers = new Uint32Array(notices.length * WIDTH)
  for (const [at, { place, severity, row, fix }] of notices.entries()) {
    const own = numbers.subarray(at * WIDTH, (at + 1) * WIDTH)
    own.set(batch.rows.subarray(row * WIDTH, (row + 1) * WIDTH))
    const line = own[FindingField.Line] ?? 0
    own[FindingField.Rule] = place
    own[FindingField.Severity] = RANKING.indexOf(severity)
    // The row of a comment has the lines of the statement that it speaks of.
    own[FindingField.FirstLine] = line
    own[FindingField.LastLine] = line
    own[FindingField.NosecLastLine] = line
    own[FindingField.FixRank] = FIX_CLASSES.indexOf(fix?.class ?? 'none')
    own.fill(3 * notices.length, FIELDS.length)
    own[FIELDS.length + FindingText.Message] = 3 * at
    own[FIELDS.length + FindingText.CellId] = 3 * at + 1
    own[FIELDS.length + FindingText.FixText] = 3 * at + 2
  }
  const rows: FindingRows = {
    rows: numbers,
    codeStart: Float64Array.from(notices, ({ row }) => batch.codeStart[row] ?? 0),
    codeEnd: Float64Array.from(notices, ({ row }) => batch.codeEnd[row] ?? 0),
    text: batch.text,
    sharedText: text,
    sharedEnd: Uint32Array.from(end),
  }
  return notices.map(({ source, rule }, at) => new Finding(source, rule, rows, at))
}
