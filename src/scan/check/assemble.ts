import { dirname, resolve } from 'node:path'
import type { Batch } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import { Dependencies } from '../../configuration/dependencies.js'
import { FindingField, FindingText } from '../../native.js'
import { Finding } from '../../report/finding.js'
import { numberOf, SharedTexts, WIDTH } from '../../report/finding-row.js'
import { FIX_CLASSES } from '../../report/fix.js'
import { MetricsTable } from '../../report/metrics-table.js'
import type { Report } from '../../report/report.js'
import { RANKING } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { reportOf, type Scanned, startOf, takeFiles } from '../assemble.js'
import { DirectiveReader } from './directives.js'
import { type Notice, noticesOf } from './notices.js'
import type { Comment } from './suppression-places.js'
import { Suppressions } from './suppressions.js'
import { fixFor, type Idle } from './unused-suppression.js'
import { Judges, type Verdicts } from './verdicts.js'

/** A comment, and its row in the batch. */
interface CommentRow extends Comment {
  readonly row: number
}

/** Everything that is known of a file before its findings are judged. */
interface FileAt {
  readonly place: number
  readonly source: { readonly name: string }
  readonly configuration: Configuration
  readonly verdicts: Verdicts
  readonly suppressions: Suppressions<CommentRow> | undefined
}

/** The rules whose fixes write `defusedxml`. */
const OF_DEFUSEDXML = /^(?:B31[3-9]|B40[5-9]|P117)$/

/** Builds the report of a check. Decides for each finding whether it is reported, suppressed or hidden. */
export class CheckAssembler {
  private readonly reader: DirectiveReader
  private readonly placeOf: ReadonlyMap<string, number>
  /** Where the core reports each comment that may be a suppression. */
  private readonly commentRule: number
  private readonly judges: Judges
  private readonly defusedxml = new Dependencies('defusedxml')

  constructor(
    private readonly rules: readonly RuleInfo[],
    private readonly configurationOf: (file: number) => Configuration,
    private readonly cwd: string,
  ) {
    this.judges = new Judges(cwd)
    this.reader = new DirectiveReader(rules)
    this.placeOf = new Map(rules.map(({ id }, place) => [id, place]))
    this.commentRule = this.placeOf.get('P001') ?? -1
  }

  /** Files of `again` were scanned a second time, which takes the place of the first. */
  assemble({ names, excluded, batches }: Scanned, again: readonly Batch[] = []): Report {
    const table = new MetricsTable(names)
    const report: Report = reportOf(table, names, excluded)
    report.hidden = []
    report.suppressed = []
    report.comments = []
    for (const batch of batches) takeFiles(batch, table, report)
    for (const batch of again) takeAgain(batch, table, report)
    for (const { batch, at, reasons } of again.length > 0 ? inOrder(batches, again) : filesOf(batches))
      this.readFile(batch, at, reasons, table, report)
    report.totals = table.totals()
    return report
  }

  private readFile(
    batch: Batch,
    at: number,
    reasons: SharedTexts,
    table: MetricsTable,
    report: Report,
  ): void {
    const place = batch.firstFile + (batch.found[at] ?? 0)
    const source = table.file(place)
    table.forgetFindings(place)
    const configuration = this.configurationOf(place)
    const begin = startOf(batch.findingEnd, at)
    const end = batch.findingEnd[at] ?? 0
    const comments: CommentRow[] = []
    for (let row = begin; row < end; row++)
      if (this.isComment(batch, row)) comments.push(this.commentAt(batch, row, source))
    const suppressions =
      comments.length > 0 ? new Suppressions(comments, this.reader, configuration) : undefined
    const verdicts = this.judges.verdictsOn(source.name, configuration)
    const file = { place, source, configuration, verdicts, suppressions }
    const found: Finding[] = []
    for (let row = begin; row < end; row++) {
      const rule = this.rules[numberAt(batch, row, FindingField.Rule)]
      if (!rule || this.isComment(batch, row) || !verdicts.of(rule.id).runs) continue
      const judged = reasons.at(row)
      const reason = this.replacedBecause(batch, row, file) ?? verdicts.reasonFor(rule.id, judged)
      const finding = this.findingAt(batch, row, rule, judged, reason, file)
      judge(finding, reason, file, table, report, found)
    }
    if (suppressions) this.readComments(batch, file, suppressions, table, report, found)
    if (found.length > 1) found.sort(byPlace)
    for (const finding of found) report.findings.push(finding)
  }

  /** Adds the findings about the comments of a file, then the comments. */
  private readComments(
    batch: Batch,
    file: FileAt,
    suppressions: Suppressions<CommentRow>,
    table: MetricsTable,
    report: Report,
    found: Finding[],
  ): void {
    const { source, configuration, verdicts } = file
    const notices: Notice[] = []
    // Where a rule gave up, what it has not found may be what a comment suppresses.
    const isComplete = !batch.incomplete.includes(file.place - batch.firstFile)
    const faults = [...suppressions.faults(other => isComplete && verdicts.of(other).runs)]
    const idleIn = new Map<CommentRow, Idle[]>()
    for (const { comment, idle } of faults)
      if (idle) idleIn.set(comment, [...(idleIn.get(comment) ?? []), idle])
    for (const { comment, id, message, idle } of faults) {
      const place = this.placeOf.get(id)
      const rule = this.rules[place ?? -1]
      if (place === undefined || !rule || !verdicts.of(id).runs) continue
      const severity = configuration.severity.get(id) ?? 'LOW'
      const fixClass = configuration.fixClass(id, 'safe')
      const found = idle && fixClass && new Finding(source, rule, batch, comment.row)
      const written = found?.fixClass ? fixFor(found, idleIn.get(comment) ?? []) : undefined
      const fix = fixClass && written && { class: fixClass, written }
      notices.push({ source, rule, place, severity, message, row: comment.row, fix })
    }
    if (notices.length > 0)
      for (const finding of noticesOf(batch, notices))
        judge(finding, verdicts.reasonFor(finding.id, finding.hidden), file, table, report, found)
    for (const { comment, directive, used } of suppressions.list()) {
      const { word, form, ids, unknown, reason } = directive
      const { line, cell } = comment
      const named = { rules: [...ids], unknown: [...unknown] }
      const place = { file: source.name, ...(cell > 0 && { cell }), line }
      report.comments?.push({ ...place, word, form, ...named, reason, suppresses: [...used] })
    }
  }

  private isComment(batch: Batch, row: number): boolean {
    return numberAt(batch, row, FindingField.Rule) === this.commentRule
  }

  private commentAt(batch: Batch, row: number, source: { readonly name: string }): CommentRow {
    const rule = this.rules[this.commentRule] as RuleInfo
    const { text, cell, line, start, firstLine, nosecLastLine } = new Finding(source, rule, batch, row)
    return { row, text, cell, line, column: start.column, first: firstLine, last: nosecLastLine }
  }

  /** Why a finding is hidden whose rule is replaced by another one that runs. */
  private replacedBecause(batch: Batch, row: number, { verdicts }: FileAt): string | undefined {
    const other = this.rules[numberAt(batch, row, FindingField.ReplacedBy)]
    return other && verdicts.of(other.id).runs ? `${other.id} says the same, with more` : undefined
  }

  /** A finding with the severity that the configuration gives it. One that is hidden for a reason has no fix. */
  private findingAt(
    batch: Batch,
    row: number,
    rule: RuleInfo,
    judged: string,
    hiddenBecause: string | undefined,
    { source, configuration, verdicts }: FileAt,
  ): Finding {
    const at = row * WIDTH
    if (configuration.profile === 'recommended') {
      batch.rows[at + FindingField.Severity] = batch.rows[at + FindingField.JudgedSeverity] ?? 0
      batch.rows[at + FindingField.Confidence] = batch.rows[at + FindingField.JudgedConfidence] ?? 0
    }
    const fixClass = FIX_CLASSES[batch.rows[at + FindingField.FixRank] ?? 0] ?? 'none'
    if (fixClass !== 'none') {
      const isOffered =
        hiddenBecause === undefined &&
        (!OF_DEFUSEDXML.test(rule.id) || this.hasDefusedxml(source.name, configuration))
      const offered = isOffered ? configuration.fixClass(rule.id, fixClass) : undefined
      batch.rows[at + FindingField.FixRank] = FIX_CLASSES.indexOf(offered ?? 'none')
    }
    const severity = configuration.severity.get(rule.id)
    if (severity) batch.rows[at + FindingField.Severity] = RANKING.indexOf(severity)
    const noted =
      configuration.profile === 'audit' ? verdicts.reasonInRecommended(rule.id, judged) : undefined
    return new Finding(source, rule, batch, row, noted)
  }

  /** Whether the project of a file depends on `defusedxml`. */
  private hasDefusedxml(name: string, { root }: Configuration): boolean {
    return this.defusedxml.has(dirname(resolve(this.cwd, name)), root)
  }
}

/** Adds what only the second scan of files tells: that they have changed, and that they have too much code to show. */
function takeAgain({ firstFile, reasons, limited }: Batch, table: MetricsTable, report: Report): void {
  const nameAt = (at: number) => table.nameOf(firstFile + at)
  for (const { file, reason } of reasons) report.skipped.push({ name: nameAt(file), reason })
  const known = new Set(report.limited)
  report.limited.push(...limited.map(nameAt).filter(name => !known.has(name)))
}

/** A file that has findings: its batch, its place in `found`, and the reasons for hiding findings. */
interface FoundFile {
  readonly batch: Batch
  readonly at: number
  readonly reasons: SharedTexts
}

/** The files of batches that have findings. */
function* filesOf(batches: readonly Batch[]): Generator<FoundFile> {
  for (const batch of batches) {
    const reasons = new SharedTexts(batch, FindingText.Hidden)
    for (const at of batch.found.keys()) yield { batch, at, reasons }
  }
}

/** The same for files of which some were scanned again, in the order of their places in the selection. */
function inOrder(batches: readonly Batch[], again: readonly Batch[]): FoundFile[] {
  const byPlace = new Map<number, FoundFile>()
  for (const file of filesOf([...batches, ...again]))
    byPlace.set(file.batch.firstFile + (file.batch.found[file.at] ?? 0), file)
  return [...byPlace].sort(([a], [b]) => a - b).map(([, file]) => file)
}

/** Adds a finding of a rule that runs to `found`, or to those that are suppressed, or hidden for a reason. */
function judge(
  finding: Finding,
  reason: string | undefined,
  { place, suppressions }: FileAt,
  table: MetricsTable,
  report: Report,
  found: Finding[],
): void {
  const comment = suppressions?.suppress(finding.rule, finding.cell, ...linesOf(finding))
  if (comment) {
    report.suppressed?.push({ finding, comment: comment.text })
    return
  }
  if (reason !== undefined) {
    report.hidden?.push({ finding, reason })
    return
  }
  table.count(place, numberOf(finding, FindingField.Severity), numberOf(finding, FindingField.Confidence))
  found.push(finding)
}

/** The lines on which a comment suppresses a finding. Of a function, its header. */
function linesOf({ kind, start, end }: Finding): [first: number, last: number] {
  return [start.line, kind === 'FunctionDef' ? start.line : end.line]
}

function byPlace(a: Finding, b: Finding): number {
  return a.cell - b.cell || a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function numberAt(batch: Batch, row: number, field: FindingField): number {
  return batch.rows[row * WIDTH + field] ?? 0
}
